import { readFileSync, writeFileSync } from "node:fs";
import type { Verdict } from "../../src/domain/experiment/analysis/verdict.js";
import { linesOf, PROCESSES } from "./child.js";
import { section } from "./simulate-section.js";
import { withSection } from "./splice.js";

/**
 * `suanpan simulate --client tea-town --days 28 --seed S --effect persona=X` for the seeds 1 to 100, with
 * X = 0.3 and with X = 0, in 8 groups (the command's default) and in 16. `--seeds N` takes the first N;
 * `--write` puts the counts into docs/validity.md.
 */
const at = process.argv.indexOf("--seeds");
const seeds = at > 0 ? Number(process.argv[at + 1]) : 100;
const SCENE = { client: "tea-town", experiment: "persona", days: 28, members: 150 };
const GROUPS = [8, 16];
const LIFTS = [0.3, 0];

export type Run = {
  readonly seed: string;
  /** Of the arm the effect was planted for. */
  readonly verdict: Verdict;
  readonly until: number;
  readonly why: string;
  readonly estimate: { readonly lift: number | null };
  readonly p: number | null;
  readonly seconds: number;
};
export type Counted = {
  readonly groups: number;
  readonly lift: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How many were stopped by a guardrail. */
  readonly guardrail: number;
  /** Mean day on which it ended, and the median over the runs of the lift of the favoured arm. */
  readonly meanDay: number;
  readonly medianLift: number;
};

type Cell = { readonly groups: number; readonly lift: number };

/** A child process goes through its seeds one after another. */
async function child({ groups, lift }: Cell, own: readonly number[]): Promise<Run[]> {
  const { client, experiment, days, members } = SCENE;
  const given = [client, experiment, lift, days, groups, members, own.join(",")];
  const runs: Run[] = [];
  for await (const line of linesOf("seeds.ts", given)) {
    const run = JSON.parse(line) as Run;
    runs.push(run);
    process.stderr.write(
      `${groups} ${lift} seed ${run.seed}: ${run.verdict} on day ${run.until}\n`,
    );
  }
  return runs;
}

async function runAll(cell: Cell): Promise<readonly Run[]> {
  const all = Array.from({ length: seeds }, (_, i) => i + 1);
  const shares = Array.from({ length: PROCESSES }, (_, k) =>
    all.filter((seed) => seed % PROCESSES === k),
  );
  const runs = await Promise.all(shares.map((own) => child(cell, own)));
  return runs.flat().sort((a, b) => Number(a.seed) - Number(b.seed));
}

function count({ groups, lift }: Cell, runs: readonly Run[]): Counted {
  const verdicts = { effective: 0, harmful: 0, no_difference: 0, insufficient: 0, unanswerable: 0 };
  for (const { verdict } of runs) verdicts[verdict] += 1;
  // The estimate is of office over village; the effect is planted for village.
  const lifts = runs
    .map(({ estimate }) => (estimate.lift === null ? 0 : 1 / (1 + estimate.lift) - 1))
    .sort((a, b) => a - b);
  return {
    groups,
    lift,
    verdicts,
    guardrail: runs.filter(({ why }) => why === "guardrail").length,
    meanDay: runs.reduce((sum, { until }) => sum + until, 0) / runs.length,
    medianLift: lifts[Math.floor(lifts.length / 2)] ?? 0,
  };
}

const cells: (Counted & { readonly runs: readonly Run[] })[] = [];
for (const groups of GROUPS)
  for (const lift of LIFTS) {
    const runs = await runAll({ groups, lift });
    cells.push({ ...count({ groups, lift }, runs), runs });
  }
const result = { ...SCENE, seeds, cells };
export type SimulateResult = typeof result;
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (process.argv.includes("--write")) {
  const page = "docs/validity.md";
  writeFileSync(page, withSection(readFileSync(page, "utf8"), section(result)));
}
