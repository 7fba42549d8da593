import { formatMoney, minorDigits, moneySlip, parseMoney } from "../../core/money.js";
import { nearest } from "../../core/nearest.js";
import { formOf } from "../../domain/promo/give-form.js";
import type { PromoBook } from "../../domain/promo/schema.js";
import type { Problem } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import { valueAt } from "../read/shape.js";
import { entries } from "../read/values.js";
import { couponProblems } from "./coupons.js";
import type { PromoCase, PromoSetting } from "./promo-case.js";
import { amountsGiven, firstThreshold, giveProblems, isDiscount, mostOff } from "./promo-give.js";
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
      form: formOf(promo.give),
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

function amountsOf({ promo, form }: PromoCase): readonly (readonly [Path, string])[] {
  const { spend, budget, nudge } = promo;
  const at = (path: Path, text: string | undefined): [Path, string][] =>
    text === undefined ? [] : [[path, text]];
  return [
    ...at(["spend"], spend),
    ...at(["budget"], budget),
    ...at(["nudge", "within"], nudge?.within),
    ...amountsGiven(form),
  ];
}

function amountProblems(given: PromoCase): Problem[] {
  const { currency, minor, say } = given;
  return amountsOf(given).flatMap(([path, value]): Problem[] => {
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

function budgetProblems(given: PromoCase): Problem[] {
  const { promo, form, minor, show, say } = given;
  if (promo.budget === undefined)
    return isDiscount[form.kind] ? [say("PLAYBOOK_NO_BUDGET", [], {}, "key")] : [];
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

function nudgeProblems(given: PromoCase): Problem[] {
  const { minor, show, say } = given;
  const { nudge } = given.promo;
  if (!nudge) return [];
  const first = firstThreshold(given);
  if (first === undefined) return [say("PLAYBOOK_NUDGE_USELESS", ["nudge"], {}, "key")];
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
