import type { AccountLimits, Most } from "./limits.js";
import { HOUR_MS } from "./parts.js";
import type { WrittenLimits } from "./schema.js";

const WHATS = ["acts", "images", "unasked"] as const;
const PERS = ["hour", "day"] as const;
type What = (typeof WHATS)[number];
type Per = (typeof PERS)[number];
type Numbers = Readonly<Record<What, Readonly<Partial<Record<Per, number | undefined>>>>>;

/** A number that can never be reached, since another one lets through less. */
export type Crossed = {
  readonly what: What;
  readonly per: Per;
  readonly value: number;
  /** Which: `acts.day`. */
  readonly over: string;
  /** How much that leaves. */
  readonly limit: number;
};

/**
 * Numbers as they are written that others make meaningless: an hour's above its day's, pictures or unasked messages
 * above all that is done. @param unasked how much of `acts` may be unasked, in percent
 */
export function crossedBy(
  written: WrittenLimits,
  others: Numbers,
  unasked = 100,
): readonly Crossed[] {
  return WHATS.flatMap((what) =>
    PERS.flatMap((per): Crossed[] => {
      const value = written[what][per];
      if (value === undefined) return [];
      const bounds = boundsOf(others, { what, per, unasked }).filter(({ limit }) => limit < value);
      const [least] = bounds.sort((a, b) => a.limit - b.limit);
      return least ? [{ what, per, value, ...least }] : [];
    }),
  );
}

function boundsOf(others: Numbers, of: { what: What; per: Per; unasked: number }) {
  const { what, per, unasked } = of;
  const pers = per === "hour" ? PERS : (["day"] as const);
  const share = what === "unasked" ? unasked : 100;
  return [what, "acts" as const].flatMap((over) =>
    pers.flatMap((each) => {
      const most = others[over][each];
      if (most === undefined || (over === what && each === per)) return [];
      const percent = over === what ? 100 : share;
      return [{ over: `${over}.${each}`, limit: Math.floor((most * percent) / 100) }];
    }),
  );
}

/** The numbers of a kind of account that its owner has left as they are. */
export function leftAsTheyAre(limits: AccountLimits, written: WrittenLimits): Numbers {
  const most = (list: readonly Most[] | undefined, per: Per) =>
    list?.find(({ withinMs }) => withinMs === (per === "hour" ? HOUR_MS : 24 * HOUR_MS))?.most;
  const left = (what: What, list: readonly Most[] | undefined) =>
    Object.fromEntries(
      PERS.map((per) => [per, written[what][per] === undefined ? most(list, per) : undefined]),
    );
  return {
    acts: left("acts", limits.acts),
    images: left("images", limits.kinds.image),
    unasked: left("unasked", limits.unasked),
  };
}
