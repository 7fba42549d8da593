import type { Rule } from "../../src/domain/promo/compile.js";
import { passes } from "../../src/domain/promo/gate.js";
import { offAt, stepAfter } from "../../src/domain/promo/give.js";
import type { Nudge } from "../../src/domain/promo/nudge.js";
import type { Question } from "../../src/domain/promo/pricing.js";
import { type Run, run } from "../../src/domain/promo/run.js";
import type { Promo } from "../../src/domain/promo/schema.js";

/**
 * The nudge by brute force: every threshold of every promo is tried out by quoting the whole basket
 * again with one item more. Slow, and the yardstick for the one that quotes take.
 */
export function bruteNudge(question: Question, spoken = false): Nudge | null {
  const now = run(question);
  const candidates = question.compiled.rules
    .filter(({ promo }) => !spoken || promo.nudge)
    .flatMap((rule) => candidateOf(now, rule))
    .sort((a, b) => a.gap - b.gap || b.off - a.off || a.rule.index - b.rule.index);
  let best: Nudge | null = null;
  for (const candidate of candidates) {
    const nudge = tryOut(now, candidate);
    if (nudge && (!best || nudge.gap < best.gap)) best = nudge;
  }
  return best;
}

type Candidate = { readonly rule: Rule; readonly gap: number; readonly off: number };
const ROUNDS = 16;

function candidateOf(now: Run, rule: Rule): Candidate[] {
  const { compiled, member, counters, opened } = now.pricing.question;
  const base = now.bases[rule.index] ?? 0;
  const next = nextOf(now, rule, base);
  if (next === undefined) return [];
  const gap = next - base;
  if (gap > rule.nudgeWithin) return [];
  const coupon = opened?.get(rule.id);
  if ([...compiled.coupons.values()].includes(rule.id) && !(coupon && "code" in coupon)) return [];
  const asking = { member, now: now.pricing.question.now };
  if (rule.gate && passes(rule.gate, asking, counters[rule.id]) !== 0) return [];
  const off = rule.amount ? offAt(rule.amount, next) : now.pricing.shipping;
  const left = Math.max(0, rule.budget - (counters[rule.id]?.spent ?? 0));
  return off <= left ? [{ rule, gap, off }] : [];
}

/** The next threshold at which the promo changes the result. */
function nextOf(run: Run, rule: Rule, base: number): number | undefined {
  const own = run.verdicts[rule.index] ?? 0;
  const winner = own > 0 ? undefined : run.won[rule.stack]?.rule;
  const others = run.won[rule.stack]?.off ?? 0;
  if (winner && rule.how === "first" && outranks(winner, rule)) return undefined;
  const above = winner ? others : Math.max(0, own);
  if (rule.amount) {
    const step = stepAfter(rule.amount, base, above);
    return step < 0 ? undefined : step;
  }
  if (!("shipping" in rule.promo.give) || base >= rule.spend) return undefined;
  return run.pricing.shipping > above ? rule.spend : undefined;
}

const outranks = (one: Rule, other: Rule): boolean =>
  one.promo.priority > other.promo.priority ||
  (one.promo.priority === other.promo.priority && one.index < other.index);

function tryOut(now: Run, { rule, gap: first }: Candidate): Nudge | undefined {
  let target = (now.bases[rule.index] ?? 0) + first;
  let gap = first;
  for (let round = 0; round < ROUNDS && gap <= rule.nudgeWithin; round++) {
    const then = run(withMore(now.pricing.question, rule, gap));
    const short = target - (then.bases[rule.index] ?? 0);
    if (short > 0) {
      gap += short;
      continue;
    }
    const off = then.pricing.applied.find((each) => each.rule === rule)?.off;
    if (off !== undefined && savedBy(then) > savedBy(now)) {
      const total = then.pricing.total + then.pricing.shipping;
      const { id, promo } = rule;
      return { promo: id, gap, off, total, ...(promo.nudge && { say: promo.nudge.say }) };
    }
    const next = nextOf(then, rule, target);
    if (next === undefined) return undefined;
    gap += next - target;
    target = next;
  }
  return undefined;
}

const savedBy = ({ pricing: { applied } }: Run): number =>
  applied.reduce((sum, { off }) => sum + off, 0);

function withMore(question: Question, { promo, matches }: Rule, price: number): Question {
  const { cart } = question;
  const more = { id: "", qty: 1, price, ...(matches ? sampleOf(promo) : { tags: [] }) };
  return { ...question, cart: { ...cart, lines: [...cart.lines, more] } };
}

function sampleOf({ of, give }: Promo): { sku?: string; tags: readonly string[] } {
  const sku = "price" in give ? give.of_sku : of?.skus?.[0];
  const tags = of?.tags?.slice(0, 1) ?? [];
  return sku === undefined ? { tags } : { sku, tags };
}
