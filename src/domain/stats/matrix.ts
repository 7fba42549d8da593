/** A dense matrix by rows; small ones only (clusters of tens). */
export type Matrix = readonly (readonly number[])[];

export const multiply = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) =>
    (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * (b[k]?.[j] as number), 0)),
  );

export const transpose = (a: Matrix): number[][] =>
  (a[0] ?? []).map((_, j) => a.map((row) => row[j] as number));

/**
 * The inverse of a symmetric positive definite matrix by Gauss–Jordan with partial pivoting.
 * @throws RangeError for a singular one
 */
export function inverse(a: Matrix): number[][] {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column += 1) {
    let best = column;
    for (let row = column; row < n; row += 1)
      if (Math.abs(at(work, row, column)) > Math.abs(at(work, best, column))) best = row;
    [work[column], work[best]] = [work[best] as number[], work[column] as number[]];
    const pivot = at(work, column, column);
    if (!(Math.abs(pivot) > 1e-12)) throw new RangeError("singular matrix");
    work[column] = (work[column] as number[]).map((x) => x / pivot);
    for (let row = 0; row < n; row += 1) {
      if (row === column) continue;
      const factor = at(work, row, column);
      work[row] = (work[row] as number[]).map((x, j) => x - factor * at(work, column, j));
    }
  }
  return work.map((row) => row.slice(n));
}

/**
 * Eigenvalues and eigenvectors (columns) of a symmetric matrix by cyclic Jacobi rotations.
 * Golub & Van Loan, Matrix Computations (2013), §8.5.
 */
function eigen(a: Matrix): { readonly values: number[]; readonly vectors: number[][] } {
  const n = a.length;
  const m = a.map((row) => [...row]);
  const v = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) for (let q = 0; q < p; q += 1) off += at(m, p, q) ** 2;
    if (off < 1e-26) break;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(m, v, p, q);
  }
  return { values: m.map((row, i) => row[i] as number), vectors: v };
}

function rotate(m: number[][], v: number[][], p: number, q: number): void {
  const apq = at(m, p, q);
  if (apq === 0) return;
  const theta = (at(m, q, q) - at(m, p, p)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < m.length; k += 1) turn(m, k, p, k, q, c, s);
  for (let k = 0; k < m.length; k += 1) turn(m, p, k, q, k, c, s);
  for (let k = 0; k < m.length; k += 1) turn(v, k, p, k, q, c, s);
}

function turn(
  m: number[][],
  ...[i, j, k, l, c, s]: [number, number, number, number, number, number]
): void {
  const x = at(m, i, j);
  const y = at(m, k, l);
  (m[i] as number[])[j] = c * x - s * y;
  (m[k] as number[])[l] = s * x + c * y;
}

/** A^{−1/2} of a symmetric positive semi-definite matrix; null directions stay null (pseudo-inverse). */
export function inverseRoot(a: Matrix): number[][] {
  const { values, vectors } = eigen(a);
  const top = Math.max(...values.map(Math.abs), 1e-300);
  const roots = values.map((x) => (x > 1e-9 * top ? 1 / Math.sqrt(x) : 0));
  const scaled = vectors.map((row) => row.map((x, j) => x * (roots[j] as number)));
  return multiply(scaled, transpose(vectors));
}

const at = (m: Matrix, i: number, j: number): number => m[i]?.[j] as number;
