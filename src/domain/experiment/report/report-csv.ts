import { formatMoney } from "../../../core/money.js";
import type { Analysis } from "../analysis/verdict.js";
import { isMoney } from "../design/metrics.js";
import type { ExperimentRecord } from "../design/run.js";

/**
 * A run's standing as CSV: a line for each arm against the first. Money in the currency's major units;
 * lifts relative, 0.3 = +30 %; an empty cell is not known.
 */
export function reportCsv(
  record: ExperimentRecord,
  analysis: Analysis,
  of: { readonly experiment: string; readonly day: number },
): string {
  const [reference, second] = analysis.arms as [string, string];
  const { not_peeking_calibrated: beside, currency } = analysis;
  const loss = (arm: string) => amount(beside?.loss_per_week?.[arm], beside?.unit, currency);
  const all = analysis.others ?? [{ arm: second, ...analysis }];
  const lines = all.map(({ arm, verdict, stopped_on, estimate, p }) => {
    const own = arm === second;
    return {
      experiment: of.experiment,
      run: record.running.run,
      state: record.state,
      why: record.why,
      day: of.day,
      horizon: record.running.horizonDays,
      primary: analysis.primary,
      reference,
      arm,
      verdict,
      stopped_on,
      lift: estimate.lift,
      low: estimate.low,
      high: estimate.high,
      p,
      evidence: own ? analysis.evidence : null,
      attainable_p: own ? analysis.attainable_p : null,
      looks: analysis.looks.length,
      chance: own ? beside?.chance : null,
      loss_reference: own ? loss(reference) : null,
      loss_arm: own ? loss(arm) : null,
      loss_unit: own && beside ? unitOf(beside.unit, currency) : null,
      registration: record.hash,
    };
  });
  const names = Object.keys(lines[0] ?? {});
  const cells = lines.map((line) =>
    Object.values(line)
      .map((value) => value ?? "")
      .join(","),
  );
  return [names.join(","), ...cells].join("\n");
}

const unitOf = (unit: string, currency: string | undefined): string =>
  isMoney(unit) ? (currency ?? unit) : unit;

function amount(
  value: number | undefined,
  unit: string | undefined,
  currency: string | undefined,
): string | number | undefined {
  const money = value !== undefined && isMoney(unit ?? "") && currency !== undefined;
  return money ? formatMoney(Math.round(value), currency) : value;
}
