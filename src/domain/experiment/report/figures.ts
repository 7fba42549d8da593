/** A lift with its sign, `?` where it isn't known. */
export const percent = (lift: number | null): string =>
  lift === null ? "?" : `${lift < 0 ? "−" : "+"}${Math.abs(lift * 100).toFixed(1)}%`;

/** A figure to three digits. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return Number(value.toPrecision(3)).toString();
}

/** The same, and a dash where it isn't known. */
export const figureOrDash = (value: number | null): string =>
  value === null ? "—" : figure(value);
