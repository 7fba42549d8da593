import { z } from "zod";
import {
  durationField,
  idField,
  instantField,
  moneyField,
  textField,
  timeField,
} from "../../core/fields.js";
import { weekdays } from "../schedule/schema.js";

const skuField = z.string().min(1).max(64);
const tagsField = z.array(idField).min(1);
const countField = z.int().min(1, "PLAYBOOK_LIMIT_ZERO");
const percentField = z
  .number()
  .refine((percent) => percent > 0 && percent <= 100 && basisPoints(percent) !== undefined, {
    message: "PLAYBOOK_PERCENT",
  });

/** A percentage in hundredths of a percent, or undefined when it has more than two decimals. */
export function basisPoints(percent: number): number | undefined {
  const hundredths = Math.round(percent * 100);
  return Math.abs(hundredths - percent * 100) < 1e-6 ? hundredths : undefined;
}

/** The forms of what a promo gives, by the key that no other has; `every` goes with an `off`. */
const forms = {
  off: z.strictObject({ off: moneyField }),
  percent: z.strictObject({ percent: percentField, cap: moneyField.optional() }),
  tiers: z.strictObject({
    tiers: z
      .array(z.strictObject({ spend: moneyField, off: moneyField }))
      .min(1)
      .max(20),
  }),
  every: z.strictObject({ every: moneyField, off: moneyField, cap: moneyField.optional() }),
  gift: z.strictObject({ gift: skuField, qty: countField.default(1) }),
  points: z.strictObject({ points: countField }),
  shipping: z.strictObject({ shipping: z.literal("free") }),
  price: z.strictObject({ price: moneyField, of_sku: skuField }),
};
/** What a promo gives: exactly one of the forms. */
const giveSchema = z.union(Object.values(forms));
export type Give = z.infer<typeof giveSchema>;
export type GiveKind = keyof typeof forms;
/** A `give` with the name of its form. */
export type GiveForm = {
  [K in GiveKind]: { readonly kind: K } & z.infer<(typeof forms)[K]>;
}[GiveKind];
export const giveForms: readonly string[] = Object.keys(forms);

const windowSchema = z.strictObject({
  /** Inclusive. */
  from: instantField.optional(),
  /** Exclusive. */
  to: instantField.optional(),
  /** From the first time to before the second, on the playbook's clock; may go over midnight. */
  daily: z.tuple([timeField, timeField]).optional(),
  /** The days on which the daily hours begin. */
  days: z.array(z.enum(weekdays)).min(1).optional(),
});
export type Window = z.infer<typeof windowSchema>;

const periods = ["hour", "day", "week", "month"] as const;
/** At most `max` in each period of the playbook's calendar; without `per`, in all. */
const limitSchema = z.strictObject({ max: countField, per: z.enum(periods).optional() });

const promoSchema = z.strictObject({
  title: textField.max(60),
  /** The threshold on what the lines of `of` cost, inclusive. */
  spend: moneyField.optional(),
  /** A line counts when it meets every key here; any of the tags, any of the skus. */
  of: z
    .strictObject({
      tags: tagsField.optional(),
      skus: z.array(skuField).min(1).optional(),
      except_tags: tagsField.optional(),
    })
    .optional(),
  give: giveSchema,
  who: z
    .strictObject({
      /** Any of them. */
      tags: tagsField.optional(),
      new_within: durationField.optional(),
    })
    .optional(),
  window: windowSchema.optional(),
  limits: z
    .strictObject({
      uses: countField.optional(),
      member: limitSchema.optional(),
      group: limitSchema.optional(),
    })
    .optional(),
  budget: moneyField.optional(),
  stack: idField.default("price"),
  /** Higher goes first. */
  priority: z.int().default(0),
  refund: z.enum(["recheck", "prorate", "keep"]).default("recheck"),
  nudge: z.strictObject({ within: moneyField, say: idField }).optional(),
});
export type Promo = z.infer<typeof promoSchema>;

export const couponSchema = z.strictObject({
  promo: idField,
  code: z.strictObject({
    prefix: z
      .string()
      .regex(/^[A-Z0-9]{0,8}$/, "PLAYBOOK_CODE_PREFIX")
      .meta({ form: "prefix" })
      .default(""),
    /** Of the whole code, the prefix included. */
    length: z.int().min(4).max(32),
  }),
  valid: durationField,
  /** How long an order being made holds the coupon. */
  reserve: durationField.default("30m"),
  /** How many are ever granted. */
  max: countField,
});
export type Coupon = z.infer<typeof couponSchema>;

const promosSchema = z.record(idField, promoSchema);
const stacksSchema = z.record(idField, z.enum(["best", "first", "all"]));
const couponsSchema = z.record(idField, couponSchema);

/** The playbook's sections. */
export const promoSections = {
  promos: promosSchema.default({}),
  stacks: stacksSchema.default({ price: "best" }),
  coupons: couponsSchema.default({}),
};
/** A file of promos alone, for `quote --promos` and `promo replay`. */
export const promosFileSchema = z.strictObject({
  version: z.literal(1).optional(),
  timezone: z.string().default("Asia/Shanghai"),
  currency: z.string().default("CNY"),
  ...promoSections,
});
/** The part of a playbook that promos live on. */
export type PromoBook = z.infer<typeof promosFileSchema>;
