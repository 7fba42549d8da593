import { z } from "zod";
import { idField, textField } from "../core/fields.js";
import { experimentsSchema, heuristicsSchema } from "../domain/experiment/design/schema.js";
import { groupsSchema } from "../domain/group/schema.js";
import { limitsSchema, optOutSchema, quietSchema } from "../domain/guard/schema.js";
import { operatorsSchema } from "../domain/operator/schema.js";
import { ordersSchema } from "../domain/order/schema.js";
import { promoSections } from "../domain/promo/schema.js";
import { repliesSchema } from "../domain/reply/schema.js";
import { schedulesSchema } from "../domain/schedule/schema.js";
import { scriptsSchema } from "../domain/script/schema.js";

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
  heuristics: heuristicsSchema.default({}),
  experiments: experimentsSchema.default({}),
  /** Effects of settled experiments may be pooled with those of other clients, without names. */
  share_results: z.boolean().default(false),
});
export type Playbook = z.infer<typeof playbookSchema>;
