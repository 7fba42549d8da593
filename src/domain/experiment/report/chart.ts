import { gaussianBoundary } from "../../stats/boundary.js";
import { confidenceInterval, pointEstimate, until as upTo } from "../../stats/confidence.js";
import type { Paths } from "../../stats/paths.js";
import { criticalValues, statisticAt } from "../../stats/sequential.js";
import { analyze, frameOf, inOrder } from "../analysis/analysis.js";
import { walkArm } from "../analysis/compare.js";
import { type Analysis, liftOf, type SoFar, type Verdict } from "../analysis/verdict.js";
import type { Row } from "../data/data.js";
import type { Design } from "../design/design.js";
import type { Primary } from "../design/metrics.js";
import { orientedTo } from "./oriented.js";

/** A day and its figure; null where the data give none. */
type ChartPoint = { readonly day: number; readonly value: number | null };
type ChartInterval = {
  readonly day: number;
  readonly low: number | null;
  readonly high: number | null;
};

/** What a picture of a running experiment shows. Lifts are relative, 0.3 = +30 %. */
export type Chart = {
  readonly arms: readonly [reference: string, treated: string];
  readonly primary: Primary;
  readonly horizon: number;
  /** The last day of the data. */
  readonly until: number;
  readonly smallest: number;
  readonly verdict: Verdict;
  /** An A/A run. */
  readonly arms_alike?: boolean;
  readonly so_far?: SoFar;
  readonly estimate: Analysis["estimate"];
  readonly stopped: number | null;
  readonly moreDays: number | null;
  readonly lifts: readonly ChartPoint[];
  /** What no day up to this one has refuted: never wider than before. Of some days only. */
  readonly intervals: readonly ChartInterval[];
  /**
   * What the verdict is judged by, and the bar it has to pass up to the horizon. `statistic`: X = S/√ΣD²,
   * to either side, the bar as the randomisation has it, for days to come about; `evidence`: the e-value.
   * No bar where none could ever be passed.
   */
  readonly test: {
    readonly kind: "statistic" | "evidence";
    readonly values: readonly ChartPoint[];
    readonly bar: readonly { readonly day: number; readonly value: number }[];
  };
};

/**
 * The running figures of one arm over the first.
 * @param options.analysis what `analyze` says of the same rows
 * @param options.arm the second when absent
 */
export function chartOf(options: {
  readonly design: Design;
  readonly rows: readonly Row[];
  readonly analysis: Analysis;
  readonly arm?: string;
}): Chart {
  const { design, analysis } = options;
  const [reference, second] = design.arms as [string, string];
  const arm = options.arm ?? second;
  const own = analysis.others?.find((other) => other.arm === arm) ?? analysis;
  const rows = inOrder(options.rows);
  const running =
    design.design === "member"
      ? ofMembers(design, rows)
      : ofGroups(design, rows, { arm, stopped: own.stopped_on });
  return {
    arms: [reference, arm],
    primary: design.primary,
    horizon: design.horizon,
    until: running.lifts.length,
    smallest: design.smallest_interesting,
    verdict: own.verdict,
    ...(analysis.arms_alike ? { arms_alike: true } : {}),
    ...(analysis.so_far ? { so_far: analysis.so_far } : {}),
    estimate: own.estimate,
    stopped: own.stopped_on,
    moreDays: arm === second && !analysis.arms_alike ? analysis.more_days : null,
    ...running,
  };
}

/** The same as a statement about an arm, like `seenFrom`: the reference over what was compared with it. */
export function chartOrientedTo(of: Parameters<typeof chartOf>[0], arm: string | undefined): Chart {
  const [reference, tried, ...others] = of.design.arms;
  if (reference === undefined || tried === undefined || arm !== reference) return chartOf(of);
  const design = { ...of.design, arms: [tried, reference, ...others] };
  return chartOf({ ...of, design, analysis: orientedTo(of.analysis, arm) });
}

type Running = Pick<Chart, "lifts" | "intervals" | "test">;

function ofGroups(
  design: Design,
  rows: readonly Row[],
  { arm, stopped }: { readonly arm: string; readonly stopped: number | null },
): Running {
  const { scene } = frameOf(design, rows);
  const { paths, level, answerable } = walkArm({ ...scene, arm });
  const days = paths.fractions.map((_, look) => look + 1);
  return {
    lifts: days.map((day) => ({ day, value: liftOf(pointEstimate(upTo(paths, day))) })),
    intervals: someDays(days.length, stopped).map((day) => {
      const interval = confidenceInterval(upTo(paths, day), level);
      return { day, low: liftOf(interval?.low), high: liftOf(interval?.high) };
    }),
    test: {
      kind: "statistic",
      values: days.map((day) => ({ day, value: statisticAt(paths, day - 1) })),
      bar: answerable ? barOf(paths, design.horizon, level) : [],
    },
  };
}

function ofMembers(design: Design, rows: readonly Row[]): Running {
  const latest = rows.reduce((day, row) => Math.max(day, row.day), 0);
  const days = someDays(Math.min(latest, design.horizon));
  const asOf = days.map((last) => ({
    day: last,
    ...analyze(
      design,
      rows.filter(({ day }) => day <= last),
    ),
  }));
  const answerable = asOf.at(-1)?.verdict !== "unanswerable";
  const bar = 1 / design.alpha;
  return {
    lifts: asOf.map(({ day, estimate }) => ({ day, value: estimate.lift })),
    intervals: asOf.map(({ day, estimate: { low, high } }) => ({ day, low, high })),
    test: {
      kind: "evidence",
      values: asOf.map(({ day, evidence }) => ({ day, value: evidence })),
      bar: answerable ? [1, design.horizon].map((day) => ({ day, value: bar })) : [],
    },
  };
}

/** An interval costs some fifty tests of all looks up to its day, so long experiments get fewer. */
function someDays(last: number, stopped: number | null = null): number[] {
  const most = Math.min(28, Math.max(8, Math.round(1000 / last)));
  const step = Math.ceil(last / most);
  return Array.from({ length: last }, (_, i) => i + 1).filter(
    (day) => (last - day) % step === 0 || day === stopped,
  );
}

const MOST_LOOKS = 60;

/**
 * The bar by the day. Few coins can't reach as far as a Gaussian; how much lower that makes the bar wears
 * off towards the horizon.
 */
function barOf(paths: Paths, horizon: number, level: number): { day: number; value: number }[] {
  const gaussian = boundary(horizon, level);
  const known = criticalValues(paths, level).map(({ look, value }) => ({ day: look + 1, value }));
  const until = paths.fractions.length;
  const last = known.at(-1);
  const about = gaussian.find(({ day }) => day >= (last?.day ?? horizon))?.value;
  const lower = last && about ? last.value / about - 1 : 0;
  const toCome = gaussian
    .filter(({ day }) => day > until)
    .map(({ day, value }) => ({
      day,
      value: value * (1 + (lower * (horizon - day)) / (horizon - until)),
    }));
  return [...known, ...toCome];
}

/** The Gaussian bar by the day; with long horizons as if one looked on every k-th day, which moves it by a hair. */
function boundary(horizon: number, level: number): { day: number; value: number }[] {
  const step = Math.ceil(horizon / MOST_LOOKS);
  const days = Array.from({ length: horizon }, (_, i) => i + 1).filter(
    (day) => (horizon - day) % step === 0,
  );
  const bars = gaussianBoundary(
    days.map((day) => day / horizon),
    level,
  );
  return days.map((day, i) => ({ day, value: bars[i] as number }));
}
