/** Where the baskets of past orders lie; amounts in minor units. */
export type Baskets = {
  readonly orders: number;
  /** The mean, rounded half-up. */
  readonly average: number;
  /** To a whole major unit, rounded down. */
  readonly median: number;
  /** How many orders lie at or above `from` and below `to`; empty ones are left out. */
  readonly buckets: readonly {
    readonly from: number;
    readonly to: number;
    readonly orders: number;
  }[];
};

const BUCKET_UNITS = 10;

/** Counts baskets as they come; needs memory per different whole amount, not per order. */
export function createBaskets(minorPerUnit: number) {
  const counts = new Map<number, number>();
  let orders = 0;
  let sum = 0;
  return {
    add(basket: number): void {
      const unit = Math.floor(basket / minorPerUnit);
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
      orders++;
      sum += basket;
    },
    report(): Baskets {
      const sorted = [...counts].sort(([a], [b]) => a - b);
      const buckets = new Map<number, number>();
      let seen = 0;
      let median = 0;
      for (const [unit, count] of sorted) {
        if (seen * 2 < orders) median = unit * minorPerUnit;
        seen += count;
        const bucket = Math.floor(unit / BUCKET_UNITS);
        buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
      }
      const width = BUCKET_UNITS * minorPerUnit;
      return {
        orders,
        average: orders === 0 ? 0 : Math.floor(sum / orders + 0.5),
        median,
        buckets: [...buckets].map(([bucket, count]) => ({
          from: bucket * width,
          to: (bucket + 1) * width,
          orders: count,
        })),
      };
    },
  };
}
