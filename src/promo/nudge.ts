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
/** How often a gap may grow because earlier stacks take their share of what is added. */
const ROUNDS = 12;

/**
 * The smallest gap to a better result over all promos and tiers, considering what already applies;
 * ties go to the larger discount, then to the earlier promo.
 *
 * What is added is thought of as one item that the promo counts and of which nothing else is known. A
 * candidate is accepted only when the whole basket, quoted again with that item, saves more. Gifts and
 * points save nothing and are never nudged to.
 */
export function findNudge(now: Run, spoken = false): Nudge | undefined {
  const candidates = now.question.compiled.rules.flatMap((rule): Candidate[] => {
    if (spoken && !rule.promo.nudge) return [];
    const candidate = candidateOf(now, rule);
    return candidate ? [candidate] : [];
  });
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
  if (rule.needsCoupon && !codeOf(question, rule)) return undefined;
  const base = now.bases[rule.index] ?? 0;
  const next = nextOf(rule, base);
  if (next === undefined) return undefined;
  const gap = next - base;
  if (gap > rule.nudgeWithin || gateOf(question, rule) !== 0) return undefined;
  const off = rule.amount ? rule.amount.off(next) : now.shipping;
  if (off <= 0 || off > budgetLeft(question, rule) || isHopeless(now, rule, off)) return undefined;
  return { rule, gap, off };
}

function nextOf({ amount, promo: { give }, spend }: Rule, base: number): number | undefined {
  if (amount) return amount.next(base);
  return "shipping" in give && base < spend ? spend : undefined;
}

/** In its stack it would lose to what already applies there. */
function isHopeless({ question, applied, verdicts }: Run, rule: Rule, off: number): boolean {
  const how = question.compiled.stacks.find(({ id }) => id === rule.promo.stack)?.how;
  const winner = applied.find((each) => each.rule.promo.stack === rule.promo.stack);
  if (!winner || winner.rule === rule || how === "all") return false;
  if (how === "best") return off < (verdicts[winner.rule.index] ?? 0);
  return winner.rule.promo.priority > rule.promo.priority;
}

function tryOut(now: Run, { rule, gap: first }: Candidate): Nudge | undefined {
  const { question } = now;
  const target = (now.bases[rule.index] ?? 0) + first;
  let gap = first;
  for (let round = 0; round < ROUNDS && gap <= rule.nudgeWithin; round++) {
    const then = run({ ...question, cart: withMore(question.cart, rule, gap) });
    const short = target - (then.bases[rule.index] ?? 0);
    if (short > 0) {
      gap += short;
      continue;
    }
    const applied = then.applied.find((each) => each.rule === rule);
    if (!applied || savedBy(then) <= savedBy(now)) return undefined;
    const { id, promo } = rule;
    return {
      promo: id,
      gap,
      off: applied.off,
      total: then.total + then.shipping,
      ...(promo.nudge && { say: promo.nudge.say }),
    };
  }
  return undefined;
}

/** What all promos take off together. */
export const savedBy = ({ applied }: Run): number => applied.reduce((sum, { off }) => sum + off, 0);

function withMore(cart: Cart, { promo: { of, give } }: Rule, price: number): Cart {
  const sku = "price" in give ? give.of_sku : of?.skus?.[0];
  const tags = of?.tags?.slice(0, 1) ?? [];
  const line = { id: "", qty: 1, price, tags, ...(sku === undefined ? {} : { sku }) };
  return { ...cart, lines: [...cart.lines, line] };
}

function codeOf(question: Question, rule: Rule): string | undefined {
  const opened = question.opened?.get(rule.id);
  return opened && "code" in opened ? opened.code : undefined;
}
