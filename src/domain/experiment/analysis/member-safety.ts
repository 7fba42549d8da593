import { betaMixture, sampleRatio } from "../../stats/e-values.js";
import type { Row } from "../data/data.js";
import type { Design } from "../design/design.js";
import { GUARDRAILS } from "../design/metrics.js";
import type { Guardrail, SampleRatio } from "./verdict.js";

/** Leavers and complaints by arm: each member had a coin of their own, so the beta mixture is exact. */
export function memberGuardrails(rows: readonly Row[], design: Design): Guardrail[] {
  return Object.entries(GUARDRAILS).flatMap(([metric, column]) => {
    const measured = rows.filter((row) => row[column] !== undefined);
    const sum = (own: readonly Row[]) => own.reduce((total, row) => total + (row[column] ?? 0), 0);
    const events = sum(measured);
    const treated = sum(measured.filter(({ arm }) => arm === design.arms[1]));
    const evidence = betaMixture(treated, events, design.propensity);
    const name = metric as Guardrail["metric"];
    const alarm = evidence >= 20;
    const share = design.propensity;
    return measured.length === 0
      ? []
      : [
          {
            arm: design.arms[1] as string,
            metric: name,
            events,
            treated,
            share,
            evidence,
            evidence_if_independent: evidence,
            alarm,
          },
        ];
  });
}

/** Whether members fell to the arms as the propensity promises. */
export function memberRatio(rows: readonly Row[], design: Design): SampleRatio | null {
  const count = (arm: string | undefined) =>
    rows.reduce((sum, row) => sum + (row.arm === arm ? (row.members ?? 0) : 0), 0);
  const counts = [count(design.arms[0]), count(design.arms[1])];
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  const shares = [1 - design.propensity, design.propensity];
  const evidence = sampleRatio(counts, shares);
  return { counts, expected: shares.map((s) => s * total), evidence, alarm: evidence >= 1000 };
}
