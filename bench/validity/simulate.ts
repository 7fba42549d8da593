import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Verdict } from "../../src/experiment/verdict.js";
import { section } from "./simulate-section.js";
import { withSection } from "./splice.js";

/**
 * `suanpan simulate --client tea-town --days 28 --seed S --effect persona=X` for the seeds 1 to 100, with
 * X = 0.3 and with X = 0. `--seeds N` takes the first N; `--write` puts the counts into docs/validity.md.
 */
const at = process.argv.indexOf("--seeds");
const seeds = at > 0 ? Number(process.argv[at + 1]) : 100;
const PROCESSES = 2;
const SCENE = { client: "tea-town", experiment: "persona", days: 28, groups: 8, members: 150 };

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
  readonly lift: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How many were stopped by a guardrail. */
  readonly guardrail: number;
  /** Mean day on which it ended, and the median over the runs of the lift of the favoured arm. */
  readonly meanDay: number;
  readonly medianLift: number;
};

/** A child process goes through its seeds one after another. */
async function child(lift: number, own: readonly number[]): Promise<Run[]> {
  const { client, experiment, days, groups, members } = SCENE;
  const given = [client, experiment, lift, days, groups, members, own.join(",")].map(String);
  const script = ["--import", "tsx", "bench/validity/seeds.ts", ...given];
  const worker = spawn(process.execPath, script, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number>((resolve) => worker.on("close", resolve));
  const runs: Run[] = [];
  for await (const line of createInterface({ input: worker.stdout })) {
    const run = JSON.parse(line) as Run;
    runs.push(run);
    process.stderr.write(`${lift} seed ${run.seed}: ${run.verdict} on day ${run.until}\n`);
  }
  if ((await ended) !== 0) throw new Error(`a child with seeds ${own.join(",")} failed`);
  return runs;
}

async function runAll(lift: number): Promise<readonly Run[]> {
  const all = Array.from({ length: seeds }, (_, i) => i + 1);
  const shares = Array.from({ length: PROCESSES }, (_, k) =>
    all.filter((seed) => seed % PROCESSES === k),
  );
  const runs = await Promise.all(shares.map((own) => child(lift, own)));
  return runs.flat().sort((a, b) => Number(a.seed) - Number(b.seed));
}

function count(lift: number, runs: readonly Run[]): Counted {
  const verdicts = { effective: 0, harmful: 0, no_difference: 0, insufficient: 0, unanswerable: 0 };
  for (const { verdict } of runs) verdicts[verdict] += 1;
  // The estimate is of office over village; the effect is planted for village.
  const lifts = runs
    .map(({ estimate }) => (estimate.lift === null ? 0 : 1 / (1 + estimate.lift) - 1))
    .sort((a, b) => a - b);
  return {
    lift,
    verdicts,
    guardrail: runs.filter(({ why }) => why === "guardrail").length,
    meanDay: runs.reduce((sum, { until }) => sum + until, 0) / runs.length,
    medianLift: lifts[Math.floor(lifts.length / 2)] ?? 0,
  };
}

const planted = await runAll(0.3);
const nothing = await runAll(0);
const result = {
  ...SCENE,
  seeds,
  planted: count(0.3, planted),
  nothing: count(0, nothing),
  runs: { planted, nothing },
};
export type SimulateResult = typeof result;
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (process.argv.includes("--write")) {
  const page = "docs/validity.md";
  writeFileSync(page, withSection(readFileSync(page, "utf8"), section(result)));
}
