import { formatMoney } from "../../core/money.js";
import type { Reason, Rejected } from "./reasons.js";

type Lang = "zh-CN" | "en";

/** What operators read; members hear one neutral sentence, so that codes can't be probed. */
const REASONS: Readonly<Record<Reason, readonly [zh: string, en: string]>> = {
  COUPON_MISSING: ["要用券，没有出示", "it needs a coupon, and none was given"],
  COUPON_UNKNOWN: ["券码不对", "the code is no coupon of it"],
  COUPON_NOT_YOURS: ["券是别人的", "the coupon is another member's"],
  COUPON_VOID: ["券已作废", "the coupon is void"],
  COUPON_USED: ["券用过了", "the coupon has been used"],
  COUPON_RESERVED: ["券正被另一单占用", "another order holds the coupon"],
  COUPON_EXPIRED: ["券过期了", "the coupon has expired"],
  NO_MATCHING_LINE: ["没有适用的商品", "no line counts for it"],
  SPEND_BELOW: ["还差 {short}", "{short} short of the threshold"],
  OUTSIDE_WINDOW: ["不在活动时间内", "it is not open at this time"],
  NOT_FOR_MEMBER: ["不适用于这位成员", "it is not for this member"],
  MEMBER_LIMIT: ["这位成员的次数用完了", "the member has used it up"],
  GROUP_LIMIT: ["这个群的次数用完了", "the group has used it up"],
  USES_SPENT: ["总次数用完了", "all its uses are spent"],
  NO_EFFECT: ["没有可减的", "it would change nothing"],
  BUDGET_SPENT: ["预算不够了", "its budget does not cover it"],
  LOST_TO: ["让给了 {winner}", "it lost to {winner}"],
};

/** Why a promo did not apply, as a sentence for operators. */
export function reasonText(rejected: Rejected, currency: string, lang: Lang): string {
  const { code, short = 0, winner = "" } = rejected;
  return REASONS[code][lang === "en" ? 1 : 0]
    .replace("{short}", formatMoney(short, currency))
    .replace("{winner}", winner);
}
