import { holm } from "../../stats/multiplicity.js";
import { baselineOf } from "../data/baseline.js";
import type { Row } from "../data/data.js";
import { indexRows } from "../data/rows.js";
import type { SeriesFrame } from "../data/series.js";
import type { Design } from "../design/design.js";
import { type ComparedArm, compareArm } from "./compare.js";
import { coinRatio, guardrailsOf } from "./guardrails.js";
import { analyzeMember } from "./member.js";
import { setsOf } from "./sets.js";
import type { Analysis, Warning } from "./verdict.js";

/**
 * The verdict on an experiment from its rows, one per group and day. The same rows in any order give
 * the same answer; nothing is random but the sign paths, which follow `design.seed`.
 */
export function analyze(design: Design, given: readonly Row[]): Analysis {
  const rows = inOrder(given);
  if (design.design === "member") return analyzeMember(design, rows);
  const { scene, warnings } = frameOf(design, rows);
  const compared = design.arms.slice(1).map((arm) => compareArm({ ...scene, arm }));
  const [main] = compared as [ComparedArm];
  const { warnings: own, ...figures } = main;
  const arm = design.arms[1] as string;
  const paired = scene.sets.length > 0;
  return {
    design: design.design,
    arms: design.arms,
    primary: design.primary,
    ...figures,
    guardrails: paired
      ? design.arms.slice(1).flatMap((each) => guardrailsOf({ ...scene, arm: each }))
      : [],
    sample_ratio: paired ? coinRatio({ ...scene, arm }) : null,
    warnings: [...warnings, ...own],
    ...(compared.length > 1 ? { others: othersOf(design, compared) } : {}),
  };
}

/** One order, so that sums are rounded alike however the file was sorted. */
export const inOrder = (rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.day - b.day));

/** What every arm of a design is compared on, from rows in order. */
export function frameOf(
  design: Design,
  rows: readonly Row[],
): { readonly scene: Omit<SeriesFrame, "arm">; readonly warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  const index = indexRows(rows);
  const baseline = baselineOf(rows, design);
  const latest = rows.reduce((day, row) => Math.max(day, row.day), 0);
  const until = Math.min(latest, design.horizon);
  if (latest > until)
    warnings.push({ code: "DAYS_AFTER_HORIZON", params: { days: latest - until } });
  if (baseline.belowZero > 0)
    warnings.push({ code: "VALUES_BELOW_ZERO", params: { values: baseline.belowZero } });
  const sets = setsOf(design, index, baseline, warnings);
  return { scene: { design, index, baseline, sets, until }, warnings };
}

function othersOf(
  design: Design,
  compared: readonly ComparedArm[],
): NonNullable<Analysis["others"]> {
  const adjusted = holm(compared.map(({ p }) => p ?? 1));
  return compared.map(({ estimate, stopped_on, verdict }, i) => ({
    arm: design.arms[i + 1] as string,
    estimate,
    p: adjusted[i] as number,
    stopped_on,
    verdict,
  }));
}
