import { allocate } from "../../core/allocate.js";
import type { Rule } from "./compile.js";
import { openCoupons } from "./coupon.js";
import { offAt } from "./give.js";
import { unhandled } from "./give-form.js";
import { budgetLeft, gateOf, type Question } from "./pricing.js";
import type { Applied, Quote } from "./quote.js";
import { type Reason, type Rejected, refuse } from "./reasons.js";

/** What a shop that took the coupon saw otherwise; windows hold for it too. */
const UNMET: readonly Reason[] = ["NO_MATCHING_LINE", "SPEND_BELOW", "NO_EFFECT", "LOST_TO"];
/** A shop knows nothing of them: it gave more than there was. */
const LIMITS: readonly Reason[] = ["MEMBER_LIMIT", "GROUP_LIMIT", "USES_SPENT"];
const SHUT = LIMITS.map(refuse);

/** What the shop took off; `over` where the promo had less left than that, or no use. */
export type AcceptedPromo = Applied & { readonly over?: "budget" | "uses" };

/**
 * What applies to an order that a shop has already let a coupon take something off: the quote, and every
 * coupon it names that is its member's to use, though the basket doesn't earn its promo here. In a stack
 * where one promo wins the coupon's takes the winner's place, unless that was opened by a coupon too.
 * @param discount what the shop took off the goods, in minor units, where it says; what other promos of the
 * quote leave of it is the coupon's. Otherwise the coupon took what its promo gives, at its threshold where
 * the goods cost less; never more than they do. A shop that took nothing off took no coupon. What it took
 * though the promo had none left is told as `over`: its code is used, and nothing of it may be counted.
 */
export function acceptCoupons(
  question: Question,
  quoted: Quote,
  discount: number | undefined,
): readonly AcceptedPromo[] {
  const { compiled, cart, member, now } = question;
  const opened = openCoupons(compiled.coupons, { codes: cart.coupons, member, now });
  let applied: readonly AcceptedPromo[] = quoted.applied;
  for (const refused of quoted.rejected) {
    const rule = compiled.byId.get(refused.promo);
    const coupon = opened.get(refused.promo);
    if (!rule || !coupon || !("code" in coupon) || !mayHave(question, rule, refused)) continue;
    const rivals = applied.filter((each) => isRival(question, rule, each));
    if (rivals.some((each) => each.coupon !== undefined)) continue;
    const others = applied.filter((each) => !rivals.includes(each));
    const rest = restOf(question, others);
    const base = sumOf(rest);
    const told = discount === undefined ? undefined : discount - (sumOf(costs(question)) - base);
    const onGoods = rule.target === "lines";
    if (onGoods && told !== undefined && told <= 0) continue;
    const off = Math.min(onGoods ? (told ?? given(rule, base)) : 0, base);
    const over = overOf(question, rule, { off, refused });
    const shares = allocate(off, rest);
    const lines = cart.lines.map(({ id }, i) => ({ id, off: shares[i] ?? 0 }));
    const taken = { promo: rule.id, off, lines: lines.filter((line) => line.off > 0) };
    const points = rule.kind === "points" ? { points: rule.points } : {};
    const also = { ...points, coupon: coupon.code, ...(over ? { over } : {}) };
    applied = [...others, { ...taken, ...also }];
  }
  return applied;
}

function mayHave(question: Question, rule: Rule, { code }: Rejected): boolean {
  const gate = gateOf(question, rule);
  return (
    [...UNMET, ...LIMITS, "BUDGET_SPENT"].includes(code) && (gate === 0 || SHUT.includes(gate))
  );
}

function overOf(
  question: Question,
  rule: Rule,
  { off, refused }: { off: number; refused: Rejected },
): AcceptedPromo["over"] {
  if (gateOf(question, rule) !== 0) return "uses";
  // Not only by what is known of it: a free delivery that the budget doesn't cover.
  const spent = off > budgetLeft({ question }, rule) || refused.code === "BUDGET_SPENT";
  return spent ? "budget" : undefined;
}

const isRival = ({ compiled }: Question, rule: Rule, { promo }: Applied): boolean =>
  rule.how !== "all" && compiled.byId.get(promo)?.stack === rule.stack;

/** What a coupon's promo gives where the shop doesn't say; below its threshold, what it gives there. */
function given(rule: Rule, base: number): number {
  switch (rule.kind) {
    case "amount":
      return offAt(rule.amount, Math.max(base, rule.amount.least));
    // That lines are sold at the price of a flash sale is seen in what they cost.
    case "price":
    case "shipping":
    case "gift":
    case "points":
      return 0;
    default:
      throw unhandled(rule);
  }
}

const costs = ({ cart }: Question): number[] => cart.lines.map(({ qty, price }) => qty * price);

/** What each line costs after some promos. */
function restOf(question: Question, applied: readonly Applied[]): number[] {
  const offs = new Map<string, number>();
  for (const { id, off } of applied.flatMap(({ lines }) => lines))
    offs.set(id, (offs.get(id) ?? 0) + off);
  const full = costs(question);
  return question.cart.lines.map(({ id }, i) => (full[i] ?? 0) - (offs.get(id) ?? 0));
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);
