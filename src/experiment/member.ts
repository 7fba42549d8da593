import { binomialTest } from "../stats/binomial.js";
import { betOnEvents, evidenceOf, startEProcess } from "../stats/e-process.js";
import { betaMixture, sampleRatio } from "../stats/e-values.js";
import { attainableP } from "../stats/plan.js";
import { normalQuantile } from "../stats/special.js";
import type { Row } from "./data.js";
import { type Column, type Design, GUARDRAILS, PRIMARIES } from "./design.js";
import {
  type Analysis,
  type Guardrail,
  liftOf,
  type SampleRatio,
  type Verdict,
} from "./verdict.js";

type Tally = { readonly day: number; readonly events: number; readonly treated: number };
const WIDEST = 6;

/**
 * The verdict on a design whose coins are members and pushes: only the e-process judges. Given that a
 * member bought, the coin that treated them had its logged propensity; a lift of e^τ multiplies the
 * odds by e^τ. The interval holds every τ that no day's evidence has refuted.
 */
export function analyzeMember(design: Design, rows: readonly Row[]): Analysis {
  const { alpha, propensity: p } = design;
  const column = PRIMARIES[design.primary];
  const live = rows.filter(({ day }) => day >= 1 && day <= design.horizon);
  const days = tallies(live, column, design);
  const events = days.reduce((sum, day) => sum + day.events, 0);
  const treated = days.reduce((sum, day) => sum + day.treated, 0);
  const attainable = attainableP({ design: "member", events, propensity: p });
  const refuted = (tau: number) => refutingDay(days, p, tau, alpha);
  const estimate = Math.log((treated * (1 - p)) / ((events - treated) * p));
  const margin = Math.log1p(design.smallest_interesting);
  const struck = refuted(0);
  const calm =
    margin > 0 && Math.abs(estimate) < margin ? both(refuted(margin), refuted(-margin)) : 0;
  const stop = [struck, calm].filter((day) => day > 0);
  const verdict = verdictOf({ attainable: attainable <= alpha, struck, calm, estimate });
  const needed =
    ((normalQuantile(1 - alpha / 2) + normalQuantile(0.8)) /
      Math.max(Math.abs(Number.isFinite(estimate) ? estimate : 0), margin)) **
      2 /
    (p * (1 - p));
  let state = startEProcess({ variance: 1 });
  let [seen, hit] = [0, 0];
  const looks = days.map((day) => {
    state = betOnEvents(state, { ...day, p });
    seen += day.events;
    hit += day.treated;
    const statistic = seen > 0 ? (hit - seen * p) / Math.sqrt(seen * p * (1 - p)) : 0;
    return { day: day.day, statistic, spent: alpha, rejected: struck > 0 && day.day >= struck };
  });
  return {
    design: "member",
    arms: design.arms,
    primary: design.primary,
    looks,
    estimate: {
      lift: events > 0 ? liftOf(estimate) : null,
      low: liftOf(bound(estimate, -1, (tau) => refuted(tau) > 0)),
      high: liftOf(bound(estimate, 1, (tau) => refuted(tau) > 0)),
    },
    p: events > 0 ? binomialTest(treated, events, p) : null,
    evidence: evidenceOf(state),
    stopped_on: stop.length > 0 ? Math.min(...stop) : null,
    verdict,
    more_days:
      verdict === "insufficient" && events > 0 && Number.isFinite(needed)
        ? Math.max(1, Math.ceil((days.length * needed) / events) - days.length)
        : null,
    attainable_p: attainable,
    guardrails: guardrails(live, design),
    sample_ratio: ratio(live, design),
    warnings: live.some((row) => (row[column] ?? 0) > (row.members ?? 0))
      ? [{ code: "EVENTS_REPEAT", params: {} }]
      : [],
  };
}

function tallies(rows: readonly Row[], column: Column, design: Design): Tally[] {
  const last = rows.reduce((day, row) => Math.max(day, row.day), 0);
  return Array.from({ length: last }, (_, i) => {
    const today = rows.filter(({ day }) => day === i + 1);
    const sum = (own: readonly Row[]) => own.reduce((total, row) => total + (row[column] ?? 0), 0);
    const treated = sum(today.filter(({ arm }) => arm === design.arms[1]));
    return {
      day: i + 1,
      treated,
      events: treated + sum(today.filter(({ arm }) => arm === design.arms[0])),
    };
  });
}

/** The first day on which the evidence against "the log lift is τ" reaches 1/α, or 0. */
function refutingDay(days: readonly Tally[], p: number, tau: number, alpha: number): number {
  const odds = (p / (1 - p)) * Math.exp(tau);
  let state = startEProcess({ variance: 1 });
  for (const day of days) {
    state = betOnEvents(state, { ...day, p: odds / (1 + odds) });
    if (evidenceOf(state) >= 1 / alpha) return day.day;
  }
  return 0;
}

const both = (a: number, b: number): number => (a > 0 && b > 0 ? Math.max(a, b) : 0);

function bound(from: number, side: 1 | -1, refuted: (tau: number) => boolean): number | undefined {
  if (!Number.isFinite(from) || refuted(from) || !refuted(side * WIDEST)) return undefined;
  let [inside, outside] = [from, side * WIDEST];
  for (let i = 0; i < 40; i += 1) {
    const middle = (inside + outside) / 2;
    if (refuted(middle)) outside = middle;
    else inside = middle;
  }
  return inside;
}

function verdictOf(at: {
  readonly attainable: boolean;
  readonly struck: number;
  readonly calm: number;
  readonly estimate: number;
}): Verdict {
  if (!at.attainable) return "unanswerable";
  if (at.calm > 0 && (at.struck === 0 || at.calm <= at.struck)) return "no_difference";
  if (at.struck === 0) return "insufficient";
  return at.estimate > 0 ? "effective" : "harmful";
}

function guardrails(rows: readonly Row[], design: Design): Guardrail[] {
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

function ratio(rows: readonly Row[], design: Design): SampleRatio | null {
  const count = (arm: string | undefined) =>
    rows.reduce((sum, row) => sum + (row.arm === arm ? (row.members ?? 0) : 0), 0);
  const counts = [count(design.arms[0]), count(design.arms[1])];
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  const shares = [1 - design.propensity, design.propensity];
  const evidence = sampleRatio(counts, shares);
  return { counts, expected: shares.map((s) => s * total), evidence, alarm: evidence >= 1000 };
}
