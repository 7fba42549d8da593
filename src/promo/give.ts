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
};

/** Reads an amount of a checked playbook. @throws Error on an unchecked one. */
export function money(text: string, currency: string): number {
  const minor = parseMoney(text, currency);
  if (minor === undefined) throw new Error(`no amount of ${currency}: ${text}`);
  return minor;
}

/** Compiles the forms that depend on the base alone; undefined for gift, points, shipping and price. */
export function compileAmount(give: Give, spend: number, currency: string): Amount | undefined {
  const cap = (text: string | undefined) =>
    text === undefined ? Number.POSITIVE_INFINITY : money(text, currency);
  if ("tiers" in give)
    return tiered(
      give.tiers.map((tier) => [money(tier.spend, currency), money(tier.off, currency)]),
    );
  if ("every" in give)
    return repeated({
      every: money(give.every, currency),
      off: money(give.off, currency),
      cap: cap(give.cap),
      spend,
    });
  if ("off" in give) {
    const off = money(give.off, currency);
    return threshold(spend, (base) => Math.min(off, base));
  }
  if ("percent" in give) {
    const points = basisPoints(give.percent) ?? 0;
    const most = cap(give.cap);
    return threshold(spend, (base) => Math.min(shareOf(base, points), most, base));
  }
  return undefined;
}

function threshold(spend: number, off: (base: number) => number): Amount {
  const next = (base: number, above: number) =>
    base < spend && off(spend) > above ? spend : undefined;
  return { least: spend, off, next, steps: spend > 0 ? [spend] : [] };
}

function tiered(tiers: readonly (readonly [spend: number, off: number])[]): Amount {
  const off = (base: number) => {
    let reached = 0;
    for (const [spend, amount] of tiers) if (base >= spend) reached = amount;
    return Math.min(reached, base);
  };
  const next = (base: number, above: number) =>
    tiers.find(([spend, amount]) => spend > base && amount > above)?.[0];
  return { least: tiers[0]?.[0] ?? 0, off, next, steps: tiers.map(([spend]) => spend) };
}

type Repeated = {
  readonly every: number;
  readonly off: number;
  readonly cap: number;
  readonly spend: number;
};

function repeated({ every, off, cap, spend }: Repeated): Amount {
  const least = Math.max(spend, every);
  const amount = (base: number) => Math.min(Math.floor(base / every) * off, cap, base);
  const next = (base: number, above: number) => {
    const times = Math.max(Math.floor(base / every), Math.floor(above / off)) + 1;
    const at = Math.max(times * every, least);
    return amount(at) > above && at > base ? at : undefined;
  };
  return { least, off: amount, next, steps: [least] };
}
