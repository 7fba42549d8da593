import { foldText } from "../../core/text/fold.js";
import { inFigures } from "../../core/text/numerals.js";
import { unhandled } from "../../domain/promo/give-form.js";
import type { Problem } from "../findings/finding.js";
import type { PromoCase } from "./promo-case.js";

const NUMBER = "(\\d+(?:\\.\\d+)?)";
/** 满60, but not 满2件 or 满一年. */
const SPEND = new RegExp(`满\\s*${NUMBER}(?![\\d.]|\\s*[件杯个份单次瓶盒人年月天日周岁])`, "g");
/** 减5, 立减5, 省5, but not 减5%, 减5折 or 省一半. */
const OFF = new RegExp(`(?:减|省)\\s*${NUMBER}(?![\\d.]|\\s*[%折半点些下])`, "g");
const PERCENT = new RegExp(`${NUMBER}\\s*%`, "g");
const PRICE = new RegExp(`${NUMBER}\\s*元`, "g");
/** 88折, 8.8折, 八八折, 半折, but not 双十一折扣. */
const ZHE = /(?<![\d.])([\d.]+|对|半)\s*折(?!扣)/;
const SURPRISING = 70;

/** Numbers in a title that the rule does not have, and percentages that were meant the other way round. */
export function titleProblems(given: PromoCase): Problem[] {
  const title = inFigures(foldText(given.promo.title));
  const rule = numbersOf(given);
  return [...zheProblems(given, title, rule), ...numberProblems(given, title, rule)];
}

/** The numbers that a title may name of a rule. */
type Numbers = {
  readonly spends: readonly (string | undefined)[];
  readonly offs: readonly (string | undefined)[];
  readonly price?: string;
  readonly percent?: number;
};

function numbersOf({ form, promo: { spend } }: PromoCase): Numbers {
  switch (form.kind) {
    case "off":
      return { spends: [spend], offs: [form.off] };
    case "percent":
      return { spends: [spend], offs: [form.cap], percent: form.percent };
    case "tiers":
      return {
        spends: [spend, ...form.tiers.map((tier) => tier.spend)],
        offs: form.tiers.map(({ off }) => off),
      };
    case "every":
      return { spends: [spend, form.every], offs: [form.off, form.cap] };
    case "price":
      return { spends: [spend], offs: [], price: form.price };
    case "gift":
    case "points":
    case "shipping":
      return { spends: [spend], offs: [] };
    default:
      throw unhandled(form);
  }
}

/** 88折 takes 12 percent off: the percentage paid that a title names, if it names one. */
function paidPercent(title: string): { said: string; paid: number } | undefined {
  const match = ZHE.exec(title);
  const text = match?.[1] ?? "";
  const value = Number(/^[对半]$/.test(text) ? "5" : text);
  if (!match || !(value > 0) || value >= 100) return undefined;
  return { said: match[0], paid: Math.round((value < 10 ? value * 10 : value) * 100) / 100 };
}

function zheProblems(
  { form, say }: PromoCase,
  title: string,
  { percent: value }: Numbers,
): Problem[] {
  const said = paidPercent(title);
  if (value === undefined) {
    if (!said) return [];
    return [say("PLAYBOOK_TITLE_DIFFERS", ["title"], { said: said.said, rule: form.kind })];
  }
  const rest = Math.round((100 - value) * 100) / 100;
  if (!said) {
    const path = ["give", "percent"];
    return value >= SURPRISING && value < 100
      ? [say("PLAYBOOK_PERCENT_HIGH", path, { value, rest })]
      : [];
  }
  if (said.paid === rest) return [];
  const percent = Math.round((100 - said.paid) * 100) / 100;
  const trapped = value === said.paid || value * 10 === said.paid;
  if (trapped)
    return [say("PLAYBOOK_PERCENT_ZHE", ["give", "percent"], { said: said.said, value, percent })];
  return [say("PLAYBOOK_TITLE_DIFFERS", ["title"], { said: said.said, rule: `percent: ${value}` })];
}

type Claim = {
  readonly pattern: RegExp;
  readonly word: string;
  readonly allowed: readonly (string | undefined)[];
};

function numberProblems({ minor, say }: PromoCase, title: string, rule: Numbers): Problem[] {
  const { spends, offs, price, percent } = rule;
  const claims: Claim[] = [
    { pattern: SPEND, word: "满", allowed: spends },
    { pattern: OFF, word: "减", allowed: offs },
    ...(price === undefined ? [] : [{ pattern: PRICE, word: "", allowed: [price] }]),
  ];
  const wrong = claims.flatMap(({ pattern, word, allowed }) => {
    const texts = allowed.filter((text) => text !== undefined);
    return [...title.matchAll(pattern)].flatMap(([said, number]) => {
      const value = minor(number);
      if (value !== undefined && texts.some((text) => minor(text) === value)) return [];
      return [{ said, rule: texts.length > 0 ? texts.map((text) => word + text).join(", ") : "-" }];
    });
  });
  if (percent !== undefined) {
    for (const [said, number] of title.matchAll(PERCENT)) {
      if (Number(number) !== percent) wrong.push({ said, rule: `percent: ${percent}` });
    }
  }
  return wrong.map((params) => say("PLAYBOOK_TITLE_DIFFERS", ["title"], params));
}
