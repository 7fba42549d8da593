import { z } from "zod";
import { idField, timeField } from "../../core/fields.js";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const scheduleSchema = z.strictObject({
  at: timeField,
  days: z.array(z.enum(weekdays)).min(1).optional(),
  /** Dates left out: `2026-10-01` or `2026-10-01..2026-10-08`, both ends included. */
  except: z
    .array(
      z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$/, "PLAYBOOK_DATE")
        .meta({ form: "dates" }),
    )
    .optional(),
  pool: idField,
  say: idField,
  /** The promo that the line speaks of; nothing is said while it doesn't run. */
  promo: idField.optional(),
});
export const schedulesSchema = z.record(idField, scheduleSchema);
export type Schedule = z.infer<typeof scheduleSchema>;
