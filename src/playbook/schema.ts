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
import type { Problem } from "./findings/finding.js";
import type { Source } from "./read/read.js";

const baseSchema = () =>
  z.strictObject({
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
    experiments: experimentsSchema().default({}),
    /** Effects of settled experiments may be pooled with those of other clients, without names. */
    share_results: z.boolean().default(false),
  });
/** The sections that features add to a playbook, by their key. Open: each feature declares its own. @public */
// biome-ignore lint/suspicious/noEmptyInterface: features fill it
export interface Sections {}

/** A feature's section of the playbook. */
export type Section = {
  readonly key: keyof Sections;
  /** What may stand there; a playbook may leave the section out. */
  readonly schema: z.ZodType<Sections[keyof Sections]>;
  /** What contradicts itself or the rest of the playbook. */
  readonly check?: (source: Source, playbook: Playbook) => readonly Problem[];
};

let added: readonly Section[] = [];

/** Says once, at the start, which sections features add. */
export function useSections(sections: readonly Section[]): void {
  added = sections;
}

export const sectionsInUse = (): readonly Section[] => added;

export type Playbook = z.infer<ReturnType<typeof baseSchema>> & Partial<Sections>;

let made: { readonly of: readonly Section[]; readonly schema: z.ZodType<Playbook> } | undefined;

/** The form of a playbook, with the sections that features add. */
export function playbookSchema(): z.ZodType<Playbook> {
  const sections = sectionsInUse();
  if (made?.of !== sections) {
    const more = Object.fromEntries(sections.map(({ key, schema }) => [key, schema.optional()]));
    const schema: z.ZodType = baseSchema().extend(more);
    // Each section's type stands under its key in `Sections`.
    made = { of: sections, schema: schema as z.ZodType<Playbook> };
  }
  return made.schema;
}
