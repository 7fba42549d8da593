import { evidenceOfCoins } from "../../stats/e-process.js";
import { betaMixture, sampleRatio } from "../../stats/e-values.js";
import { type BlockFrame, blocksOf } from "../data/blocks.js";
import { GUARDRAILS } from "../design/metrics.js";
import type { Guardrail, SampleRatio } from "./verdict.js";

const ALARM = 20;
/** E of n coins is at most 2ⁿ, so fewer can't bring the alarm. */
export const COINS_TO_ALARM = Math.ceil(Math.log2(ALARM));
const RATIO_ALARM = 1000;

/** Events and member-days of the reference (0) and of the treated (1). */
type Sum = { k0: number; k1: number; m0: number; m1: number };

/**
 * The guardrails that the data measure. The judge is a one-sided randomisation e-process on what
 * each coin of each set decided: all events of the blocks that one coin decides share it.
 * @returns one entry per measured metric
 */
export function guardrailsOf(scene: BlockFrame): Guardrail[] {
  return Object.entries(GUARDRAILS).flatMap(([metric, column]) => {
    const coins = new Map<string, Sum>();
    for (const block of blocksOf(scene)) {
      if (block === "unusable") continue;
      const coin = `${block.at} ${block.coin}`;
      const sum = coins.get(coin) ?? { k0: 0, k1: 0, m0: 0, m1: 0 };
      for (let day = block.first; day <= block.last; day += 1) {
        const [a, b] = [block.reference, block.treated].map((g) => scene.index.get(g)?.get(day));
        if (a?.[column] === undefined || b?.[column] === undefined) continue;
        sum.k0 += a[column];
        sum.k1 += b[column];
        sum.m0 += a.members ?? 0;
        sum.m1 += b.members ?? 0;
      }
      if (sum.m0 === 0 || sum.m1 === 0) continue;
      coins.set(coin, sum);
    }
    const all = [...coins.values()];
    if (all.length === 0) return [];
    const total = (key: "k0" | "k1" | "m0" | "m1") => all.reduce((sum, one) => sum + one[key], 0);
    const share = total("m1") / (total("m0") + total("m1"));
    const events = total("k0") + total("k1");
    const evidence = harmEvidence(all);
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

/**
 * Log ratios of the treated rate to the other that are bet on, were events independent: 1.1 to 20 times.
 * Where they come in waves the smaller ones bet on more.
 */
const RATIOS = [0.08, 0.2, 0.5, 1.2, 3];

/**
 * E against "no worse", betting on more events under treatment only: of independent events the likelihood of
 * k₁ and k₀ at a log ratio δ, over its mean with the coin's other side, is exp(x)/cosh(x), x = δ(k₁ − k₀)/2.
 * Events are counted per member-day.
 * @param coins what each coin of each set decided
 */
function harmEvidence(coins: readonly Sum[]): number {
  const differences = coins.map(({ k0, k1, m0, m1 }) => (k1 / m1 - k0 / m0) * ((m0 + m1) / 2));
  return evidenceOfCoins(
    differences,
    RATIOS.map((ratio) => ratio / 2),
  );
}

/** The last day of an arm: one that was paused is not missing afterwards. */
function lastDayOf({ index, arm }: BlockFrame): number {
  const days = [...index.values()].flatMap((rows) => [...rows.values()]);
  return days.reduce((last, row) => (row.arm === arm ? Math.max(last, row.day) : last), 0);
}

/**
 * Whether the coins and the missing days look like the registered chances: two e-values, averaged.
 * Counts are coins by which the treated group comes second in the set's order of names, and group-days
 * missing from each arm's side.
 */
export function coinRatio(given: BlockFrame): SampleRatio | null {
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
