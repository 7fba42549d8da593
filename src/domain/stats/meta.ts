import { chiSquareTail, normalQuantile, normalTail, tQuantile, tTwoSided } from "./special.js";

export type TauMethod = "fixed" | "dersimonian_laird" | "paule_mandel" | "reml";
export type MetaResult = {
  readonly mean: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** Between-client variance, squared units of the effects. */
  readonly tau2: number;
  readonly q: number;
  readonly qP: number;
  /** Percent of variance that is between clients, by the typical within-variance. */
  readonly i2: number;
};

/**
 * Random-effects meta-analysis of effects y with variances v. `hartung_knapp` scales the error by
 * √q, q the weighted mean square over k − 1, and uses t(k − 1); `modified` never lets q fall below 1
 * (Röver, Knapp & Friede 2015, BMC Med Res Methodol 15:99), which is what a report shows.
 * REML by Fisher scoring: Viechtbauer (2005), J Educ Behav Stat 30:261.
 * @throws RangeError below two effects, or for a variance that isn't positive
 */
export function metaAnalysis(
  y: readonly number[],
  v: readonly number[],
  options: {
    readonly method: TauMethod;
    readonly interval: "normal" | "hartung_knapp" | "modified";
    readonly alpha?: number;
  },
): MetaResult {
  const k = y.length;
  if (k < 2 || v.length !== k || v.some((x) => !(x > 0)))
    throw new RangeError("a meta-analysis needs two effects and positive variances");
  const alpha = options.alpha ?? 0.05;
  const q = spread(y, v, 0);
  const tau2 = TAU[options.method](y, v);
  const weights = v.map((x) => 1 / (x + tau2));
  const total = sum(weights);
  const mean = weightedMean(y, weights);
  const plain = options.interval === "normal";
  const ratio = spread(y, v, tau2) / (k - 1);
  const factor = plain ? 1 : options.interval === "modified" ? Math.max(1, ratio) : ratio;
  const error = Math.sqrt(factor / total);
  const reach = (plain ? normalQuantile(1 - alpha / 2) : tQuantile(1 - alpha / 2, k - 1)) * error;
  const z = Math.abs(mean / error);
  const fixed = v.map((x) => 1 / x);
  const typical = ((k - 1) * sum(fixed)) / (sum(fixed) ** 2 - sum(fixed.map((w) => w * w)));
  const q100 = Math.max(0, (100 * (q - (k - 1))) / q);
  return {
    mean,
    error,
    low: mean - reach,
    high: mean + reach,
    p: plain ? 2 * normalTail(z) : tTwoSided(z, k - 1),
    tau2,
    q,
    qP: chiSquareTail(q, k - 1),
    i2: options.method === "fixed" ? q100 : (100 * tau2) / (tau2 + typical),
  };
}

const TAU: Readonly<Record<TauMethod, (y: readonly number[], v: readonly number[]) => number>> = {
  fixed: () => 0,
  dersimonian_laird: (y, v) => {
    const w = v.map((x) => 1 / x);
    const c = sum(w) - sum(w.map((x) => x * x)) / sum(w);
    return Math.max(0, (spread(y, v, 0) - (y.length - 1)) / c);
  },
  // Paule & Mandel (1982): the τ² at which the generalised Q equals its degrees of freedom.
  paule_mandel: (y, v) => bisect((tau2) => spread(y, v, tau2) - (y.length - 1)),
  reml: (y, v) => bisect((tau2) => remlScore(y, v, tau2)),
};

/** The derivative of the restricted log likelihood by τ², times 2; falls through 0 at the estimate. */
function remlScore(y: readonly number[], v: readonly number[], tau2: number): number {
  const w = v.map((x) => 1 / (x + tau2));
  const mean = weightedMean(y, w);
  const squares = sum(w.map((x, i) => x * x * ((y[i] as number) - mean) ** 2));
  return squares - sum(w) + sum(w.map((x) => x * x)) / sum(w);
}

/** The root of a falling function on [0, ∞), or 0 when it starts below zero. */
function bisect(f: (tau2: number) => number): number {
  if (f(0) <= 0) return 0;
  let high = 1e-6;
  while (f(high) > 0 && high < 1e12) high *= 2;
  let low = 0;
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The generalised Q: Σ w (y − ȳ_w)² with w = 1/(v + τ²). */
function spread(y: readonly number[], v: readonly number[], tau2: number): number {
  const w = v.map((x) => 1 / (x + tau2));
  const mean = weightedMean(y, w);
  return sum(w.map((x, i) => x * ((y[i] as number) - mean) ** 2));
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
const weightedMean = (y: readonly number[], w: readonly number[]): number =>
  sum(y.map((x, i) => x * (w[i] as number))) / sum(w);
