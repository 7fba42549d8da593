import type { Rule } from "./compile.js";
import { offAt, stepAfter } from "./give.js";
import { unhandled } from "./give-form.js";
import { budgetLeft, type Win } from "./pricing.js";
import { mayApply, type Run } from "./run.js";
import { outranks, tryWith } from "./trial.js";

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
const FAR = Number.POSITIVE_INFINITY;

/**
 * The smallest gap to a better result over all promos and tiers, considering what already applies;
 * ties go to the larger discount, then to the earlier promo.
 *
 * What is added is thought of as one item that the promo counts and of which nothing else is known. A
 * candidate is accepted only when the whole basket, reckoned again with that item, saves more and the
 * promo applies. Gifts and points save nothing and are never nudged to.
 */
export function findNudge(now: Run, spoken = false): Nudge | undefined {
  const nearest = nearestOf(now, spoken);
  if (!nearest) return undefined;
  const nudge = tryOut(now, nearest);
  return nudge?.gap === nearest.gap ? nudge : search(now, { nearest, nudge, spoken });
}

/** The candidate with the smallest gap, before it is tried out. */
function nearestOf(now: Run, spoken: boolean): Candidate | undefined {
  let nearest: Candidate | undefined;
  for (const stack of now.pricing.question.compiled.stacks) {
    const won = now.won[stack.index];
    for (const rule of stack.strongest) {
      if (won && won.off >= rule.most) break;
      if (spoken && !rule.promo.nudge) continue;
      const candidate = candidateOf(now, rule, nearest ? nearest.gap : FAR);
      if (candidate && (!nearest || before(candidate, nearest) < 0)) nearest = candidate;
    }
  }
  return nearest;
}

const before = (a: Candidate, b: Candidate): number =>
  a.gap - b.gap || b.off - a.off || a.rule.index - b.rule.index;

type Tried = {
  readonly nearest: Candidate;
  readonly nudge: Nudge | undefined;
  readonly spoken: boolean;
};

/** Tries the others out; a gap only ever grows meanwhile, so nearer ones come first. */
function search(now: Run, { nearest, nudge, spoken }: Tried): Nudge | undefined {
  const others: Candidate[] = [];
  for (const rule of now.pricing.question.compiled.rules) {
    if (rule === nearest.rule || rule.target === "nothing" || (spoken && !rule.promo.nudge))
      continue;
    const candidate = candidateOf(now, rule, nudge ? nudge.gap : FAR);
    if (candidate) others.push(candidate);
  }
  let best = nudge;
  for (const candidate of others.sort(before)) {
    if (best && candidate.gap >= best.gap) break;
    const found = tryOut(now, candidate);
    if (found && (!best || found.gap < best.gap)) best = found;
  }
  return best;
}

/** A promo's next threshold, unless it lies farther away than `within`. */
function candidateOf(now: Run, rule: Rule, within: number): Candidate | undefined {
  const base = now.bases[rule.index] ?? 0;
  if (base >= rule.last || rule.least - base > within) return undefined;
  const above = toBeat(rule, now.verdicts[rule.index] ?? 0, now.won[rule.stack]);
  const next = nextOf(now, rule, base, above);
  const gap = next - base;
  if (next < 0 || gap > within || gap > rule.nudgeWithin || !mayApply(now, rule)) return undefined;
  const off = offFrom(now, rule, next);
  return rule.limitless || off <= budgetLeft(now.pricing, rule) ? { rule, gap, off } : undefined;
}

/**
 * What a promo that takes `own` off by itself has to take off to change the result; -1 when a promo of
 * higher priority bars it.
 */
function toBeat(rule: Rule, own: number, won: Win | undefined): number {
  if (own > 0 || !won) return Math.max(0, own);
  return rule.how === "first" && outranks(won.rule, rule) ? -1 : won.off;
}

/** The threshold at which that happens; -1 when there is none. */
function nextOf(now: Run, rule: Rule, base: number, above: number): number {
  if (above < 0) return -1;
  switch (rule.kind) {
    case "amount":
      return stepAfter(rule.amount, base, above);
    case "shipping":
      return now.pricing.shipping > above && base < rule.spend ? rule.spend : -1;
    case "price":
    case "gift":
    case "points":
      return -1;
    default:
      throw unhandled(rule);
  }
}

/** What a promo takes off by itself from a threshold on. */
function offFrom(now: Run, rule: Rule, threshold: number): number {
  switch (rule.kind) {
    case "amount":
      return offAt(rule.amount, threshold);
    case "shipping":
      return now.pricing.shipping;
    case "price":
    case "gift":
    case "points":
      return 0;
    default:
      throw unhandled(rule);
  }
}

function tryOut(now: Run, { rule, gap: first }: Candidate): Nudge | undefined {
  let target = (now.bases[rule.index] ?? 0) + first;
  let gap = first;
  for (let round = 0; round < ROUNDS && gap <= rule.nudgeWithin; round++) {
    const { pricing, base, won, off } = tryWith(now, rule, gap);
    const short = target - base;
    if (short > 0) {
      gap += short;
      continue;
    }
    if (off > 0 && pricing.saved > now.pricing.saved) {
      const { id, promo } = rule;
      const total = pricing.total + pricing.shipping;
      return { promo: id, gap, off, total, ...(promo.nudge && { say: promo.nudge.say }) };
    }
    // With the item, another promo has grown, too: only a further threshold can still beat it.
    const above = toBeat(rule, off, won);
    const next = nextOf(now, rule, target, above);
    if (next < 0) return undefined;
    gap += next - target;
    target = next;
  }
  return undefined;
}
