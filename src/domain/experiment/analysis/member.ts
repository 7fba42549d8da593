import { binomialTest } from "../../stats/binomial.js";
import { betOnEvents, evidenceOf, startEProcess } from "../../stats/e-process.js";
import { attainableP } from "../../stats/plan.js";
import { normalQuantile } from "../../stats/special.js";
import type { Row } from "../data/data.js";
import type { Design } from "../design/design.js";
import { columnOf, type DataColumn } from "../design/metrics.js";
import { type ArmCount, both, bound, refutingDay } from "./member-evidence.js";
import { memberGuardrails, memberRatio } from "./member-safety.js";
import { decisionOf } from "./secondary.js";
import { type Analysis, liftOf, type Secondary, type Verdict } from "./verdict.js";

/**
 * The verdict on a design whose coins are members and pushes: only the e-process judges. Given that a
 * member bought, the coin that treated them had its logged propensity; a lift of e^τ multiplies the
 * odds by e^τ. The interval holds every τ that no day's evidence has refuted.
 */
export function analyzeMember(design: Design, rows: readonly Row[]): Analysis {
  const { alpha, propensity: p } = design;
  const column = columnOf(design.primary);
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
    guardrails: memberGuardrails(live, design),
    sample_ratio: memberRatio(live, design),
    not_peeking_calibrated: besideMembers(design, live, { events, treated, estimate }),
    warnings: live.some((row) => (row[column] ?? 0) > (row.members ?? 0))
      ? [{ code: "EVENTS_REPEAT", params: {} }]
      : [],
  };
}

/** The log odds ratio has variance 1/a + 1/b, events of either arm (Woolf 1955). */
function besideMembers(
  design: Design,
  rows: readonly Row[],
  of: { readonly events: number; readonly treated: number; readonly estimate: number },
): Secondary | null {
  const { events, treated, estimate } = of;
  if (treated === 0 || treated === events) return null;
  const error = Math.sqrt(1 / treated + 1 / (events - treated));
  const scene = { design, rows, arm: design.arms[1] as string, until: design.horizon };
  return decisionOf(scene, { estimate, error });
}

function tallies(rows: readonly Row[], column: DataColumn, design: Design): ArmCount[] {
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
