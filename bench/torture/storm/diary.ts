/** Whom a chat's event is about: `chat/member`. */
export type Whom = `${number}/${number}`;

export type ShopOrder = {
  readonly member: number;
  readonly fen: number;
  /** The coupon that the shop took, and what came off for it. */
  readonly code?: string;
};

/** What people did, and nothing that the bot says of it: the judge holds the bot's store against it. */
export type Diary = ReturnType<typeof openDiary>;

export const openDiary = () => ({
  /** How often each member spoke, came and went, where. */
  said: new Map<Whom, number>(),
  joined: new Map<Whom, number>(),
  left: new Map<Whom, number>(),
  /** Which answers are owed where: `chat/text`, each once. */
  asked: new Set<string>(),
  checkedIn: new Set<number>(),
  claimed: new Set<number>(),
  /** Members who knocked at a door, each once. */
  knocked: new Set<Whom>(),
  /** Orders of the shop that were answered with 200, by id. */
  orders: new Map<string, ShopOrder>(),
  /** Orders that were typed in a group, by the name typed. */
  typed: new Map<string, { readonly member: number; readonly fen: number }>(),
  /** Their numbers that the boss confirmed. */
  confirmed: new Set<number>(),
  /** Texts that the boss was told would go to all groups. */
  broadcasts: new Set<string>(),
});

export function count(into: Map<Whom, number>, whom: Whom): void {
  into.set(whom, (into.get(whom) ?? 0) + 1);
}
