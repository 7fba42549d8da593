import { parseMoney, shareOf } from "../core/money.js";
import { basisPoints, type Give } from "./schema.js";

/** How much a rule takes off, as a function of what its lines cost; minor units. */
export type Amount = {
  /** The lowest threshold, inclusive; 0 when there is none. */
  readonly least: number;
  /** For a base at or above `least`; never more than the base. */
  readonly off: (base: number) => number;
  /** The next threshold above a base at which more than `above` comes off, if there is one. */
  readonly next: (base: number, above: number) => number | undefined;
  /** Where more comes off. */
  readonly steps: readonly number[];
  /** Never more than this comes off, and at `least` never nothing; Infinity where that is not known. */
  readonly most: number;
};

/** Reads an amount of a checked playbook. @throws Error on an unchecked one. */
export function money(text: string, currency: string): number {
  const minor = parseMoney(text, currency);
  if (minor === undefined) throw new Error(`no amount of ${currency}: ${text}`);
  return minor;
}

/** Compiles the forms that depend on the base alone; undefined for gift, points, shipping and price. */
export function compileAmount(give: Give, spend: number, currency: string): Amount | undefined {
  const read = (text: string) => money(text, currency);
  const cap = "cap" in give && give.cap !== undefined ? read(give.cap) : undefined;
  if ("tiers" in give) return tiered(give.tiers.map((tier) => [read(tier.spend), read(tier.off)]));
  if ("every" in give)
    return repeated({ every: read(give.every), off: read(give.off), cap, spend });
  if ("off" in give) {
    const off = read(give.off);
    return threshold(spend, (base) => Math.min(off, base), off);
  }
  if ("percent" in give) {
    const points = basisPoints(give.percent) ?? 0;
    return threshold(
      spend,
      capped((base) => shareOf(base, points), cap),
    );
  }
  return undefined;
}

const UNBOUNDED = Number.POSITIVE_INFINITY;
type Off = Amount["off"];
const capped = (off: Off, cap: number | undefined): Off =>
  cap === undefined ? off : (base) => Math.min(off(base), cap);

function threshold(spend: number, off: Off, most = UNBOUNDED): Amount {
  const there = off(spend);
  const next = (base: number, above: number) => (base < spend && there > above ? spend : undefined);
  return { least: spend, off, next, steps: spend > 0 ? [spend] : [], most };
}

function tiered(tiers: readonly (readonly [spend: number, off: number])[]): Amount {
  const spends = tiers.map(([spend]) => spend);
  const offs = tiers.map(([, off]) => off);
  const off = (base: number) => {
    let reached = 0;
    for (let i = 0; i < spends.length; i++) if (base >= (spends[i] ?? 0)) reached = offs[i] ?? 0;
    return Math.min(reached, base);
  };
  const next = (base: number, above: number) => {
    for (let i = 0; i < spends.length; i++)
      if ((spends[i] ?? 0) > base && (offs[i] ?? 0) > above) return spends[i];
    return undefined;
  };
  return { least: spends[0] ?? 0, off, next, steps: spends, most: offs.at(-1) ?? 0 };
}

type Repeated = {
  readonly every: number;
  readonly off: number;
  readonly cap: number | undefined;
  readonly spend: number;
};

function repeated({ every, off, cap, spend }: Repeated): Amount {
  const least = Math.max(spend, every);
  const all = capped((base) => Math.min(Math.floor(base / every) * off, base), cap);
  const next = (base: number, above: number) => {
    if (cap !== undefined && cap <= above) return undefined;
    const reached = Math.floor(base / every);
    const beaten = Math.floor(above / off);
    const at = (Math.max(reached, beaten) + 1) * every;
    if (at <= least) return base < least && all(least) > above ? least : undefined;
    return all(at) > above ? at : undefined;
  };
  return { least, off: all, next, steps: [least], most: cap ?? UNBOUNDED };
}
