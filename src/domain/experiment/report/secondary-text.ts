import type { Lang } from "../../../core/i18n.js";
import { formatMoney } from "../../../core/money.js";
import type { Analysis, PlainTest, Secondary } from "../analysis/verdict.js";
import { featureMetrics, isMoney } from "../design/metrics.js";
import { figure } from "./figures.js";
import { text } from "./texts.js";

/** The figures beside a verdict, and that they are not what it rests on; nothing where there are none. */
export function secondaryText(analysis: Analysis, lang: Lang): string[] {
  const { not_peeking_calibrated: beside } = analysis;
  if (!beside) return [];
  const tests = testTexts(beside, lang);
  return [
    // Which of two that are alike is the better is no question.
    ...(analysis.arms_alike ? [] : [betterText(analysis, beside, lang)]),
    ...(tests.length > 0
      ? [text(lang, "secondary.tests", { tests: tests.join(text(lang, "join.clauses")) })]
      : []),
  ];
}

function betterText({ arms, currency }: Analysis, beside: Secondary, lang: Lang): string {
  const [first = "", second = ""] = arms;
  const loss = lossText(beside, first, { currency, lang });
  const other = lossText(beside, second, { currency, lang });
  const losses = !beside.loss_per_week
    ? ""
    : text(lang, isMoney(beside.unit) ? "secondary.losses-money" : "secondary.losses-counted", {
        first,
        loss,
        second,
        other,
      });
  return text(lang, "secondary.chance", { second, chance: chanceText(beside.chance), losses });
}

function testTexts({ permutation, cluster_mean_t: plain, cr2 }: Secondary, lang: Lang): string[] {
  const of = ({ p, df }: PlainTest) => ({ p: figure(p), df: figure(df) });
  const tests: string[] = [];
  if (permutation) {
    const exact = permutation.exact ? "yes" : "no";
    tests.push(text(lang, "secondary.permutation", { exact, p: figure(permutation.p) }));
  }
  if (plain) {
    const { p, df } = of(plain);
    tests.push(text(lang, "secondary.cluster-mean", { p, df }));
  }
  if (cr2) {
    const { p, df } = of(cr2);
    tests.push(text(lang, "secondary.cr2", { p, df }));
  }
  return tests;
}

/** Never certain: the normal approximation isn't, so far out. */
const chanceText = (chance: number): string =>
  chance > 0.99 ? ">99%" : chance < 0.01 ? "<1%" : `${Math.round(chance * 100)}%`;

const COUNTED = ["orders", "replies", "active"] as const;
const isCounted = (unit: string): unit is (typeof COUNTED)[number] =>
  COUNTED.some((one) => one === unit);

/** A loss in what the metric is counted in. */
function lossText(
  { loss_per_week: losses, unit }: Secondary,
  arm: string,
  { currency, lang }: { readonly currency: string | undefined; readonly lang: Lang },
): string {
  const loss = losses?.[arm] ?? 0;
  if (isMoney(unit) && currency !== undefined) {
    const amount = formatMoney(Math.round(loss), currency);
    return text(lang, "secondary.money", { amount, currency });
  }
  const n = Number(loss.toFixed(1));
  const inWords = featureMetrics().find(({ column }) => column === unit)?.unit;
  if (typeof inWords === "function") return inWords(lang, n);
  return isCounted(unit)
    ? text(lang, `secondary.${unit}`, { n })
    : text(lang, "secondary.unit", { n: figure(loss), unit });
}
