import { nearest } from "../../core/nearest.js";
import { parseDuration } from "../../core/time/duration.js";
import { isUnguessable } from "../../domain/promo/code.js";
import type { Coupon, PromoBook } from "../../domain/promo/schema.js";
import type { Problem } from "../findings/finding.js";
import type { Source } from "../read/read.js";

const MAX_LENGTH = 32;

/** Coupons for no promo, with guessable codes, or held longer than they live. */
export function couponProblems(
  source: Source,
  book: PromoBook,
  promos: readonly string[],
): Problem[] {
  return Object.entries(book.coupons).flatMap(([id, coupon]) => {
    const at = (...path: string[]) => source.locate(["coupons", id, ...path], "value");
    const problems: Problem[] = [];
    if (!promos.includes(coupon.promo)) {
      const guess = nearest(coupon.promo, promos);
      const params = { id: coupon.promo, ...(guess ? { guess } : {}) };
      problems.push({ code: "PLAYBOOK_UNKNOWN_PROMO", at: at("promo"), params });
    }
    if (!isUnguessable(coupon))
      problems.push({
        code: "PLAYBOOK_CODE_SPACE",
        at: at("code", "length"),
        params: space(coupon),
      });
    const { reserve, valid } = coupon;
    if ((parseDuration(reserve) ?? 0) > (parseDuration(valid) ?? 0))
      problems.push({
        code: "PLAYBOOK_COUPON_RESERVE",
        at: at("reserve"),
        params: { reserve, valid },
      });
    return problems;
  });
}

/** How many codes there are, and the length that would do. */
function space({ code, max }: Coupon) {
  const signs = Math.max(0, code.length - code.prefix.length);
  let length = code.length;
  while (length < MAX_LENGTH && !isUnguessable({ code: { ...code, length }, max })) length++;
  return { max, codes: 32 ** signs, length };
}
