import { DateTime } from "luxon";
import type { Instant } from "../../core/event.js";
import type { Counters } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import type { Applied } from "./quote.js";
import type { Promo } from "./schema.js";

/** Whose limits count: ids of the member and the group, where known. */
export type Who = { readonly member?: string; readonly group?: string };
/** One counter to add to atomically, never past its limit; minor units for money. */
export type Use = {
  readonly counter: string;
  readonly of: "use" | "money";
  readonly by: number;
  readonly limit: number;
  /** When nobody asks for it any more; absent where its limit is for all time. */
  readonly until?: Instant;
};
type Kind = "uses" | "spent" | "member" | "group";
type Limit = NonNullable<NonNullable<Promo["limits"]>["member"]>;

/**
 * The name of the calendar period that a limit counts in, on the playbook's clock: `2026-11-24`,
 * `2026-11-24T14` (in UTC: an hour the clock shows twice is two), `2026-W48`, `2026-11`, or `all`.
 */
export function periodOf(per: Limit["per"], zone: string, at: Instant): string {
  const local = DateTime.fromMillis(at, { zone });
  switch (per) {
    case "hour":
      return local.toUTC().toFormat("yyyy-MM-dd'T'HH");
    case "day":
      return local.toFormat("yyyy-MM-dd");
    case "week":
      return local.toFormat("kkkk-'W'WW");
    case "month":
      return local.toFormat("yyyy-MM");
    case undefined:
      return "all";
    default:
      throw new Error(`no period: ${String(per satisfies never)}`);
  }
}

/** So long after a period late notices and refunds may still change what was used in it. */
const LATE_MS = 90 * 86_400_000;

type Counted = {
  readonly kind: Kind;
  readonly counter: string;
  readonly limit: number;
  readonly per?: Limit["per"];
};

/** The counters a promo has for somebody at a time; the store keeps them under these names. */
function countersOf(rule: Rule, zone: string, who: Who, now: Instant): Counted[] {
  const { limits } = rule.promo;
  const name = (rest: string) => `promo/${rule.id}/${rest}`;
  const counted: Counted[] = [];
  if (limits?.uses) counted.push({ kind: "uses", counter: name("uses"), limit: limits.uses });
  if (Number.isFinite(rule.budget))
    counted.push({ kind: "spent", counter: name("spent"), limit: rule.budget });
  for (const kind of ["member", "group"] as const) {
    const limit = limits?.[kind];
    const id = who[kind];
    if (!limit || id === undefined) continue;
    const counter = name(`${kind}/${id}/${periodOf(limit.per, zone, now)}`);
    counted.push({ kind, counter, limit: limit.max, per: limit.per });
  }
  return counted;
}

/** A counter that a quote looks at. */
export type Wanted = { readonly promo: string; readonly kind: Kind; readonly counter: string };

/** The counters a quote needs; fill the values in with `countersFrom`. */
export function countersWanted(
  { rules, zone }: Pick<Compiled, "rules" | "zone">,
  who: Who,
  now: Instant,
): Wanted[] {
  return rules.flatMap((rule) =>
    countersOf(rule, zone, who, now).map(({ kind, counter }) => ({
      promo: rule.id,
      kind,
      counter,
    })),
  );
}

/** The counters of a quote, by the promo's id, from their stored values; what has no value yet is zero. */
export function countersFrom(
  wanted: readonly Wanted[],
  stored: (counter: string) => number | undefined,
): Counters {
  const counters: Record<string, { [kind in Kind]?: number }> = {};
  for (const { promo, kind, counter } of wanted)
    counters[promo] = { ...counters[promo], [kind]: stored(counter) ?? 0 };
  return counters;
}

/**
 * What an order uses up, to be added in the one commit that takes the order. Only promos that applied
 * use anything: a promo without effect uses nothing up.
 */
export function usesOf(
  compiled: Compiled,
  applied: readonly Pick<Applied, "promo" | "off">[],
  who: Who,
  now: Instant,
): Use[] {
  return applied.flatMap(({ promo, off }) => {
    const rule = compiled.byId.get(promo);
    if (!rule) return [];
    return countersOf(rule, compiled.zone, who, now).map(({ kind, counter, limit, per }) => ({
      counter,
      of: kind === "spent" ? ("money" as const) : ("use" as const),
      by: kind === "spent" ? off : 1,
      limit,
      ...(per ? { until: endOf(per, compiled.zone, now) + LATE_MS } : {}),
    }));
  });
}

/** When the period that an instant is in has ended, on the playbook's clock. */
const endOf = (per: NonNullable<Limit["per"]>, zone: string, at: Instant): Instant =>
  DateTime.fromMillis(at, { zone }).endOf(per).toMillis() + 1;
