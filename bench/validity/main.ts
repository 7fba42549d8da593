import { readFileSync, writeFileSync } from "node:fs";
import { analyze } from "../../src/experiment/analysis.js";
import { designSchema } from "../../src/experiment/design.js";
import { falsePauses, hopelessVerdicts, ratioAlarms } from "../../tests/support/validity/alarms.js";
import { type CellResult, nominalPlus2SE, runCell } from "../../tests/support/validity/cell.js";
import { pairsOf, simulate, WORLDS } from "../../tests/support/validity/worlds.js";
import { type Line, page } from "./page.js";
import { sectionOf, withSection } from "./splice.js";

/** The full simulation of the experiments' promises. `--runs N` sets the null runs per cell (2,000). */
const argument = process.argv.indexOf("--runs");
const nullRuns = argument > 0 ? Number(process.argv[argument + 1]) : 2000;
const liftRuns = Math.ceil(nullRuns / 2);
const GROUPS = [4, 6, 8, 16, 40];
const DAYS = 28;
const LIFT = 0.3;

const lines: Line[] = [];
for (const groups of GROUPS)
  for (const world of WORLDS) {
    const cell = { world, groups, days: DAYS };
    const nothing = runCell({ ...cell, lift: 0, runs: nullRuns, seed: "null" });
    const lifted: CellResult = runCell({ ...cell, lift: LIFT, runs: liftRuns, seed: "lifted" });
    lines.push({ groups, world, nothing, lifted });
    process.stderr.write(
      `${groups} ${world}: ${nothing.rejected.toFixed(4)}, power ${lifted.rejected.toFixed(3)}\n`,
    );
  }

const ratio = ratioAlarms(nullRuns * 10);
const pauses = falsePauses(nullRuns);
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
