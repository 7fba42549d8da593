import { betOnPairs, evidenceOf, startEProcess } from "../stats/e-process.js";
import { betaMixture, sampleRatio } from "../stats/e-values.js";
import { blocksOf } from "./blocks.js";
import type { Design } from "./design.js";
import { GUARDRAILS } from "./design.js";
import type { Index } from "./rows.js";
import type { Guardrail, SampleRatio } from "./verdict.js";

const ALARM = 20;
const RATIO_ALARM = 1000;

type Scene = {
  readonly index: Index;
  readonly sets: readonly (readonly string[])[];
  readonly design: Design;
  readonly arm: string;
  readonly until: number;
};
/** Events and member-days of the reference (0) and of the treated (1). */
type Sum = { k0: number; k1: number; m0: number; m1: number };

/**
 * The guardrails that the data measure. The judge is a one-sided randomisation e-process on the
 * ratio of the two rates per set and coin: all events of the blocks that one coin decides share it.
 * @returns one entry per measured metric
 */
export function guardrailsOf(scene: Scene): Guardrail[] {
  return Object.entries(GUARDRAILS).flatMap(([metric, column]) => {
    const coins: Sum[][] = [];
    for (const block of blocksOf(scene)) {
      if (block === "unusable") continue;
      const { at, coin } = block;
      const sum = coins[coin]?.[at] ?? { k0: 0, k1: 0, m0: 0, m1: 0 };
      for (let day = block.first; day <= block.last; day += 1) {
        const [a, b] = [block.reference, block.treated].map((g) => scene.index.get(g)?.get(day));
        if (a?.[column] === undefined || b?.[column] === undefined) continue;
        sum.k0 += a[column];
        sum.k1 += b[column];
        sum.m0 += a.members ?? 0;
        sum.m1 += b.members ?? 0;
      }
      if (sum.m0 === 0 || sum.m1 === 0) continue;
      coins[coin] ??= [];
      (coins[coin] as Sum[])[at] = sum;
    }
    // A coin or a set of which nothing is known leaves a gap.
    const pairs = coins.flatMap((sets) => [sets.flat()]);
    const all = pairs.flat();
    if (all.length === 0) return [];
    const total = (key: "k0" | "k1" | "m0" | "m1") => all.reduce((sum, one) => sum + one[key], 0);
    const share = total("m1") / (total("m0") + total("m1"));
    const events = total("k0") + total("k1");
    const evidence = harmEvidence(pairs);
    return [
      {
        arm: scene.arm,
        metric: metric as Guardrail["metric"],
        events,
        treated: total("k1"),
        share,
        evidence,
        evidence_if_independent: betaMixture(total("k1"), events, share),
        alarm: evidence >= ALARM,
      },
    ];
  });
}

/** Log ratios of the treated rate to the other that are bet on: 1.5, 2.2, 5 and 25 times. */
const RATIOS = [0.4, 0.8, 1.6, 3.2];

/**
 * E against "no worse", betting on more events under treatment only. Of n events, counted per member-day,
 * a coin's log ratio is 2(k₁ − k₀)/n to first order and tells n/4; ŝ² is how much more than a Poisson's
 * they come in waves.
 * @param coins what each coin of each set decided, in the order they fell
 */
export function harmEvidence(coins: readonly (readonly Sum[])[]): number {
  const weights = RATIOS.map(() => 1 / RATIOS.length);
  let state = startEProcess({ variance: 1, deltas: RATIOS, weights });
  for (const sums of coins) {
    const rated = sums.flatMap(({ k0, k1, m0, m1 }) => {
      const [other, treated] = [k0 / m0, k1 / m1].map((rate) => (rate * (m0 + m1)) / 2);
      const events = (other as number) + (treated as number);
      const ratio = (2 * ((treated as number) - (other as number))) / events;
      return events > 0 ? [{ ratio, told: events / 4 }] : [];
    });
    state = betOnPairs(
      state,
      rated.map(({ ratio }) => ratio),
      rated.map(({ told }) => told),
    );
  }
  return evidenceOf(state);
}

/** The last day of an arm: one that was paused is not missing afterwards. */
function lastDayOf({ index, arm }: Scene): number {
  const days = [...index.values()].flatMap((rows) => [...rows.values()]);
  return days.reduce((last, row) => (row.arm === arm ? Math.max(last, row.day) : last), 0);
}

/**
 * Whether the coins and the missing days look like the registered chances: two e-values, averaged.
 * Counts are coins by which the treated group comes second in the set's order of names, and group-days
 * missing from each arm's side.
 */
export function coinRatio(given: Scene): SampleRatio | null {
  const scene = { ...given, until: Math.min(given.until, lastDayOf(given)) };
  const coins: [number, number] = [0, 0];
  const missing: [number, number] = [0, 0];
  const seen = new Set<string>();
  for (const block of blocksOf(scene)) {
    if (block === "unusable") continue;
    const coin = `${block.at} ${block.coin}`;
    // A coin's second block says nothing new of it.
    if (!seen.has(coin)) coins[block.treated > block.reference ? 1 : 0] += 1;
    seen.add(coin);
    for (let day = block.first; day <= block.last; day += 1) {
      const there = [block.reference, block.treated].map(
        (g) => scene.index.get(g)?.has(day) ?? false,
      );
      if (there[0] !== there[1]) missing[there[0] ? 1 : 0] += 1;
    }
  }
  const total = coins[0] + coins[1];
  if (total === 0) return null;
  const half = [0.5, 0.5];
  const evidence = (sampleRatio(coins, half) + sampleRatio(missing, half)) / 2;
  return {
    counts: coins,
    expected: [total / 2, total / 2],
    evidence,
    alarm: evidence >= RATIO_ALARM,
  };
}
