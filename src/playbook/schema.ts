import { z } from "zod";
import { idField, textField } from "../core/fields.js";
import { groupsSchema } from "../group/schema.js";
import { limitsSchema, optOutSchema, quietSchema } from "../guard/schema.js";
import { operatorsSchema } from "../operator/schema.js";
import { ordersSchema } from "../order/schema.js";
import { promoSections } from "../promo/schema.js";
import { repliesSchema } from "../reply/schema.js";
import { schedulesSchema } from "../schedule/schema.js";
import { scriptsSchema } from "../script/schema.js";

/** A section whose issue is not built yet: only an empty map is accepted. */
const later = z.strictObject({}).optional();

export const playbookSchema = z.strictObject({
  version: z.literal(1),
  client: idField,
  brand: textField,
  timezone: z.string(),
  currency: z.string(),
  locale: z.enum(["zh-CN", "en"]).default("zh-CN"),
  operators: operatorsSchema,
  groups: groupsSchema.prefault({}),
  persona: idField,
  quiet: quietSchema.optional(),
  limits: limitsSchema.prefault({}),
  opt_out: optOutSchema.optional(),
  on_uncertain: z.enum(["skip", "resend"]).optional(),
  replies: repliesSchema.default({}),
  scripts: scriptsSchema.default({}),
  schedule: schedulesSchema.default({}),
  ...promoSections,
  orders: ordersSchema.prefault({}),
  heuristics: later,
  experiments: later,
});
export type Playbook = z.infer<typeof playbookSchema>;
