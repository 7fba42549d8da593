import { formatMoney, minorDigits, moneySlip, parseMoney } from "../../core/money.js";
import { nearest } from "../../core/nearest.js";
import type { Promo, PromoBook } from "../../domain/promo/schema.js";
import type { Problem } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import { valueAt } from "../read/shape.js";
import { entries } from "../read/values.js";
import { couponProblems } from "./coupons.js";
import type { PromoCase, PromoSetting } from "./promo-case.js";
import { titleProblems } from "./promo-title.js";
import { windowProblems } from "./promo-window.js";

/** Promos, stacks and coupons that contradict themselves or each other. */
export function promoProblems(source: Source, book: PromoBook, setting: PromoSetting): Problem[] {
  const { currency } = book;
  const promos = Object.keys(entries(valueAt(source.value, ["promos"])));
  const named = entries(valueAt(source.value, ["stacks"]));
  const stacks = Object.keys(Object.keys(named).length > 0 ? named : book.stacks);
  const one = Object.entries(book.promos).flatMap(([id, promo]) => {
    const given: PromoCase = {
      id,
      promo,
      currency,
      minor: (text) => (text === undefined ? undefined : parseMoney(text, currency)),
      show: (minor) => formatMoney(minor, currency),
      say: (code, path, params = {}, side) => ({
        code,
        at: source.locate(["promos", id, ...path], side ?? "value"),
        params,
      }),
    };
    return [
      ...amountProblems(given),
      ...giveProblems(given),
      ...budgetProblems(given),
      ...limitProblems(given),
      ...nudgeProblems(given),
      ...windowProblems(source, given, setting),
      ...titleProblems(given),
      ...unknown(given, stacks),
    ];
  });
  return [...one, ...couponProblems(source, book, promos)];
}

type Amounts = [Path, string][];
function amountsOf({ give, spend, budget, nudge }: Promo): Amounts {
  const amounts: Amounts = [];
  const add = (path: Path, text: string | undefined) => {
    if (text !== undefined) amounts.push([path, text]);
  };
  add(["spend"], spend);
  add(["budget"], budget);
  add(["nudge", "within"], nudge?.within);
  for (const key of ["off", "every", "cap", "price"] as const) {
    add(
      ["give", key],
      key in give ? (give as { [key: string]: string | undefined })[key] : undefined,
    );
  }
  if ("tiers" in give) {
    give.tiers.forEach((tier, index) => {
      add(["give", "tiers", index, "spend"], tier.spend);
      add(["give", "tiers", index, "off"], tier.off);
    });
  }
  return amounts;
}

function amountProblems({ promo, currency, minor, say }: PromoCase): Problem[] {
  return amountsOf(promo).flatMap(([path, value]): Problem[] => {
    const field = String(path.at(-1));
    if (moneySlip(value, currency) === "decimals") {
      const digits = minorDigits(currency);
      return [say("PLAYBOOK_MONEY_DECIMALS", path, { field, value, currency, digits })];
    }
    // A price of zero gives the piece away, which may be meant.
    return minor(value) === 0 && field !== "price"
      ? [say("PLAYBOOK_MONEY_ZERO", path, { field })]
      : [];
  });
}

function giveProblems({ promo, minor, show, say }: PromoCase): Problem[] {
  const { give } = promo;
  const problems: Problem[] = [];
  const against = (path: Path, off?: number, spend?: number) => {
    if (off === undefined || spend === undefined || off < spend || spend === 0) return;
    problems.push(say("PLAYBOOK_OFF_SPEND", path, { off: show(off), spend: show(spend) }));
  };
  if ("tiers" in give) {
    if (promo.spend !== undefined) problems.push(say("PLAYBOOK_TIERS_SPEND", ["spend"]));
    give.tiers.forEach((tier, index) => {
      const path = ["give", "tiers", index];
      against([...path, "off"], minor(tier.off), minor(tier.spend));
      const before = give.tiers[index - 1];
      if (!before) return;
      for (const [key, code] of [
        ["spend", "PLAYBOOK_TIERS_ORDER"],
        ["off", "PLAYBOOK_TIERS_LESS"],
      ] as const) {
        const [value, last] = [minor(tier[key]), minor(before[key])];
        if (value === undefined || last === undefined || value > last) continue;
        problems.push(say(code, [...path, key], { value: show(value), before: show(last) }));
      }
    });
  } else if ("off" in give) {
    const every = "every" in give ? give.every : promo.spend;
    against(["give", "off"], minor(give.off), minor(every));
    const [cap, off] = ["cap" in give ? minor(give.cap) : undefined, minor(give.off)];
    if (cap !== undefined && off !== undefined && cap > 0 && cap < off)
      problems.push(say("PLAYBOOK_CAP_SMALL", ["give", "cap"], { cap: show(cap), off: show(off) }));
  }
  return problems;
}

/** The most that one use takes off, where the rule itself bounds it. */
function mostOff({ promo: { give }, minor }: PromoCase): number | undefined {
  if ("tiers" in give) return Math.max(...give.tiers.map(({ off }) => minor(off) ?? 0));
  if ("percent" in give) return minor(give.cap);
  return "off" in give ? minor(give.off) : undefined;
}

function budgetProblems(given: PromoCase): Problem[] {
  const { promo, minor, show, say } = given;
  const lowers = !("gift" in promo.give || "points" in promo.give);
  if (promo.budget === undefined) return lowers ? [say("PLAYBOOK_NO_BUDGET", [], {}, "key")] : [];
  const [budget, off] = [minor(promo.budget), mostOff(given)];
  if (budget === undefined || off === undefined || budget === 0 || budget >= off) return [];
  return [say("PLAYBOOK_BUDGET_SMALL", ["budget"], { budget: show(budget), off: show(off) })];
}

function limitProblems({ promo: { limits }, say }: PromoCase): Problem[] {
  const { member, group } = limits ?? {};
  if (!member || !group || member.per !== group.per || member.max <= group.max) return [];
  const params = { member: member.max, group: group.max };
  return [say("PLAYBOOK_CAP_USELESS", ["limits", "member", "max"], params)];
}

function nudgeProblems({ promo, minor, show, say }: PromoCase): Problem[] {
  const { nudge, give } = promo;
  if (!nudge) return [];
  const first = "tiers" in give ? give.tiers[0]?.spend : "every" in give ? give.every : promo.spend;
  const silent = "gift" in give || "points" in give || "price" in give;
  if (first === undefined || silent) return [say("PLAYBOOK_NUDGE_USELESS", ["nudge"], {}, "key")];
  const [within, spend] = [minor(nudge.within), minor(first)];
  if (within === undefined || spend === undefined || within <= spend) return [];
  const params = { within: show(within), spend: show(spend) };
  return [say("PLAYBOOK_NUDGE_WIDE", ["nudge", "within"], params)];
}

function unknown({ promo: { stack: id }, say }: PromoCase, stacks: readonly string[]): Problem[] {
  if (stacks.includes(id)) return [];
  const guess = nearest(id, stacks);
  return [say("PLAYBOOK_UNKNOWN_STACK", ["stack"], { id, ...(guess ? { guess } : {}) })];
}
