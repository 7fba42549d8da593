import type { Analysis, Verdict } from "./verdict.js";

const OTHER_WAY: Readonly<Partial<Record<Verdict, Verdict>>> = {
  effective: "harmful",
  harmful: "effective",
};

/**
 * The same analysis as a statement about the reference: of `village` over `office` where office was
 * compared with village. Guardrails stay those of the arm that is tried. Seen from any other arm, or
 * from none, it stays as it is.
 */
export function seenFrom(analysis: Analysis, arm: string | undefined): Analysis {
  const [reference, tried] = analysis.arms as [string, string];
  if (arm !== reference) return analysis;
  const { estimate, looks, verdict } = analysis;
  return {
    ...analysis,
    arms: [tried, reference],
    verdict: OTHER_WAY[verdict] ?? verdict,
    estimate: {
      lift: inverse(estimate.lift),
      low: inverse(estimate.high),
      high: inverse(estimate.low),
    },
    looks: looks.map((look) => ({ ...look, statistic: -look.statistic })),
  };
}

/** +25 % the one way is −20 % the other. */
const inverse = (lift: number | null): number | null =>
  lift === null || lift <= -1 ? null : 1 / (1 + lift) - 1;
