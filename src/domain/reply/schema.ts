import { z } from "zod";
import { durationField, idField } from "../../core/fields.js";

export const whenSchema = z
  .strictObject({
    /** Any of them, as the whole message or a part of it. */
    keywords: z.array(z.string().min(1)).min(1).optional(),
    /** A regular expression of the linear-time engine. */
    pattern: z.string().min(1).max(500).optional(),
  })
  .refine((when) => when.keywords || when.pattern, { message: "PLAYBOOK_WHEN_EMPTY" });
export type When = z.infer<typeof whenSchema>;

const replySchema = z.strictObject({
  when: whenSchema,
  say: idField,
  /** The promo that the line speaks of; the reply holds only while it runs. */
  promo: idField.optional(),
  cooldown: z.strictObject({ per: z.enum(["member", "group"]), for: durationField }).optional(),
});
export const repliesSchema = z.record(idField, replySchema);
