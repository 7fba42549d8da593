import { z } from "zod";
import { idField, moneyField } from "../../core/fields.js";
import { minorDigits, moneySlip, parseMoney } from "../../core/money.js";
import { nearest } from "../../core/nearest.js";
import type { Problem } from "../../playbook/findings/finding.js";
import type { Path, Source } from "../../playbook/read/read.js";
import type { Playbook, Section } from "../../playbook/schema.js";

declare module "../../playbook/schema.js" {
  interface Sections {
    points: PointsRules;
  }
}

const countField = z.int().min(1).max(1_000_000);

const pointsSchema = z.strictObject({
  /** What a day's check-in gives; every so many days in a row, more. */
  check_in: z
    .strictObject({
      give: countField,
      bonus: z.strictObject({ every: z.int().min(2).max(365), give: countField }).optional(),
    })
    .optional(),
  /** What a paid order gives for each whole `every` of what was paid and not given back. */
  orders: z.strictObject({ every: moneyField, give: countField }).optional(),
  /** What coupons cost: coupon -> points. */
  exchange: z.record(idField, countField).default({}),
});
export type PointsRules = z.infer<typeof pointsSchema>;

/** The section `points:` of a playbook. */
export const pointsSection: Section = {
  key: "points",
  schema: pointsSchema,
  check: (source, playbook) =>
    playbook.points
      ? [...idle(source, playbook), ...amounts(source, playbook), ...coupons(source, playbook)]
      : [],
};

/** Rules by which nobody gets points, where no promo gives any either. */
function idle(source: Source, { points, promos }: Playbook): Problem[] {
  const gives = Object.values(promos).some(({ give }) => "points" in give);
  if (gives || points?.check_in || points?.orders) return [];
  if (Object.keys(points?.exchange ?? {}).length > 0) return [];
  return [{ code: "PLAYBOOK_POINTS_IDLE", at: source.locate(["points"], "key") }];
}

/** An amount of nothing, or with more decimals than the currency has. */
function amounts(source: Source, { points, currency }: Playbook): Problem[] {
  const every = points?.orders?.every;
  if (every === undefined) return [];
  const at = source.locate(["points", "orders", "every"], "value");
  const field = "every";
  const digits = minorDigits(currency);
  if (moneySlip(every, currency) === "decimals")
    return [
      { code: "PLAYBOOK_MONEY_DECIMALS", at, params: { field, value: every, currency, digits } },
    ];
  if (parseMoney(every, currency) !== 0) return [];
  return [{ code: "PLAYBOOK_MONEY_ZERO", at, params: { field } }];
}

/** Coupons for points that the playbook doesn't have. */
function coupons(source: Source, { points, coupons: known }: Playbook): Problem[] {
  return Object.keys(points?.exchange ?? {}).flatMap((id): Problem[] => {
    if (Object.hasOwn(known, id)) return [];
    const path: Path = ["points", "exchange", id];
    const guess = nearest(id, Object.keys(known));
    const params = { id, ...(guess ? { guess } : {}) };
    return [{ code: "PLAYBOOK_UNKNOWN_COUPON", at: source.locate(path, "key"), params }];
  });
}
