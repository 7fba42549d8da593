import type { Lang } from "../../core/i18n.js";

export const TRADES = [
  "tea",
  "food",
  "pets",
  "beauty",
  "clothes",
  "baby",
  "grocery",
  "other",
] as const;
type Trade = (typeof TRADES)[number];

export const OFFERS = ["threshold", "percent", "newcomer", "none"] as const;
type Offer = (typeof OFFERS)[number];

/** What a new client's first files are made of. */
export type Answers = {
  /** The client's id, also the name of its folder. */
  readonly client: string;
  readonly brand: string;
  readonly trade: Trade;
  /** An IANA zone. */
  readonly zone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** How many groups it is going to run. */
  readonly groups: number;
  /** The average order, in minor units; more than 0. */
  readonly order: number;
  readonly offer: Offer;
  /** The owner's accounts beside `boss` of the sandbox, such as `telegram` -> `10001`. */
  readonly owner: Readonly<Record<string, string>>;
  /** What members are spoken to in. */
  readonly locale: Lang;
};
