import type { Problem } from "../findings/finding.js";
import type { PromoCase } from "./promo-case.js";

const NUMBER = "(\\d+(?:\\.\\d+)?)";
/** 满60, but not 满2件. */
const SPEND = new RegExp(`满\\s*${NUMBER}(?![\\d.]|\\s*[件杯个份单次瓶盒人])`, "g");
/** 减5, 立减5, 省5, but not 减5% or 减5折. */
const OFF = new RegExp(`(?:减|省)\\s*${NUMBER}(?![\\d.]|\\s*[%折])`, "g");
const PERCENT = new RegExp(`${NUMBER}\\s*%`, "g");
const PRICE = new RegExp(`${NUMBER}\\s*元`, "g");
/** 88折, 8.8折, 八八折, 半折, but not 双十一折扣. */
const ZHE = /(?<![十百千\d.])([\d.]+|[一二三四五六七八九]{1,2}|对|半)\s*折(?!扣)/;
const HAN = "零一二三四五六七八九";
const SURPRISING = 70;

/** Numbers in a title that the rule does not have, and percentages that were meant the other way round. */
export function titleProblems(given: PromoCase): Problem[] {
  const title = given.promo.title.normalize("NFKC");
  return [...zheProblems(given, title), ...numberProblems(given, title)];
}

/** 88折 takes 12 percent off: the percentage paid that a title names, if it names one. */
function paidPercent(title: string): { said: string; paid: number } | undefined {
  const match = ZHE.exec(title);
  const text = match?.[1] ?? "";
  const digits = /^[对半]$/.test(text)
    ? "5"
    : [...text].map((sign) => (HAN.includes(sign) ? HAN.indexOf(sign) : sign)).join("");
  const value = Number(digits);
  if (!match || !(value > 0) || value >= 100) return undefined;
  return { said: match[0], paid: Math.round((value < 10 ? value * 10 : value) * 100) / 100 };
}

function zheProblems({ promo: { give }, say }: PromoCase, title: string): Problem[] {
  const said = paidPercent(title);
  if (!("percent" in give)) {
    if (!said) return [];
    return [
      say("PLAYBOOK_TITLE_DIFFERS", ["title"], {
        said: said.said,
        rule: Object.keys(give)[0] ?? "",
      }),
    ];
  }
  const { percent: value } = give;
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
  readonly allowed: readonly string[];
};

function numberProblems({ promo, minor, say }: PromoCase, title: string): Problem[] {
  const { give } = promo;
  const tiers = "tiers" in give ? give.tiers : [];
  const list = (...texts: (string | undefined)[]) => texts.filter((text) => text !== undefined);
  const cap = "cap" in give ? give.cap : undefined;
  const claims: Claim[] = [
    {
      pattern: SPEND,
      word: "满",
      allowed: [
        ...list(promo.spend, "every" in give ? give.every : undefined),
        ...tiers.map(({ spend }) => spend),
      ],
    },
    {
      pattern: OFF,
      word: "减",
      allowed: [...list("off" in give ? give.off : undefined, cap), ...tiers.map(({ off }) => off)],
    },
    ...("price" in give ? [{ pattern: PRICE, word: "", allowed: [give.price] }] : []),
  ];
  const wrong = claims.flatMap(({ pattern, word, allowed }) =>
    [...title.matchAll(pattern)].flatMap(([said, number]) => {
      const value = minor(number);
      if (value !== undefined && allowed.some((text) => minor(text) === value)) return [];
      return [
        { said, rule: allowed.length > 0 ? allowed.map((text) => word + text).join(", ") : "-" },
      ];
    }),
  );
  const percents = "percent" in give ? [...title.matchAll(PERCENT)] : [];
  for (const [said, number] of percents) {
    if ("percent" in give && Number(number) !== give.percent)
      wrong.push({ said, rule: `percent: ${give.percent}` });
  }
  return wrong.map((params) => say("PLAYBOOK_TITLE_DIFFERS", ["title"], params));
}
