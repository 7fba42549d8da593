import type { CartLine } from "./cart.js";
import type { Rule } from "./compile.js";
import { budgetLeft, gateOf, type Question, type Run, run } from "./run.js";
import type { Promo } from "./schema.js";

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
  const nearest = nearestOf(now, spoken);
  const nudge = nearest && tryOut(now, nearest);
  if (!nearest || nudge?.gap === nearest.gap) return nudge;
  return search(now, spoken);
}

/** The candidate with the smallest gap, before it is tried out. */
function nearestOf(now: Run, spoken: boolean): Candidate | undefined {
  let nearest: Candidate | undefined;
  for (const rule of now.question.compiled.rules) {
    if (spoken && !rule.promo.nudge) continue;
    const candidate = candidateOf(now, rule, nearest?.gap ?? Number.POSITIVE_INFINITY);
    if (candidate && (!nearest || before(candidate, nearest) < 0)) nearest = candidate;
  }
  return nearest;
}

const before = (a: Candidate, b: Candidate): number =>
  a.gap - b.gap || b.off - a.off || a.rule.index - b.rule.index;

/** Tries all candidates out; a gap only ever grows meanwhile, so nearer ones come first. */
function search(now: Run, spoken: boolean): Nudge | undefined {
  const candidates: Candidate[] = [];
  for (const rule of now.question.compiled.rules) {
    const candidate =
      spoken && !rule.promo.nudge ? undefined : candidateOf(now, rule, Number.POSITIVE_INFINITY);
    if (candidate) candidates.push(candidate);
  }
  let best: Nudge | undefined;
  for (const candidate of candidates.sort(before)) {
    if (best && candidate.gap >= best.gap) break;
    const nudge = tryOut(now, candidate);
    if (nudge && (!best || nudge.gap < best.gap)) best = nudge;
  }
  return best;
}

function candidateOf(now: Run, rule: Rule, nearerThan: number): Candidate | undefined {
  const { question } = now;
  const above = toBeat(now, rule);
  if (rule.amount && rule.amount.most <= above) return undefined;
  const base = now.bases[rule.index] ?? 0;
  const next = above < 0 ? undefined : nextOf(now, rule, base, above);
  if (next === undefined) return undefined;
  const gap = next - base;
  if (gap > nearerThan || gap > rule.nudgeWithin) return undefined;
  if (rule.needsCoupon && !isOpened(question, rule)) return undefined;
  if (gateOf(now, rule) !== 0) return undefined;
  const off = rule.amount ? rule.amount.off(next) : now.shipping;
  return off <= budgetLeft(now, rule) ? { rule, gap, off } : undefined;
}

/** What a promo has to take off to change the result; -1 when a promo of higher priority bars it. */
function toBeat({ won, verdicts }: Run, rule: Rule): number {
  const own = verdicts[rule.index] ?? 0;
  const winner = own > 0 ? undefined : won[rule.stack];
  if (!winner) return Math.max(0, own);
  return rule.how === "first" && outranks(winner.rule, rule) ? -1 : winner.off;
}

const outranks = (one: Rule, other: Rule): boolean =>
  one.promo.priority > other.promo.priority ||
  (one.promo.priority === other.promo.priority && one.index < other.index);

function nextOf(now: Run, rule: Rule, base: number, above: number): number | undefined {
  const { amount, promo, spend } = rule;
  if (amount) return amount.next(base, above);
  const free = "shipping" in promo.give && now.shipping > above;
  return free && base < spend ? spend : undefined;
}

function tryOut(now: Run, { rule, gap: first }: Candidate): Nudge | undefined {
  const { question } = now;
  const base = now.bases[rule.index] ?? 0;
  let target = base + first;
  let gap = first;
  for (let round = 0; round < ROUNDS && gap <= rule.nudgeWithin; round++) {
    const then = run(withMore(question, rule, gap), now);
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
    const next = above < 0 ? undefined : nextOf(now, rule, target, above);
    if (next === undefined) return undefined;
    gap += next - target;
    target = next;
  }
  return undefined;
}

/** What all promos take off together. */
const savedBy = ({ applied }: Run): number => applied.reduce((sum, { off }) => sum + off, 0);

function withMore(question: Question, { promo, matches }: Rule, price: number): Question {
  const { compiled, cart, member, counters, now, opened } = question;
  const lines = [
    ...cart.lines,
    { id: "", qty: 1, price, ...(matches ? sampleOf(promo) : ANYTHING) },
  ];
  const more = { lines, shipping: cart.shipping, coupons: cart.coupons };
  return { compiled, cart: more, member, counters, now, opened };
}

const ANYTHING = { tags: [] };
/** An item that a promo counts. */
function sampleOf({ of, give }: Promo): Pick<CartLine, "sku" | "tags"> {
  const sku = "price" in give ? give.of_sku : of?.skus?.[0];
  const tags = of?.tags?.slice(0, 1) ?? [];
  return sku === undefined ? { tags } : { sku, tags };
}

function isOpened({ opened }: Question, rule: Rule): boolean {
  const coupon = opened?.get(rule.id);
  return coupon !== undefined && "code" in coupon;
}
