import { inverse, inverseRoot, type Matrix, multiply, transpose } from "./matrix.js";
import { tQuantile, tTwoSided } from "./special.js";

export type Fit = {
  readonly coefficients: readonly number[];
  /** (X'X)⁻¹ */
  readonly bread: Matrix;
  readonly residuals: readonly number[];
};

/**
 * Ordinary least squares on centred columns' normal equations; columns are scaled first, which is
 * what keeps the digits of the NIST StRD data.
 * @param x rows of regressors, the intercept among them @throws RangeError for collinear columns
 */
export function leastSquares(x: Matrix, y: readonly number[]): Fit {
  const norms = transpose(x).map((column) => Math.hypot(...column));
  const scaled = x.map((row) => row.map((value, j) => value / (norms[j] as number)));
  const flat = inverse(multiply(transpose(scaled), scaled));
  const solve = (target: readonly number[]): number[] =>
    multiply(
      flat,
      multiply(
        transpose(scaled),
        target.map((v) => [v]),
      ),
    ).map(([b]) => b as number);
  const left = (b: readonly number[], target: readonly number[]): number[] =>
    target.map((v, i) => v - dot(scaled[i] as number[], b));
  const first = solve(y);
  // One step of iterative refinement (Björck 1967).
  const step = solve(left(first, y));
  const best = first.map((b, j) => b + (step[j] as number));
  return {
    coefficients: best.map((b, j) => b / (norms[j] as number)),
    bread: flat.map((row, i) =>
      row.map((v, j) => v / ((norms[i] as number) * (norms[j] as number))),
    ),
    residuals: left(best, y),
  };
}

export type Robust = {
  readonly estimate: number;
  readonly error: number;
  readonly df: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
};

/**
 * One coefficient with the bias-reduced cluster-robust variance CR2 and Satterthwaite degrees of
 * freedom, for few clusters. A_g = (I − H_gg)^{−1/2}, an identity working covariance;
 * df = (Σλ)²/Σλ² = (tr G'G)²/tr (G'G)² with g_g = (I − H)'_{·g} A_g X_g (X'X)⁻¹ c.
 * Sources: Bell & McCaffrey (2002), Survey Methodology 28:169; Imbens & Kolesár (2016), REStat 98:701;
 * Pustejovsky & Tipton (2018), JBES 36:672.
 * @param clusters the cluster of each row @param which index of the coefficient
 */
export function cr2(
  x: Matrix,
  y: readonly number[],
  clusters: readonly string[],
  options: { readonly which: number; readonly alpha: number },
): Robust {
  const { coefficients, bread, residuals } = leastSquares(x, y);
  const direction = bread.map((row) => row[options.which] as number);
  const names = [...new Set(clusters)];
  const columns: number[][] = [];
  let variance = 0;
  for (const name of names) {
    const rows = clusters.flatMap((cluster, i) => (cluster === name ? [i] : []));
    const own = rows.map((i) => x[i] as number[]);
    const hat = multiply(multiply(own, bread), transpose(own));
    const adjust = inverseRoot(hat.map((row, i) => row.map((h, j) => (i === j ? 1 : 0) - h)));
    const weights = multiply(
      adjust,
      own.map((row) => [dot(row, direction)]),
    ).map(([w]) => w as number);
    variance +=
      dot(
        weights,
        rows.map((i) => residuals[i] as number),
      ) ** 2;
    // (I − H)'_{·g} weights, over all rows.
    const pulled = multiply(
      bread,
      multiply(
        transpose(own),
        weights.map((w) => [w]),
      ),
    );
    const column = x.map(
      (row) =>
        -dot(
          row,
          pulled.map(([v]) => v as number),
        ),
    );
    for (const [k, i] of rows.entries()) column[i] = (column[i] as number) + (weights[k] as number);
    columns.push(column);
  }
  const gram = columns.map((a) => columns.map((b) => dot(a, b)));
  const trace = gram.reduce((sum, row, i) => sum + (row[i] as number), 0);
  const df = trace ** 2 / gram.flat().reduce((sum, v) => sum + v * v, 0);
  const estimate = coefficients[options.which] as number;
  const error = Math.sqrt(variance);
  const reach = tQuantile(1 - options.alpha / 2, df) * error;
  const p = tTwoSided(estimate / error, df);
  return { estimate, error, df, p, low: estimate - reach, high: estimate + reach };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + v * (b[i] as number), 0);
