import { formatMoney } from "../../src/core/money.js";
import type { CartLine, Shopper } from "../../src/domain/promo/cart.js";
import { type PromoBook, promosFileSchema } from "../../src/domain/promo/schema.js";

/** A quote of another engine in neutral form, as in tests/cases/promos.json. */
export type NeutralCase = {
  readonly id: string;
  readonly cart: {
    readonly lines: readonly {
      readonly id: string;
      readonly qty: number;
      readonly subtotal_fen: number;
      readonly tags: readonly string[];
      readonly min_unit_fen?: number;
    }[];
    readonly shipping?: readonly { readonly fen: number }[];
    readonly member?: {
      readonly groups?: readonly string[];
      readonly redeemed?: number;
      readonly of_which_cancelled?: number;
    };
  } | null;
  readonly promotions: readonly NeutralPromo[] | null;
};
type NeutralPromo = {
  readonly id: string;
  readonly when: {
    readonly groups_any?: readonly string[];
    readonly basis?: string;
    readonly op?: "gt" | "gte";
    readonly threshold_fen?: number;
    readonly tags?: readonly string[];
    readonly min_line_qty?: number;
    readonly nth_order?: number;
  };
  readonly give: {
    readonly type?: string;
    readonly scope?: string;
    readonly amount_fen?: number;
    readonly percent?: number;
    readonly cap_fen?: number;
    readonly base_fen?: number;
    readonly base_percent?: number;
    readonly tiers?: readonly {
      readonly at_fen: number;
      readonly amount_fen: number;
      readonly percent: number;
    }[];
    readonly tags?: readonly string[];
    readonly respect_min_price?: boolean;
  };
  readonly limits?: {
    readonly per_member?: number;
    readonly budget_amount_fen?: number;
    readonly reusable_after_cancel?: boolean;
  };
  readonly code?: string;
  readonly lane?: number;
  readonly priority?: number;
  readonly exclusive?: boolean;
};

const yuan = (fen: number): string => formatMoney(fen, "CNY");

/** Why a case can't be told in our format; undefined when it can. */
export function inexpressible({ promotions }: NeutralCase): string | undefined {
  for (const { when, give } of promotions ?? []) {
    if (when.min_line_qty !== undefined) return "promos have no minimum quantity";
    if (when.nth_order !== undefined) return "promos don't count a member's orders";
    if (give.respect_min_price) return "lines have no floor under their price";
    if (give.type === "fixed" && give.scope === "items_each")
      return "off is per basket, not per line";
    if (give.scope === "shipping_each") return "shipping is free or paid, and there is one";
    if (give.scope === "per_unit_in_full_groups")
      return "off is per basket, not per group of pieces";
    if (give.type === "buy_x_get_y") return "there is no buy X get Y";
    if (give.type === "tiered_percent_by_qty") return "tiers are by money, not by quantity";
  }
  return undefined;
}

/** The neutral promos as ours: lanes are stacks, exclusive ones compete by priority, others add up. */
export function bookOf({ promotions }: NeutralCase): PromoBook {
  const promos: Record<string, unknown> = {};
  const stacks: Record<string, string> = {};
  const coupons: Record<string, unknown> = {};
  for (const each of promotions ?? []) {
    const tiered = each.give.type === "tiered_percent";
    const stack =
      each.lane === undefined ? (each.exclusive ? "exclusive" : "all") : `lane${each.lane}`;
    stacks[stack] = tiered || each.lane !== undefined ? "best" : each.exclusive ? "first" : "all";
    if (tiered) {
      // Percentages by threshold are promos of one stack, of which the best applies.
      const { base_percent: base = 0, tiers = [] } = each.give;
      for (const [at, percent] of [[0, base], ...tiers.map((tier) => [tier.at_fen, tier.percent])])
        promos[`${each.id}--${at}`] = {
          title: each.id,
          ...(at ? { spend: yuan(at) } : {}),
          give: { percent },
          stack,
        };
    } else promos[each.id] = promoOf(each, stack);
    if (each.code !== undefined)
      coupons[`coupon-${each.id}`] = {
        promo: each.id,
        code: { length: each.code.length },
        valid: "1d",
        max: 1,
      };
  }
  return promosFileSchema.parse({ promos, stacks, coupons });
}

function promoOf({ id, when, give, limits, priority }: NeutralPromo, stack: string) {
  const tags = give.tags ?? when.tags;
  const least = (when.threshold_fen ?? 0) + (when.op === "gt" ? 1 : 0);
  return {
    title: id,
    give: giveOf(give),
    stack,
    ...(tags ? { of: { tags } } : {}),
    ...(least > 0 ? { spend: yuan(least) } : {}),
    ...(when.groups_any ? { who: { tags: when.groups_any } } : {}),
    ...(priority === undefined ? {} : { priority }),
    ...(limits?.per_member ? { limits: { member: { max: limits.per_member } } } : {}),
    ...(limits?.budget_amount_fen ? { budget: yuan(limits.budget_amount_fen) } : {}),
  };
}

function giveOf(give: NeutralPromo["give"]) {
  switch (give.type) {
    case "fixed":
      return { off: yuan(give.amount_fen ?? 0) };
    case "percent":
      return { percent: give.percent, ...(give.cap_fen ? { cap: yuan(give.cap_fen) } : {}) };
    case "tiered_fixed":
      return {
        tiers: [
          [1, give.base_fen ?? 0],
          ...(give.tiers ?? []).map((tier) => [tier.at_fen, tier.amount_fen]),
        ].map(([spend = 0, off = 0]) => ({ spend: yuan(spend), off: yuan(off) })),
      };
    case "free_shipping":
      return { shipping: "free" };
    default:
      return { percent: 100 };
  }
}

export function linesOf({ cart }: NeutralCase): CartLine[] {
  return (cart?.lines ?? []).map(({ id, qty, subtotal_fen: cost, tags }) => ({
    id,
    qty,
    price: cost / qty,
    tags,
  }));
}

export function shopperOf({ cart, promotions }: NeutralCase): Shopper {
  return {
    id: "m",
    tags: cart?.member?.groups ?? [],
    coupons: (promotions ?? []).flatMap(({ id, code }) =>
      code === undefined
        ? []
        : [
            {
              code,
              coupon: `coupon-${id}`,
              state: "granted" as const,
              until: Number.POSITIVE_INFINITY,
            },
          ],
    ),
  };
}

export function countersOf({ cart, promotions }: NeutralCase) {
  const { redeemed = 0, of_which_cancelled: cancelled = 0 } = cart?.member ?? {};
  return Object.fromEntries(
    (promotions ?? []).map(({ id, limits }) => [
      id,
      { member: redeemed - (limits?.reusable_after_cancel ? cancelled : 0) },
    ]),
  );
}
