import { readFileSync, writeFileSync } from "node:fs";
import { analyze } from "../../src/domain/experiment/analysis/analysis.js";
import { designSchema } from "../../src/domain/experiment/design/design.js";
import {
  hopelessVerdicts,
  pauses as pausesOf,
  ratioAlarms,
} from "../../tests/support/validity/alarms.js";
import { type CellResult, nominalPlus2SE } from "../../tests/support/validity/cell.js";
import { pairsOf, simulate, WORLDS } from "../../tests/support/validity/worlds.js";
import { inParallel, linesOf } from "./child.js";
import { type Line, page } from "./page.js";
import { sectionOf, withSection } from "./splice.js";

/** The full simulation of the experiments' promises. `--runs N` sets the null runs per cell (2,000). */
const argument = process.argv.indexOf("--runs");
const nullRuns = argument > 0 ? Number(process.argv[argument + 1]) : 2000;
const liftRuns = Math.ceil(nullRuns / 2);
const GROUPS = [4, 6, 8, 16, 40];
const DAYS = 28;
const LIFT = 0.3;

/** A cell in a process of its own: each is seeded by itself, so where it is computed doesn't matter. */
async function cellOf(...args: readonly unknown[]): Promise<CellResult> {
  let found: CellResult | undefined;
  for await (const line of linesOf("cell-runs.ts", args)) found = JSON.parse(line) as CellResult;
  if (!found) throw new Error(`nothing of ${args.join(" ")}`);
  return found;
}

const cells = GROUPS.flatMap((groups) => WORLDS.map((world) => ({ groups, world })));
const lines: Line[] = await inParallel(cells, async ({ groups, world }) => {
  const nothing = await cellOf(world, groups, DAYS, 0, nullRuns, "null");
  const lifted = await cellOf(world, groups, DAYS, LIFT, liftRuns, "lifted");
  process.stderr.write(
    `${groups} ${world}: ${nothing.rejected.toFixed(4)}, power ${lifted.rejected.toFixed(3)}\n`,
  );
  return { groups, world, nothing, lifted };
});

const ratio = ratioAlarms(nullRuns * 10);
const pauses = pausesOf(nullRuns);
const verdicts = hopelessVerdicts(Math.ceil(nullRuns / 10));
const answered = verdicts.filter((verdict) => verdict !== "unanswerable").length;
const result = {
  runs: { nothing: nullRuns, lifted: liftRuns, ratio: nullRuns * 10, pauses: nullRuns },
  bound: nominalPlus2SE(nullRuns),
  lines,
  ratio,
  pauses,
  hopeless: { runs: verdicts.length, answered },
  speedMs: speed(),
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (process.argv.includes("--write")) {
  const before = readFileSync("docs/validity.md", "utf8");
  writeFileSync("docs/validity.md", withSection(page(result), sectionOf(before)));
}
export type Result = typeof result;

/** 60 groups x 56 days, 1,999 paths, interval: the median of nine analyses, in milliseconds. */
function speed(): number {
  const rows = simulate({ world: "poisson", groups: 60, days: 56, lift: 0.05, seed: "speed" });
  const design = designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 56,
    pairs: pairsOf(60),
  });
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    analyze(design, rows);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[4] as number;
}
