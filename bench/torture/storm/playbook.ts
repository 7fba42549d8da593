/** A client, the one who operates it, and its account on Telegram unless that is the first. */
export type Brand = { readonly client: string; readonly boss: number; readonly account?: string };
/** The one client of most trials. */
export const STORM: Brand = { client: "storm", boss: 10001 };
/** Seats that count here: as many as `groups.capacity`, the bot's among them. */
export const CAPACITY = 16;
/** What a coupon for points costs, how many there are, and what points are had for. */
export const POINTS = { checkIn: 5, everyFen: 1_000, treat: 8 } as const;
export const COUPONS = { welcome: 24, treat: 12 } as const;
/** What 立减8 takes off, and takes off in all at most, in fen. */
export const SAVING = { off: 800, budget: 30_000 } as const;
export const SHOP_SECRET = "storm-shop-secret";
/** The variable in which a client's playbook looks for it. */
export const secretOf = ({ client }: Brand): string => `SUANPAN_${client.toUpperCase()}_OWN`;

const yuan = (fen: number): string => `"${(fen / 100).toFixed(2)}"`;

/** Groups that anybody may be added to, and groups at whose door people ask. */
export type Places = { readonly streets: readonly number[]; readonly doors: readonly number[] };

export const accountOf = ({ account }: Brand): string =>
  account === undefined ? "telegram" : `telegram:${account}`;

/** Groups that nobody else has whose `town` is another. */
export const placesOf = (streets: number, doors: number, town = 0): Places => ({
  streets: Array.from({ length: streets }, (_, n) => -1001000000001 - n - 1_000 * town),
  doors: Array.from({ length: doors }, (_, n) => -1002000000001 - n - 1_000 * town),
});

/** One client with groups of both kinds, and everything that could be booked twice. */
export const playbookOf = (brand: Brand, { streets, doors }: Places): string => `version: 1
client: ${brand.client}
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "${brand.boss}", role: owner } }
groups:
  capacity: ${CAPACITY}
  reserve: 0
  overflow: waitlist
  pools: { street: { title: "街{{ n }}群" }, door: { title: "门{{ n }}群" } }
  chats:
${[
  ...streets.map((chat) => ({ chat, pool: "street" })),
  ...doors.map((chat) => ({ chat, pool: "door" })),
]
  .map(
    ({ chat, pool }, n) =>
      `    g${n}: { platform: telegram, ${brand.account === undefined ? "" : `account: ${brand.account}, `}chat: "${chat}", pool: ${pool} }`,
  )
  .join("\n")}
persona: clerk
replies:
  offer: { when: { keywords: [优惠] }, say: offer }
  hours: { when: { keywords: [几点] }, say: hours }
  delivery: { when: { keywords: [配送] }, say: delivery }
scripts:
  welcome: { on: joined, steps: [{ say: greet }] }
  claim: { on: said, when: { keywords: [领券] }, once: per_member, steps: [{ grant: welcome, say: coupon }] }
promos:
  saving: { title: 立减8, give: { off: ${yuan(SAVING.off)} }, budget: ${yuan(SAVING.budget)} }
  cup: { title: 送杯, give: { off: "3.00" }, budget: "900.00" }
coupons:
  welcome: { promo: saving, code: { prefix: TT, length: 10 }, valid: 72h, max: ${COUPONS.welcome} }
  treat: { promo: cup, code: { prefix: XX, length: 10 }, valid: 72h, max: ${COUPONS.treat} }
points:
  check_in: { give: ${POINTS.checkIn} }
  orders: { every: ${yuan(POINTS.everyFen)}, give: 1 }
  exchange: { treat: ${POINTS.treat} }
orders:
  typed: { tags: [drink] }
  sources: { own: { kind: generic, secret: env:${secretOf(brand)} } }
`;

export const PERSONAS = {
  clerk: `version: 1
id: clerk
name: 小二
kind: brand
pacing: { reading: 999/s, min: 0s, max: 1s }
lines:
  greet: "欢迎{{ member.name }}"
  offer: "{{ member.name }}的优惠"
  hours: "{{ member.name }}，九点开门"
  delivery: "{{ member.name }}，送到高新区"
  coupon: "{{ member.name }}的券 {{ coupon.code }}"
`,
} as const;

/** Questions, and what the persona says to each. */
export const QUESTIONS: Readonly<Record<string, (member: number) => string>> = {
  有优惠吗: (member) => `${member}的优惠`,
  几点开门: (member) => `${member}，九点开门`,
  能配送吗: (member) => `${member}，送到高新区`,
};
