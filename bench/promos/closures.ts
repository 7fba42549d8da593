import type { Case } from "./baskets.js";
import { type Facts, factsOf } from "./facts.js";

type Off = (of: Facts) => number;
const WEEK = 7 * 86_400_000;
const SEASON = [
  Date.parse("2026-11-25T00:00:00+08:00"),
  Date.parse("2027-01-01T00:00:00+08:00"),
] as const;
const percent = (base: number, points: number): number =>
  Math.floor((base * points * 100 + 5_000) / 10_000);

/** The promos as one writes them by hand when nobody asks why: each knows what it takes off, no more. */
const PRICE: readonly Off[] = [
  ({ drink }) => (drink >= 6_000 ? 500 : 0),
  ({ all }) => (all >= 15_000 ? 2_000 : all >= 10_000 ? 1_200 : all >= 6_000 ? 500 : 0),
  ({ all, tags }) => (tags.includes("vip") ? Math.min(percent(all, 10), 800) : 0),
  ({ all }) => Math.min(Math.floor(all / 6_000) * 500, 1_500),
  ({ snack }) => (snack >= 3_000 ? 300 : 0),
  ({ all, minute, day }) => (all >= 2_500 && day < 5 && minute >= 660 && minute < 840 ? 400 : 0),
  ({ all, minute }) => (all >= 3_000 && (minute >= 1_320 || minute < 120) ? 500 : 0),
  ({ all, age }) => (all >= 2_000 && age <= WEEK ? 600 : 0),
  ({ all, tags }) => (all >= 2_000 && tags.includes("student") ? percent(all, 8) : 0),
  ({ all, day }) => (all >= 8_800 && day >= 5 ? 1_000 : 0),
  ({ cake }) => Math.min(percent(cake, 15), 2_000),
  ({ flash }) => flash,
  ({ all, tags }) => (all >= 10_000 && tags.includes("gold") ? (all >= 20_000 ? 2_500 : 1_000) : 0),
  ({ all, grouped }) => (all >= 4_000 && grouped < 40 ? 400 : 0),
  ({ all, onced }) => (all >= 3_000 && onced < 1 ? 800 : 0),
  ({ all, spent }) => (all >= 5_000 && spent + 700 <= 1_500_000 ? 700 : 0),
  ({ all, rushed }) => (all >= 4_500 && rushed < 3_000 ? 600 : 0),
  ({ all, now }) => (all >= 7_000 && now >= SEASON[0] && now < SEASON[1] ? 800 : 0),
  ({ all, coupon }) => (all >= 3_000 && coupon ? 900 : 0),
  ({ plain }) => (plain >= 6_600 ? 600 : 0),
  ({ coffee }) => (coffee >= 3_500 ? 400 : 0),
  ({ all }) => Math.floor(all / 10_000) * 1_200,
];
type Later = (left: number, of: Facts) => number;
const MEMBER: readonly Later[] = [
  (left, { tags }) => (tags.includes("vip") ? percent(left, 2) : 0),
  (left, { tags }) => (left >= 2_000 && tags.includes("birthday") ? 300 : 0),
  (left, { tags }) => (tags.includes("silver") ? Math.min(percent(left, 1), 500) : 0),
];
// Gifts and points change no total: this is the least that anybody could write.
const DELIVERY: readonly Later[] = [
  (left, { shipping }) => (left >= 3_900 ? shipping : 0),
  (_, { tags, shipping }) => (tags.includes("vip") ? shipping : 0),
];

function best(offs: readonly Later[], left: number, of: Facts): number {
  let most = 0;
  for (const off of offs) most = Math.max(most, off(left, of));
  return most;
}

/** What a basket costs, shipping included. */
export function byClosures(asked: Case): number {
  const of = factsOf(asked);
  let most = 0;
  for (const off of PRICE) most = Math.max(most, off(of));
  let left = of.all - most;
  left -= best(MEMBER, left, of);
  return left + of.shipping - best(DELIVERY, left, of);
}
