import { z } from "zod";
import { durationField, idField, textField } from "../../core/fields.js";

const oneOrMore = z.union([textField, z.array(textField).min(1).max(50)]);
export const personaSchema = z.strictObject({
  version: z.literal(1),
  id: idField,
  name: z.string().min(1).max(32),
  kind: z.enum(["person", "brand"]),
  discloses_bot: z.enum(["on_ask", "always"]).default("on_ask"),
  facts: z.record(idField, z.string()).default({}),
  voice: z
    .strictObject({
      address: z.string().max(16).default(""),
      emoji_max: z.int().min(0).optional(),
      sentence_max: z.int().min(5).optional(),
      banned: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  pacing: z
    .strictObject({
      /** Characters a second. */
      reading: z
        .string()
        .regex(/^\d{1,3}\/s$/, "PLAYBOOK_PACE")
        .meta({ form: "pace" })
        .default("8/s"),
      min: durationField.default("1s"),
      max: durationField.default("6s"),
      split_at: z.int().min(20).max(4000).default(400),
    })
    .prefault({}),
  lines: z.record(idField, oneOrMore),
});
export type Persona = z.infer<typeof personaSchema>;
