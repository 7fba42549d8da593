/** The smallest value that at least the share `q` of all values does not pass. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** Prints a script's result for `runScript`. */
export const print = (result: unknown): void => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

/** A median between the tenth and the ninetieth percentile, to two digits after the point. */
export const spread = (values: readonly number[]) => ({
  median: round(median(values), 2),
  p10: round(quantile(values, 0.1), 2),
  p90: round(quantile(values, 0.9), 2),
});
