import type { Cart } from "./cart.js";
import type { Rule } from "./compile.js";
import { budgetLeft, gateOf, type Question, type Run, run } from "./run.js";

/** A little more that makes a better price; minor units. */
export type Nudge = {
  readonly promo: string;
  /** How much more to spend. */
  readonly gap: number;
  /** What the promo takes off then. */
  readonly off: number;
  /** What the whole basket costs then. */
  readonly total: number;
  /** The line that says so, where the promo has one. */
  readonly say?: string;
};

type Candidate = { readonly rule: Rule; readonly gap: number; readonly off: number };
/** How many thresholds are tried, and how often a gap grows because earlier stacks take their share. */
const ROUNDS = 16;

/**
 * The smallest gap to a better result over all promos and tiers, considering what already applies;
 * ties go to the larger discount, then to the earlier promo.
 *
 * What is added is thought of as one item that the promo counts and of which nothing else is known. A
 * candidate is accepted only when the whole basket, quoted again with that item, saves more and the
 * promo applies. Gifts and points save nothing and are never nudged to.
 */
export function findNudge(now: Run, spoken = false): Nudge | undefined {
  const candidates: Candidate[] = [];
  for (const rule of now.question.compiled.rules) {
    const candidate = spoken && !rule.promo.nudge ? undefined : candidateOf(now, rule);
    if (candidate) candidates.push(candidate);
  }
  candidates.sort((a, b) => a.gap - b.gap || b.off - a.off || a.rule.index - b.rule.index);
  let best: Nudge | undefined;
  for (const candidate of candidates) {
    // A gap only ever grows while it is tried, so no later candidate can undercut what is found.
    if (best && candidate.gap >= best.gap) break;
    const nudge = tryOut(now, candidate);
    if (nudge && (!best || nudge.gap < best.gap)) best = nudge;
  }
  return best;
}

function candidateOf(now: Run, rule: Rule): Candidate | undefined {
  const { question } = now;
  if (rule.needsCoupon && !isOpened(question, rule)) return undefined;
  const base = now.bases[rule.index] ?? 0;
  const above = toBeat(now, rule);
  const next = above === undefined ? undefined : nextOf(now, rule, base, above);
  if (next === undefined || gateOf(question, rule) !== 0) return undefined;
  const gap = next - base;
  const off = offAt(now, rule, next);
  return gap <= rule.nudgeWithin && off <= budgetLeft(question, rule)
    ? { rule, gap, off }
    : undefined;
}

/** What a promo has to take off to change the result; undefined when a promo of higher priority bars it. */
function toBeat({ applied, verdicts }: Run, rule: Rule): number | undefined {
  const { how, promo, index } = rule;
  const own = Math.max(0, verdicts[index] ?? 0);
  if (how === "all" || own > 0) return own;
  const winner = applied.find((each) => each.rule.promo.stack === promo.stack);
  if (!winner || winner.rule === rule) return own;
  const { priority } = winner.rule.promo;
  const outranks =
    priority > promo.priority || (priority === promo.priority && winner.rule.index < index);
  return how === "first" && outranks ? undefined : winner.off;
}

function nextOf(now: Run, rule: Rule, base: number, above: number): number | undefined {
  const { amount, promo, spend } = rule;
  if (amount) return amount.next(base, above);
  const free = "shipping" in promo.give && now.shipping > above;
  return free && base < spend ? spend : undefined;
}

const offAt = (now: Run, { amount }: Rule, base: number): number =>
  amount ? amount.off(base) : now.shipping;

function tryOut(now: Run, { rule, gap: first }: Candidate): Nudge | undefined {
  const { question } = now;
  const base = now.bases[rule.index] ?? 0;
  let target = base + first;
  let gap = first;
  for (let round = 0; round < ROUNDS && gap <= rule.nudgeWithin; round++) {
    const then = run({ ...question, cart: withMore(question.cart, rule, gap) });
    const short = target - (then.bases[rule.index] ?? 0);
    if (short > 0) {
      gap += short;
      continue;
    }
    const applied = then.applied.find((each) => each.rule === rule);
    if (applied && savedBy(then) > savedBy(now)) {
      const { id, promo } = rule;
      return {
        promo: id,
        gap,
        off: applied.off,
        total: then.total + then.shipping,
        ...(promo.nudge && { say: promo.nudge.say }),
      };
    }
    // With the item, another promo has grown, too: only a further threshold can still beat it.
    const above = toBeat(then, rule);
    const next = above === undefined ? undefined : nextOf(now, rule, target, above);
    if (next === undefined) return undefined;
    gap += next - target;
    target = next;
  }
  return undefined;
}

/** What all promos take off together. */
const savedBy = ({ applied }: Run): number => applied.reduce((sum, { off }) => sum + off, 0);

function withMore(cart: Cart, { promo: { of, give } }: Rule, price: number): Cart {
  const sku = "price" in give ? give.of_sku : of?.skus?.[0];
  const tags = of?.tags?.slice(0, 1) ?? [];
  const line = { id: "", qty: 1, price, tags, ...(sku === undefined ? {} : { sku }) };
  return { ...cart, lines: [...cart.lines, line] };
}

function isOpened({ opened }: Question, rule: Rule): boolean {
  const coupon = opened?.get(rule.id);
  return coupon !== undefined && "code" in coupon;
}
