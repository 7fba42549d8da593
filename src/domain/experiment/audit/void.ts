import type { Analysis, Warning } from "../analysis/verdict.js";
import type { Registration } from "../design/registration.js";
import type { Seal } from "./audit.js";

/** What is wrong with the records of a run, a warning each. */
function faults({ intact, mismatches, altered }: Seal): readonly Warning[] {
  if (!intact) return [{ code: "REGISTRATION_ALTERED", params: {} }];
  return [
    ...(altered.length > 0
      ? [{ code: "RECORD_ALTERED", params: { fields: altered.length } } as const]
      : []),
    ...(mismatches.length > 0
      ? [{ code: "ASSIGNMENT_MISMATCH", params: { mismatches: mismatches.length } } as const]
      : []),
  ];
}

const FAULTS: ReadonlySet<string> = new Set([
  "REGISTRATION_ALTERED",
  "RECORD_ALTERED",
  "ASSIGNMENT_MISMATCH",
]);

/** Whether an analysis counts for nothing because the records of its run were spoiled. */
export const isVoid = ({ warnings }: Pick<Analysis, "warnings">): boolean =>
  warnings.some(({ code }) => FAULTS.has(code));

/** Warns where a settled run's verdict, worked out anew, is not what it was at its end. */
export function againstThen(analysis: Analysis, then: string | undefined): Analysis {
  const now = analysis.verdict;
  if (then === undefined || then === now) return analysis;
  const warning = { code: "VERDICT_OTHERWISE", params: { then, now } };
  return { ...analysis, warnings: [warning, ...analysis.warnings] };
}

/** The analysis of a run whose records can't be trusted: no figure counts, the warnings say why. */
export function voided(registration: Registration, seal: Seal): Analysis {
  // A registration that was changed may lack anything.
  const { design = "switchback", arms = [], primary = "" } = registration as Partial<Registration>;
  return {
    design,
    arms: arms.map(({ key }) => key),
    primary,
    looks: [],
    estimate: { lift: null, low: null, high: null },
    p: null,
    evidence: null,
    stopped_on: null,
    verdict: "unanswerable",
    more_days: null,
    attainable_p: 1,
    guardrails: [],
    sample_ratio: null,
    warnings: faults(seal),
    not_peeking_calibrated: null,
  };
}
