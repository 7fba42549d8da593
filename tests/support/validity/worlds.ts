import type { Row } from "../../../src/domain/experiment/data/data.js";
import { assignSet } from "../../../src/domain/experiment/design/assign.js";
import { createRandom, type Random } from "../../../src/domain/stats/random.js";

/**
 * The planner's stated assumptions: 150 members, 0.03 orders per member and day, a log shock of a
 * group's own every day with deviation 0.3. Groups differ by a log-normal factor of 0.3.
 */
const MEMBERS = 150;
const RATE = 0.03;
const SHOCK = 0.3;
const PRE_DAYS = 14;

export type WorldName =
  | "poisson"
  | "zero_inflated_revenue"
  | "ar_shocks"
  | "one_giant"
  | "one_dies"
  | "sizes_20_to_200";
export const WORLDS: readonly WorldName[] = [
  "poisson",
  "zero_inflated_revenue",
  "ar_shocks",
  "one_giant",
  "one_dies",
  "sizes_20_to_200",
];

export type Scene = {
  readonly world: WorldName;
  readonly groups: number;
  readonly days: number;
  /** Relative; the second arm multiplies the rate by 1 + lift. */
  readonly lift: number;
  readonly seed: string;
  /** Days that a coin holds; 1 when absent. */
  readonly block?: number;
  /** 1 when absent. */
  readonly blocksPerCoin?: 1 | 2;
  /** `a` and `b` when absent; sets hold as many neighbours as there are arms, and only `b` lifts. */
  readonly arms?: readonly string[];
};

/** What metric a world is judged by. */
export const primaryOf = (world: WorldName) =>
  world === "zero_inflated_revenue" ? "revenue_per_member" : "orders_per_member";

/**
 * Rows of one synthetic experiment. Groups g0 and g1, g2 and g3 … are pairs of neighbours in size, and each day the
 * product's own assignment tosses their coins under the seed as experiment key.
 */
export function simulate(scene: Scene): Row[] {
  const random = createRandom(scene.seed);
  const ids = Array.from({ length: scene.groups }, (_, i) => `g${i}`);
  const sizes = ids.map((_, i) => sizeOf(scene, i, random));
  const factors = ids.map(() => Math.exp(0.3 * random.normal()));
  const dead = random.below(scene.groups);
  const death = 1 + random.below(scene.days);
  const shocks = ids.map(() => SHOCK * random.normal());
  const rows: Row[] = [];
  for (let day = 1 - PRE_DAYS; day <= scene.days; day += 1)
    for (const [i, group] of ids.entries()) {
      const ar = scene.world === "ar_shocks" ? 0.8 : 0;
      shocks[i] = ar * (shocks[i] as number) + SHOCK * Math.sqrt(1 - ar * ar) * random.normal();
      const arm = day >= 1 ? armOf(scene, ids, i, day) : undefined;
      const lifted = arm === "b" ? 1 + scene.lift : 1;
      const alive = scene.world === "one_dies" && i === dead && day >= death ? 0 : 1;
      const members = sizes[i] as number;
      const mean = members * RATE * (factors[i] as number) * Math.exp(shocks[i] as number);
      const orders = poisson(mean * lifted * alive, random);
      const row = { group, day, members, line: 0, ...(arm ? { arm } : {}) };
      if (primaryOf(scene.world) === "orders_per_member") rows.push({ ...row, orders });
      else rows.push({ ...row, revenue: revenue(orders, random) });
    }
  return rows;
}

const sizeOf = ({ world }: Scene, i: number, random: Random): number => {
  if (world === "one_giant" && i === 0) return MEMBERS * 10;
  return world === "sizes_20_to_200" ? 20 + random.below(181) : MEMBERS;
};

function armOf(scene: Scene, ids: readonly string[], i: number, day: number): string {
  const { arms = ["a", "b"], block = 1 } = scene;
  const first = i - (i % arms.length);
  const set = ids.slice(first, first + arms.length);
  const tossed = { experiment: scene.seed, arms, blocksPerCoin: scene.blocksPerCoin ?? 1 };
  const chosen = assignSet(tossed, Math.floor((day - 1) / block), set);
  return chosen[i - first]?.arm as string;
}

/** A fifth of the group-days bring nothing at all; an order is worth a log-normal 52 yuan, deviation 1. */
function revenue(orders: number, random: Random): number {
  const open = random.uniform() > 0.2;
  let money = 0;
  for (let i = 0; i < orders; i += 1) money += 52 * Math.exp(random.normal() - 0.5);
  return open ? money : 0;
}

/** Knuth's product of uniforms below 30, the sum of two halves above. */
function poisson(mean: number, random: Random): number {
  if (mean > 30) return poisson(mean / 2, random) + poisson(mean / 2, random);
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  return count;
}

/** Neighbours as pairs. */
export const pairsOf = (groups: number): string[][] =>
  Array.from({ length: groups / 2 }, (_, i) => [`g${2 * i}`, `g${2 * i + 1}`]);
