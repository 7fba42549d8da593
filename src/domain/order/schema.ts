import { z } from "zod";
import { durationField, idField } from "../../core/fields.js";
import { models } from "./attribution.js";
import { columnNames } from "./csv-columns.js";

/** A secret stands in the environment; in clear it is a finding that never repeats it. */
const secretField = z
  .string()
  .regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, "PLAYBOOK_SECRET")
  .meta({ form: "secret" });

const sourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("generic"), secret: secretField }),
  z.strictObject({
    kind: z.literal("wechat-shop"),
    app_id: z.string().min(1).max(64),
    token: secretField,
    aes_key: secretField,
  }),
  z.strictObject({
    kind: z.literal("youzan"),
    client_id: z.string().min(1).max(64),
    secret: secretField,
  }),
  z.strictObject({ kind: z.literal("shopify"), secret: secretField }),
  z.strictObject({ kind: z.literal("woocommerce"), secret: secretField }),
]);

/** A share of a price, `"0.62"`; a number does too, since no cents can be lost. */
const shareField = z
  .union([
    z
      .string()
      .regex(/^[01](\.\d{1,4})?$/, "PLAYBOOK_MARGIN")
      .meta({ form: "share" }),
    z.number(),
  ])
  .transform(Number)
  .refine((share) => share > 0 && share <= 1, { message: "PLAYBOOK_MARGIN" });

export const ordersSchema = z.strictObject({
  /** What is left of a list price before discounts, as a share of it; margins are counted with it. */
  margin: shareField.optional(),
  /** Each is reached at `/hooks/<client>/<source>`. */
  sources: z.record(idField, sourceSchema).default({}),
  /** Names of the columns of the shop's export, where they differ from the usual ones. */
  csv: z
    .strictObject({ columns: z.partialRecord(z.enum(columnNames), z.string().min(1)) })
    .optional(),
  /** What shop lines count as for the promos, by sku. */
  skus: z.record(z.string().min(1).max(200), z.array(idField)).default({}),
  /** What all else from a shop counts as: skus that are not listed, lines without one, bare sums. */
  tags: z.array(idField).default([]),
  /**
   * `tags`: what a price that somebody types in chat counts as. With it, orders typed in chat wait for an
   * operator; `say` is the line that tells the member so.
   */
  typed: z.strictObject({ tags: z.array(idField).min(1), say: idField.optional() }).optional(),
  attribution: z
    .strictObject({
      model: z.enum(models).default("last"),
      window: durationField.default("7d"),
    })
    .prefault({}),
});
