import { z } from "zod";
import { durationField, idField, textField } from "../../core/fields.js";
import { whenSchema } from "../reply/schema.js";

const signals = ["joined", "said", "ordered", "redeemed", "left"] as const;
export type Signal = (typeof signals)[number];

const triggerSchema = z.union([
  z.enum([...signals, "tagged", "started"]),
  z.strictObject({ silent: durationField }),
  z.strictObject({ tagged: idField }),
]);

const conditionSchema = z.union([
  z.strictObject({ said: z.array(textField).min(1) }),
  z.strictObject({ tagged: idField }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** What a step may do besides waiting and branching; carried out in the order of the keys here. */
const deeds = {
  tag: idField.optional(),
  /** A coupon for this member. */
  grant: idField.optional(),
  say: idField.optional(),
  notify: z.strictObject({ operators: z.literal(true), say: idField }).optional(),
};
const effectSchema = z.strictObject(deeds);
/** Where a branch goes: a label, or a deed done on the spot. */
const branchSchema = z.union([idField, effectSchema]);
export type Branch = z.infer<typeof branchSchema>;

const stepObject = z.strictObject({
  label: idField.optional(),
  ...deeds,
  wait: z
    .union([durationField, z.strictObject({ for: z.enum(signals), up_to: durationField })])
    .optional(),
  ask: idField.optional(),
  up_to: durationField.optional(),
  save: idField.optional(),
  if: conditionSchema.optional(),
  // biome-ignore lint/suspicious/noThenProperty: the playbook's own word
  then: branchSchema.optional(),
  else: branchSchema.optional(),
});
export type Step = z.infer<typeof stepObject>;
const stepSchema = z.union([z.literal("stop"), stepObject]);

export const scriptSchema = z.strictObject({
  on: triggerSchema,
  when: whenSchema.optional(),
  /** Of `opt_out.topics`: who ended it gets nothing unasked of this script. */
  topic: idField.optional(),
  once: z
    .union([z.literal("per_member"), z.strictObject({ again_after: durationField })])
    .default("per_member"),
  steps: z.array(stepSchema).min(1).max(200),
});
export const scriptsSchema = z.record(idField, scriptSchema);
export type Script = z.infer<typeof scriptSchema>;

/** How long a trigger wants a member to be silent, as written; undefined for other triggers. */
export function silenceOf(on: Script["on"]): string | undefined {
  return typeof on === "object" && "silent" in on ? on.silent : undefined;
}
