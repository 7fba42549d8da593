import { type Amount, offAt } from "./give.js";

/** What past baskets say of one threshold of one promo; minor units. */
export type ThresholdReport = {
  readonly spend: number;
  /** What is off there. */
  readonly off: number;
  /** Baskets that reach it without a promo: what they get is pure loss. */
  readonly above: number;
  /** Baskets that a nudge could lift. */
  readonly band: {
    readonly from: number;
    readonly orders: number;
    /** What they would spend more and cost more, were every one of them lifted. */
    readonly extra: number;
    readonly cost: number;
    /** The margin above which lifting them pays, baskets above not counted; null when there is none. */
    readonly breakEven: number | null;
  };
  /** The same for one average basket: 60 less 5 at 52 is 5/8; null when the average is above already. */
  readonly breakEven: number | null;
};

type Band = { readonly spend: number; readonly from: number };
/** Without a nudge's own reach, a member is thought to be liftable by a fifth of the threshold. */
const REACH = 5;

/** Counts what promo-lines of past baskets cost, before any promo, against a promo's thresholds. */
export function createThresholds(amount: Amount, within: number) {
  const steps = amount.steps
    .filter((spend) => spend > 0)
    .map(
      (spend): Band => ({
        spend,
        from: spend - Math.min(spend, Number.isFinite(within) ? within : Math.floor(spend / REACH)),
      }),
    );
  const counts = steps.map(() => ({ above: 0, orders: 0, extra: 0, cost: 0 }));
  const gain = (spend: number, base: number) => offAt(amount, spend) - offAt(amount, base);
  return {
    add(base: number): void {
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i];
        const count = counts[i];
        if (!step || !count) continue;
        if (base >= step.spend) count.above++;
        else if (base >= step.from && base > 0) {
          count.orders++;
          count.extra += step.spend - base;
          count.cost += gain(step.spend, base);
        }
      }
    },
    report(average: number): ThresholdReport[] {
      return steps.map(({ spend, from }, i) => {
        const { above = 0, orders = 0, extra = 0, cost = 0 } = counts[i] ?? {};
        return {
          spend,
          off: offAt(amount, spend),
          above,
          band: { from, orders, extra, cost, breakEven: ratio(cost, extra) },
          breakEven: average < spend ? ratio(gain(spend, average), spend - average) : null,
        };
      });
    },
  };
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
