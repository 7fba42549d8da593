import { parseMoney, shareOf } from "../../core/money.js";
import { unhandled } from "./give-form.js";
import { basisPoints, type GiveForm } from "./schema.js";

/**
 * How much a rule takes off by what its lines cost; minor units. Data that `offAt` and `stepAfter` read,
 * not closures: thirty promos are asked again and again, and calls that V8 can't foresee cost more than
 * the sums.
 */
export type Amount = {
  /** The lowest threshold, inclusive; 0 when there is none. */
  readonly least: number;
  /** Where more comes off, ascending, and how much from there on. */
  readonly steps: readonly number[];
  readonly offs: readonly number[];
  /** In hundredths of a percent, instead of sums; 0 for none. */
  readonly basisPoints: number;
  /** `each` for every so much, instead of sums; 0 for none. */
  readonly every: number;
  readonly each: number;
  /** Never more than this comes off, and at `least` never nothing; Infinity where that is not known. */
  readonly most: number;
};

/** Reads an amount of a checked playbook. @throws Error on an unchecked one. */
export function money(text: string, currency: string): number {
  const minor = parseMoney(text, currency);
  if (minor === undefined) throw new Error(`no amount of ${currency}: ${text}`);
  return minor;
}

const UNBOUNDED = Number.POSITIVE_INFINITY;

/** The forms that take off an amount which depends on what the lines cost, and on nothing else. */
type AmountForm = Extract<GiveForm, { kind: "off" | "percent" | "tiers" | "every" }>;

export function compileAmount(form: AmountForm, spend: number, currency: string): Amount {
  const read = (text: string) => money(text, currency);
  const capOf = (cap: string | undefined) => (cap === undefined ? UNBOUNDED : read(cap));
  switch (form.kind) {
    case "off":
      return amount({ steps: [spend], offs: [read(form.off)], most: read(form.off) });
    case "percent": {
      const { percent, cap } = form;
      return amount({ steps: [spend], basisPoints: basisPoints(percent) ?? 0, most: capOf(cap) });
    }
    case "tiers": {
      const offs = form.tiers.map((tier) => read(tier.off));
      const steps = form.tiers.map((tier) => read(tier.spend));
      return amount({ steps, offs, most: offs.at(-1) ?? 0 });
    }
    case "every": {
      const every = read(form.every);
      const steps = [Math.max(spend, every)];
      return amount({ steps, every, each: read(form.off), most: capOf(form.cap) });
    }
    default:
      throw unhandled(form);
  }
}

/** All of one shape, which keeps the code that reads them quick. */
const amount = (of: Pick<Amount, "steps" | "most"> & Partial<Amount>): Amount => ({
  least: of.steps[0] ?? 0,
  steps: of.steps,
  offs: of.offs ?? [],
  basisPoints: of.basisPoints ?? 0,
  every: of.every ?? 0,
  each: of.each ?? 0,
  most: of.most,
});

/** The last threshold, above which nothing more comes off. */
export const lastOf = ({ every, steps }: Amount): number =>
  every > 0 ? UNBOUNDED : (steps.at(-1) ?? 0);

/** What comes off lines that cost `base`; never more than they do. */
export function offAt(amount: Amount, base: number): number {
  const { steps, offs, basisPoints: share, every, each, most, least } = amount;
  if (base < least) return 0;
  if (share > 0) return Math.min(shareOf(base, share), most);
  if (every > 0) return Math.min(Math.floor(base / every) * each, base, most);
  let off = 0;
  for (let i = 0; i < steps.length; i++) if (base >= (steps[i] ?? 0)) off = offs[i] ?? 0;
  return Math.min(off, base);
}

/** The next threshold above a base at which more than `above` comes off; -1 when there is none. */
export function stepAfter(amount: Amount, base: number, above: number): number {
  const { steps, offs, basisPoints: share, every, least, most } = amount;
  if (most <= above) return -1;
  if (share > 0) return base < least && offAt(amount, least) > above ? least : -1;
  if (every > 0) return repeatAfter(amount, base, above);
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] ?? 0;
    if (step > base && Math.min(offs[i] ?? 0, step) > above) return step;
  }
  return -1;
}

function repeatAfter(amount: Amount, base: number, above: number): number {
  const { every, each, least } = amount;
  const reached = Math.floor(base / every);
  const beaten = Math.floor(above / each);
  const at = Math.max((Math.max(reached, beaten) + 1) * every, least);
  return offAt(amount, at) > above ? at : -1;
}
