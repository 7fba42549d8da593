import { ASSUMED } from "../stats/plan.js";

/** Every figure of the synthetic community; where each comes from: docs/decisions/0015. */
export const COMMUNITY = {
  /** Events per member and day. */
  orders: ASSUMED.ratePerMemberDay,
  messages: 0.1,
  /** The part of the members that answers a line said to all, and the chance that the one who is meant does. */
  answers: 0.05,
  answersToOwn: 0.3,
  /** Mean minutes until an answer. */
  answersAfter: 6,
  /** Shape of the gamma that members' rates come from, mean 1. */
  shape: 0.5,
  /** Deviations in log units: of a group all along, of a group's day, of the brand's day. */
  lasting: ASSUMED.persistent,
  groupShock: ASSUMED.shock,
  brandShock: ASSUMED.shock,
  /** What is left of yesterday's shock. */
  memory: 0.8,
  /** Monday to Sunday. */
  weekdays: [0.9, 0.9, 0.95, 1, 1.1, 1.1, 1.05],
  /** Per member and day; as many join. */
  leaves: 0.003,
  /** Per member and line said to all. */
  optsOut: 1 / 5000,
  /** Mean in whole units of the currency, and deviation in log units. */
  basket: { mean: 52, deviation: 0.5 },
  asksPrice: 0.1,
  /** Chance to add what is missing to a promo within reach: seen in the shop, told in chat. */
  topsUp: { seen: 0.3, told: 0.5 },
  /** What is left of what yesterday's arm did. */
  carryOver: 0.1,
  /** Minutes of the day between which people talk and order. */
  awake: { from: 8 * 60, to: 22 * 60 },
} as const;
