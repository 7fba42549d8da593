import { z } from "zod";
import type { Most } from "../../domain/governor/limits.js";
import type { OwnLimits } from "../../domain/governor/rules.js";
import type { Playbook, Section } from "../../playbook/schema.js";
import { governorProblems } from "./checks.js";

declare module "../../playbook/schema.js" {
  interface Sections {
    governor: GovernorRules;
  }
}

const HOUR_MS = 3_600_000;
const WINDOW_MS = { hour: HOUR_MS, day: 24 * HOUR_MS } as const;

const countField = z.int().min(1, "PLAYBOOK_LIMIT_ZERO").max(100_000);
const perTime = z.strictObject({ hour: countField.optional(), day: countField.optional() });

const governorSchema = z.strictObject({
  /** All that the client's accounts say and do for it. */
  acts: perTime.prefault({}),
  images: perTime.prefault({}),
  /** What nobody asked for. */
  unasked: perTime.prefault({}),
  /** One text, in groups. */
  same_text: z.strictObject({ groups: countField, per: z.enum(["hour", "day"]) }).optional(),
});
type GovernorRules = z.infer<typeof governorSchema>;

/** The section `governor:` of a playbook. It only ever makes less of what an account may do. */
export const governorSection: Section = {
  key: "governor",
  schema: governorSchema,
  check: governorProblems,
};

/** What a client allows itself; undefined where it says nothing. */
export function ownLimitsOf({ governor }: Playbook): OwnLimits | undefined {
  if (!governor) return undefined;
  const { acts, images, unasked, same_text: same } = governor;
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
