import type { CellResult } from "../../tests/support/validity/cell.js";
import { ALPHA, nominalPlus2SE } from "../../tests/support/validity/cell.js";
import type { WorldName } from "../../tests/support/validity/worlds.js";
import type { Result } from "./main.js";

export type Line = {
  readonly groups: number;
  readonly world: WorldName;
  readonly nothing: CellResult;
  readonly lifted: CellResult;
};

/** docs/validity.md: the table, each promise with what was measured, and the command. */
export function page(result: Result): string {
  const { lines, runs } = result;
  return `# How far the verdicts can be trusted

Made by \`npm run bench:validity\`; the seeds are fixed, so anybody gets the same figures. Every synthetic experiment runs 28 days after a pre-period of 14, one look a day, α = 5 %, 1,999 sign paths, coins by the product's own assignment (each for two days, as experiments of two arms are registered), and goes through the product's own analysis. Groups have 150 members, 0.03 orders per member and day, a log shock of their own every day (deviation 0.3) and a lasting log difference (deviation 0.3).

Worlds: *poisson*; *zero_inflated_revenue* (log-normal order values, every fifth group-day brings nothing); *ar_shocks* (shocks with autocorrelation 0.8); *one_giant* (a group ten times the others); *one_dies* (a group without an order from a random day on); *sizes_20_to_200*. "Nothing" columns: ${runs.nothing} runs without a difference; "+30 %" columns: ${runs.lifted} runs with that lift.

| groups | world | nothing: verdicts | nothing: t peeked daily | nothing: adversarial E | nothing: coverage | +30 %: power | t at the horizon | power / t | mean duration | +30 %: coverage |
|---|---|---|---|---|---|---|---|---|---|---|
${lines.map(row).join("\n")}

"t" is Student's t on the same differences. "Adversarial E": the open-ended clock with all its prior on one large effect of either sign and a variance guessed ten times too small, at 1/α.

## Promise and measurement

${promises(result)
  .map(
    ([promise, measured, kept]) => `- ${promise}: ${measured} — ${kept ? "kept" : "**missed**"}.`,
  )
  .join("\n")}

A guardrail that takes leavers for independent pauses a harmless arm in ${percent(result.pauses.independent)} of runs when leavers come in waves; judged by the coins, in ${percent(result.pauses.coins)} (${runs.pauses} runs, E >= 20). That is why the coins judge (decisions/0012).
`;
}

const row = ({ groups, world, nothing, lifted }: Line): string =>
  `| ${[
    groups,
    world,
    percent(nothing.rejected),
    percent(nothing.peekedT),
    percent(nothing.evidence),
    percent(nothing.covered),
    percent(lifted.rejected),
    percent(lifted.fixedT),
    (lifted.rejected / lifted.fixedT).toFixed(2),
    lifted.duration.toFixed(2),
    percent(lifted.covered),
  ].join(" | ")} |`;

function promises(result: Result): readonly (readonly [string, string, boolean])[] {
  const { lines, runs, bound } = result;
  const most = (of: (line: Line) => number) => Math.max(...lines.map(of));
  const least = (of: (line: Line) => number) => Math.min(...lines.map(of));
  const typeI = most(({ nothing }) => nothing.rejected);
  const over = lines.filter(({ nothing }) => nothing.rejected > bound).length;
  const mean = lines.reduce((sum, { nothing }) => sum + nothing.rejected / lines.length, 0);
  const covered = least(({ nothing, lifted }) => Math.min(nothing.covered, lifted.covered));
  const ratio = least(({ lifted }) => lifted.rejected / lifted.fixedT);
  const eight = lines.find(({ groups, world }) => groups === 8 && world === "poisson") as Line;
  const adverse = most(({ nothing }) => nothing.evidence);
  return [
    [
      `type I under daily looks at most 5 % + 2 standard errors (${percent(bound)}) in every cell`,
      `mean ${percent(mean)}, highest ${percent(typeI)}, ${over} of ${lines.length} cells above (of ${lines.length} cells at exactly 5 % about 0.7 would be)`,
      over === 0,
    ],
    ["interval coverage at least 94 % at the stop", `lowest ${percent(covered)}`, covered >= 0.94],
    [
      "power at least 0.93 of the fixed-horizon t in every cell",
      `lowest ${ratio.toFixed(3)}`,
      ratio >= 0.93,
    ],
    [
      "power at least 90 % at 8 groups, +30 % (poisson)",
      percent(eight.lifted.rejected),
      eight.lifted.rejected >= 0.9,
    ],
    [
      "mean duration at most 0.65 of the horizon there",
      eight.lifted.duration.toFixed(3),
      eight.lifted.duration <= 0.65,
    ],
    [
      "e-process type I at most 5 % with an adversarial prior",
      `highest ${percent(adverse)}`,
      adverse <= nominalPlus2SE(runs.nothing, ALPHA),
    ],
    [
      "sample-ratio false alarms at most 0.1 % in 28 looks",
      `coins ${percent(result.ratio.coins)}, members ${percent(result.ratio.members)} of ${runs.ratio}`,
      Math.max(result.ratio.coins, result.ratio.members) <= 0.001,
    ],
    [
      "no verdict where none is attainable (+300 % planted)",
      `${result.hopeless.answered} of ${result.hopeless.runs}`,
      result.hopeless.answered === 0,
    ],
    [
      "60 groups x 56 days with 1,999 paths and interval in under a second",
      `${Math.round(result.speedMs)} ms`,
      result.speedMs < 1000,
    ],
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
