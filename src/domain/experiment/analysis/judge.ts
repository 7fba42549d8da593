import {
  confidenceInterval,
  equivalentLook,
  pointEstimate,
  until,
} from "../../stats/confidence.js";
import type { Paths } from "../../stats/paths.js";
import { plainP, rejectingLook, statisticAt } from "../../stats/sequential.js";
import { normalQuantile } from "../../stats/special.js";
import { spent } from "../../stats/spending.js";
import { type Analysis, type LookResult, liftOf, type Verdict, type Warning } from "./verdict.js";

export type Judged = Pick<
  Analysis,
  "looks" | "estimate" | "p" | "stopped_on" | "verdict" | "more_days"
> & { readonly warnings: readonly Warning[] };

/**
 * The verdict of one arm against the first from the paths of its randomisation.
 * @param options.level the α of this clock and arm
 * @param options.margin log(1 + smallest_interesting)
 * @param options.answerable whether the design can reach that α at all
 * @param options.evidenceDay the day the open-ended clock struck, if it did
 */
export function judge(
  paths: Paths,
  options: {
    readonly level: number;
    readonly margin: number;
    readonly answerable: boolean;
    readonly evidenceDay?: number;
    readonly moreDaysHelp: boolean;
  },
): Judged {
  const { level, margin, answerable } = options;
  const last = lastKnown(paths);
  if (last < 0) return { ...NOTHING, verdict: answerable ? "insufficient" : "unanswerable" };
  const rejecting = rejectingLook(paths, 0, level);
  const clock = answerable ? rejecting : -1;
  const struck = answerable ? first([clock + 1, options.evidenceDay ?? 0]) : 0;
  const calm = answerable && margin > 0 ? equivalentLook(paths, margin, level) + 1 : 0;
  const looks = paths.fractions.map(
    (fraction, look): LookResult => ({
      day: look + 1,
      statistic: statisticAt(paths, look),
      spent: spent(fraction, level),
      rejected: answerable && rejecting >= 0 && look >= rejecting,
    }),
  );
  const stop = first([struck, calm]);
  const interval = confidenceInterval(paths, level);
  const estimate = pointEstimate(paths);
  const verdict = verdictOf({ answerable, struck, calm, paths });
  return {
    looks,
    estimate: {
      lift: liftOf(estimate),
      low: liftOf(interval?.low),
      high: liftOf(interval?.high),
    },
    p: plainP(paths, paths.fractions.length - 1),
    stopped_on: stop || null,
    verdict,
    more_days:
      verdict === "insufficient" && options.moreDaysHelp
        ? moreDays(paths, estimate, options)
        : null,
    warnings: interval ? [] : [{ code: "INTERVAL_EMPTY", params: {} }],
  };
}

const NOTHING: Omit<Judged, "verdict"> = {
  looks: [],
  estimate: { lift: null, low: null, high: null },
  p: null,
  stopped_on: null,
  more_days: null,
  warnings: [{ code: "NOTHING_TO_COMPARE", params: {} }],
};

function verdictOf(at: {
  readonly answerable: boolean;
  readonly struck: number;
  readonly calm: number;
  readonly paths: Paths;
}): Verdict {
  if (!at.answerable) return "unanswerable";
  if (at.calm > 0 && (at.struck === 0 || at.calm <= at.struck)) return "no_difference";
  if (at.struck === 0) return "insufficient";
  return pointEstimate(until(at.paths, at.struck)) > 0 ? "effective" : "harmful";
}

/** The earliest day of those that came; 0 when none did. */
function first(days: readonly number[]): number {
  const came = days.filter((day) => day > 0);
  return came.length > 0 ? Math.min(...came) : 0;
}

/** The last look at which anything is known, or −1. */
function lastKnown(paths: Paths): number {
  const last = paths.fractions.length - 1;
  return last >= 0 && Math.abs(paths.slopes[last * paths.count] as number) > 0 ? last : -1;
}

/**
 * Days until the error is small enough for 80 % power at the larger of the estimate and what is
 * interesting: errors shrink with the root of the days. A lift that stays as estimated is an
 * assumption, and says so.
 */
function moreDays(
  paths: Paths,
  estimate: number,
  { level, margin }: { readonly level: number; readonly margin: number },
): number | null {
  const days = paths.fractions.length;
  const last = days - 1;
  const error =
    (paths.scale[last] as number) / Math.abs(paths.slopes[last * paths.count] as number);
  const target = Math.max(Math.abs(estimate), margin);
  if (!(target > 0)) return null;
  const reach = normalQuantile(1 - level / 2) + normalQuantile(0.8);
  return Math.max(1, Math.ceil(days * ((reach * error) / target) ** 2) - days);
}
