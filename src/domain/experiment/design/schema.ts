import { z } from "zod";
import { durationField, idField, textField } from "../../../core/fields.js";
import { parseDuration } from "../../../core/time/duration.js";
import { GUARDRAILS, primaries } from "./metrics.js";

const DAY_MS = 86_400_000;
const MAX_DAYS = 3660;
type Guard = keyof typeof GUARDRAILS;
const guardrails = Object.keys(GUARDRAILS) as [Guard, ...Guard[]];

/** The whole days of a duration, or undefined when it has none: `36h`, more than ten years. */
export function daysOf(duration: string): number | undefined {
  const days = (parseDuration(duration) ?? Number.NaN) / DAY_MS;
  return Number.isInteger(days) && days <= MAX_DAYS ? days : undefined;
}

/** A duration of whole days; a day is what an experiment counts in. */
const daysField = (least: number) =>
  durationField
    .refine((text) => (parseDuration(text) ?? 0) <= MAX_DAYS * DAY_MS, {
      message: "PLAYBOOK_DURATION_LONG",
    })
    .refine(
      (text) =>
        (parseDuration(text) ?? Number.POSITIVE_INFINITY) > MAX_DAYS * DAY_MS ||
        (daysOf(text) ?? -1) >= least,
      { message: "PLAYBOOK_WHOLE_DAYS" },
    );

/** A claim somebody makes. */
const heuristicSchema = z.strictObject({
  master: z.string().min(1).max(32),
  claim: textField.max(200),
  /** How sure the master is; scored when the verdict is in. */
  confidence: z.number().refine((share) => share > 0 && share <= 1, {
    message: "PLAYBOOK_CONFIDENCE",
  }),
});
export const heuristicsSchema = z.record(idField, heuristicSchema);

/** What an arm changes: dotted path -> value; `null` leaves out what stands there. */
const patchSchema = z.record(z.string().min(1).max(300), z.json());
export type Patch = z.infer<typeof patchSchema>;

/** Made when a playbook is read: features bring metrics. */
const experimentSchema = () =>
  z.strictObject({
    /** The claim it decides, and the arm that claim is for. */
    heuristic: idField.optional(),
    favours: idField.optional(),
    design: z.enum(["switchback", "parallel", "member"]),
    /** How long a group keeps its arm; design `switchback`. */
    block: daysField(1).default("1d"),
    /** The first days of each block that aren't counted. */
    washout: daysField(0).default("0d"),
    /** Fixed before the start. */
    horizon: daysField(1),
    /** The first is the reference. */
    arms: z.record(idField, patchSchema),
    primary: z.enum(primaries()),
    guardrails: z.array(z.enum(guardrails)).default(guardrails),
    /** Relative: a smaller lift is no practical difference. */
    smallest_interesting: z.number().min(0).max(10).default(0.05),
    alpha: z.number().min(0.0001).max(0.5).default(0.05),
    /** With `both`, α is split .9 to the horizon's clock and .1 to the open-ended one. */
    clocks: z.enum(["horizon", "both"]).default("horizon"),
    on_verdict: z.enum(["notify", "adopt"]).default("notify"),
    /** The groups that take part; without it all of them. */
    pool: idField.optional(),
    /** Percentile of the pre-period above which a group-day's money is cut. */
    winsorise: z.number().min(0.5).max(1).optional(),
    /** The probability of each arm; design `member`. */
    weights: z.record(idField, z.number().min(0.01).max(0.99)).optional(),
  });
export type Experiment = z.infer<ReturnType<typeof experimentSchema>>;

export const experimentsSchema = () => z.record(idField, experimentSchema());

/** Which arm each running experiment is in: experiment -> arm. */
export type Arms = Readonly<Record<string, string>>;
