import { z } from "zod";
import { durationField, idField, timeField } from "../../core/fields.js";

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
export const optOutSchema = z.strictObject({
  words: z.array(z.string().min(1)).min(1),
  say: idField,
});
export type Quiet = z.infer<typeof quietSchema>;
export type Limits = z.infer<typeof limitsSchema>;
export type OptOut = z.infer<typeof optOutSchema>;
