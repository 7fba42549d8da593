import type { Analysis, Secondary, Verdict } from "../analysis/verdict.js";

const OTHER_WAY: Readonly<Partial<Record<Verdict, Verdict>>> = {
  effective: "harmful",
  harmful: "effective",
};

/**
 * The same analysis as a statement about the reference: of `village` over `office` where office was
 * compared with village. Guardrails stay those of the arm that is tried. Seen from any other arm, or
 * from none, it stays as it is.
 */
export function orientedTo(analysis: Analysis, arm: string | undefined): Analysis {
  const [reference, tried] = analysis.arms as [string, string];
  if (arm !== reference) return analysis;
  const { estimate, looks, verdict, not_peeking_calibrated: beside } = analysis;
  return {
    ...analysis,
    arms: [tried, reference],
    verdict: OTHER_WAY[verdict] ?? verdict,
    estimate: {
      lift: inverse(estimate.lift),
      low: inverse(estimate.high),
      high: inverse(estimate.low),
    },
    not_peeking_calibrated: beside && turned(beside),
    looks: looks.map((look) => ({ ...look, statistic: -look.statistic })),
  };
}

/** Losses are those of an arm by its name, and stay. */
function turned(beside: Secondary): Secondary {
  const { cluster_mean_t: plain, cr2 } = beside;
  return {
    ...beside,
    chance: 1 - beside.chance,
    ...(plain ? { cluster_mean_t: { ...plain, t: -plain.t } } : {}),
    ...(cr2 ? { cr2: { ...cr2, t: -cr2.t } } : {}),
  };
}

/** +25 % the one way is −20 % the other. */
const inverse = (lift: number | null): number | null =>
  lift === null || lift <= -1 ? null : 1 / (1 + lift) - 1;
