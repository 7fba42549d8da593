import { analyze } from "../../../src/domain/experiment/analysis/analysis.js";
import { guardrailsOf } from "../../../src/domain/experiment/analysis/guardrails.js";
import type { Verdict } from "../../../src/domain/experiment/analysis/verdict.js";
import { indexRows } from "../../../src/domain/experiment/data/rows.js";
import { assignSet, memberCoins } from "../../../src/domain/experiment/design/assign.js";
import { type Design, designSchema } from "../../../src/domain/experiment/design/design.js";
import { sampleRatio } from "../../../src/domain/stats/e-values.js";
import { createRandom } from "../../../src/domain/stats/random.js";
import { simulate } from "./worlds.js";

/** The share of runs in which the sample-ratio alarm ever sounds in 28 looks at honest assignments. */
export function ratioAlarms(runs: number): { readonly coins: number; readonly members: number } {
  let [coins, members] = [0, 0];
  const arms = ["a", "b"].map((key) => ({ key, share: 0.5 }));
  for (let run = 0; run < runs; run += 1) {
    const [tossed, sent] = [[0, 0] as [number, number], [0, 0] as [number, number]];
    let [rang, rangMembers] = [false, false];
    for (let day = 0; day < 28; day += 1) {
      const coin = memberCoins(`srm-${run}`, `d${day}`, arms);
      for (let pair = 0; pair < 4; pair += 1) {
        const set = [`g${2 * pair}`, `g${2 * pair + 1}`];
        tossed[
          assignSet({ experiment: `srm-${run}`, arms: ["a", "b"] }, day, set)[0]?.arm === "a"
            ? 0
            : 1
        ] += 1;
      }
      for (let member = 0; member < 50; member += 1)
        sent[coin(`m${member}`).arm === "a" ? 0 : 1] += 1;
      rang ||= sampleRatio(tossed, [0.5, 0.5]) >= 1000;
      rangMembers ||= sampleRatio(sent, [0.5, 0.5]) >= 1000;
    }
    coins += Number(rang);
    members += Number(rangMembers);
  }
  return { coins: coins / runs, members: members / runs };
}

/** Members of each group of the guardrails' worlds. */
const CROWD = 150;

/**
 * How often a guardrail pauses an arm in 28 looks when leavers come in waves (a gamma-Poisson,
 * mean 1 per group and day, variance 5): judged by the coins, each for two days as the product tosses
 * them and looked at in between, and by events taken for independent.
 * @param times how many times as many waves come under the arm; 1 is harmless
 */
export function pauses(
  runs: number,
  times = 1,
): {
  readonly coins: number;
  readonly independent: number;
} {
  const sets = Array.from({ length: 4 }, (_, i) => [`g${2 * i}`, `g${2 * i + 1}`]);
  const design = designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 28,
    pairs: sets,
    blocks_per_coin: 2,
  });
  let [coins, independent] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const experiment = `leavers ${run}`;
    const random = createRandom(experiment);
    const rows = Array.from({ length: 28 }, (_, block) =>
      sets.flatMap((set) =>
        assignSet({ experiment, arms: design.arms, blocksPerCoin: 2 }, block, set).map(
          ({ arm }, i) => ({
            ...{ group: set[i] as string, day: block + 1, line: 0, arm },
            ...{ members: CROWD, leaves: waves(arm === "b" ? times : 1, random) },
          }),
        ),
      ),
    ).flat();
    const index = indexRows(rows);
    let [byCoins, byEvents] = [false, false];
    for (let until = 1; until <= 28; until += 1)
      for (const guard of guardrailsOf({ index, sets, design, arm: "b", until })) {
        byCoins ||= guard.alarm;
        byEvents ||= guard.evidence_if_independent >= 20;
      }
    coins += Number(byCoins);
    independent += Number(byEvents);
  }
  return { coins: coins / runs, independent: independent / runs };
}

const waves = (count: number, random: ReturnType<typeof createRandom>): number =>
  Array.from({ length: count }, () => wave(random)).reduce((sum, leavers) => sum + leavers, 0);

/** A day in five, five leavers on average; else none: mean 1, variance 5. */
function wave(random: ReturnType<typeof createRandom>): number {
  if (random.uniform() > 0.2) return 0;
  const limit = Math.exp(-5);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  return count;
}

/** Designs that can never reach 5 %, each with a lift of +300 % planted. */
const HOPELESS: readonly (Partial<Design> & { readonly groups: number })[] = [
  {
    design: "parallel",
    groups: 4,
    horizon: 28,
    pairs: [
      ["g0", "g1"],
      ["g2", "g3"],
    ],
  },
  {
    design: "parallel",
    groups: 8,
    horizon: 28,
    pairs: [
      ["g0", "g1"],
      ["g2", "g3"],
      ["g4", "g5"],
      ["g6", "g7"],
    ],
  },
  { design: "switchback", groups: 2, horizon: 5, pairs: [["g0", "g1"]] },
  {
    design: "switchback",
    groups: 4,
    horizon: 28,
    block: 14,
    pairs: [
      ["g0", "g1"],
      ["g2", "g3"],
    ],
  },
];

/** The verdicts of designs that can't answer. */
export function hopelessVerdicts(runs: number): Verdict[] {
  return HOPELESS.flatMap(({ groups, ...own }) =>
    Array.from({ length: runs }, (_, run) => {
      const design = designSchema.parse({ arms: ["a", "b"], primary: "orders_per_member", ...own });
      const days = design.horizon;
      const block = design.design === "parallel" ? days : design.block;
      const scene = {
        world: "poisson",
        groups,
        days,
        lift: 3,
        block,
        seed: `hopeless ${run}`,
      } as const;
      return analyze(design, simulate(scene)).verdict;
    }),
  );
}
