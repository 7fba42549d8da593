import { z } from "zod";
import { durationField, idField, textField, timeField } from "../../core/fields.js";

const per = z.enum(["hour", "day", "week"]);
export const quietSchema = z.strictObject({ from: timeField, to: timeField });
export const limitsSchema = z.strictObject({
  group: z
    .strictObject({
      max: z.int().min(1, "PLAYBOOK_LIMIT_ZERO"),
      per,
      gap: durationField.optional(),
    })
    .optional(),
  member: z.strictObject({ max: z.int().min(1, "PLAYBOOK_LIMIT_ZERO"), per }).optional(),
});
const topicSchema = z.strictObject({
  /** What its messages are called to members. */
  title: textField,
  /** What else members call them. */
  words: z.array(z.string().min(1)).default([]),
});
export const optOutSchema = z.strictObject({
  words: z.array(z.string().min(1)).min(1),
  say: idField,
  /** Said to who wants them again. */
  say_again: idField.optional(),
  /** What a member can end alone: 别发优惠了. */
  topics: z.record(idField, topicSchema).optional(),
});
export type Quiet = z.infer<typeof quietSchema>;
export type Limits = z.infer<typeof limitsSchema>;
export type OptOut = z.infer<typeof optOutSchema>;
