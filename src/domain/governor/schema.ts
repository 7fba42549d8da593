import { z } from "zod";
import type { AccountLimits, Most } from "./limits.js";
import type { OwnLimits } from "./rules.js";

const HOUR_MS = 3_600_000;
const WINDOW_MS = { hour: HOUR_MS, day: 24 * HOUR_MS } as const;

const countField = z.int().min(1, "PLAYBOOK_LIMIT_ZERO").max(100_000);
const perTime = z.strictObject({ hour: countField.optional(), day: countField.optional() });

/** Limits as a client or the owner of an account writes them. */
export const ownLimitsSchema = z.strictObject({
  /** All that is said and done. */
  acts: perTime.prefault({}),
  images: perTime.prefault({}),
  /** What nobody asked for. */
  unasked: perTime.prefault({}),
  /** One text, in groups. */
  same_text: z.strictObject({ groups: countField, per: z.enum(["hour", "day"]) }).optional(),
});
export type WrittenLimits = z.infer<typeof ownLimitsSchema>;

/** What is written, as rules know it. */
export function ownLimits({ acts, images, unasked, same_text: same }: WrittenLimits): OwnLimits {
  return {
    acts: windows(acts),
    images: windows(images),
    unasked: windows(unasked),
    ...(same ? { sameText: { most: same.groups, withinMs: WINDOW_MS[same.per] } } : {}),
  };
}

const windows = (of: z.infer<typeof perTime>): Most[] =>
  (["hour", "day"] as const).flatMap((per) => {
    const most = of[per];
    return most === undefined ? [] : [{ most, withinMs: WINDOW_MS[per] }];
  });

/** What an account's owner knows of it, and takes on themselves. */
export type OwnersWord = {
  readonly limits?: WrittenLimits | undefined;
  /** It has been in use for weeks: no slow beginning. */
  readonly warmedUp?: boolean | undefined;
};

/** An account's limits with its owner's numbers in the place of those for the same windows, more or less of them. */
export function limitsAsOwned(
  limits: AccountLimits,
  { limits: of, warmedUp }: OwnersWord,
): AccountLimits {
  const { acts, images, unasked, sameText = limits.sameText } = of ? ownLimits(of) : NOTHING;
  const instead = (known: readonly Most[] = [], own: readonly Most[]) => [
    ...known.filter(({ withinMs }) => !own.some((one) => one.withinMs === withinMs)),
    ...own,
  ];
  return {
    ...limits,
    acts: instead(limits.acts, acts),
    kinds: { ...limits.kinds, image: instead(limits.kinds.image, images) },
    unasked: instead(limits.unasked, unasked),
    sameText,
    warmUp: warmedUp ? [] : limits.warmUp,
  };
}

const NOTHING: OwnLimits = { acts: [], images: [], unasked: [] };
