import { formatMoney } from "../../../core/money.js";
import type { Analysis, Secondary } from "../analysis/verdict.js";
import { figure, type Lang } from "./figures.js";

const UNITS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  orders: ["单", "orders"],
  replies: ["次回应", "replies"],
  active: ["人次活跃", "active members"],
};

/** The figures beside a verdict, and that they are not what it rests on; nothing where there are none. */
export function secondaryText(analysis: Analysis, lang: Lang): string[] {
  const { not_peeking_calibrated: beside, arms } = analysis;
  if (!beside) return [];
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  const [first, second] = arms as [string, string];
  const loss = (arm: string) => lossText(beside, arm, analysis.currency, lang);
  const losses = say(
    `；选 ${first} 每周预期${UNITS[beside.unit] ? "少" : "少赚"} ${loss(first)}，选 ${second} ${loss(second)}`,
    `; expected loss a week ${loss(first)} choosing ${first}, ${loss(second)} choosing ${second}`,
  );
  const chance = chanceText(beside.chance);
  const { permutation, cluster_mean_t: plain, cr2 } = beside;
  const tests = [
    ...(permutation
      ? [
          say(
            `${permutation.exact ? "精确" : ""}置换 p ${figure(permutation.p)}`,
            `${permutation.exact ? "exact " : ""}permutation p ${figure(permutation.p)}`,
          ),
        ]
      : []),
    ...(plain
      ? [
          say(
            `群均值 t：p ${figure(plain.p)}（自由度 ${figure(plain.df)}）`,
            `cluster-mean t: p ${figure(plain.p)} (${figure(plain.df)} df)`,
          ),
        ]
      : []),
    ...(cr2
      ? [
          say(
            `CR2：p ${figure(cr2.p)}（自由度 ${figure(cr2.df)}）`,
            `CR2: p ${figure(cr2.p)} (${figure(cr2.df)} df)`,
          ),
        ]
      : []),
  ];
  return [
    // Which of two that are alike is the better is no question.
    ...(analysis.arms_alike
      ? []
      : [
          say(
            `旁证（未按天天看校准，别凭它下结论）：${second} 更好的概率 ${chance}${beside.loss_per_week ? losses : ""}`,
            `Beside it (not peeking-calibrated, no verdict rests on it): P(${second} is better) ${chance}${beside.loss_per_week ? losses : ""}`,
          ),
        ]),
    ...(tests.length > 0
      ? [say(`只看一次的检验：${tests.join("，")}`, `For one look only: ${tests.join(", ")}`)]
      : []),
  ];
}

/** Never certain: the normal approximation isn't, so far out. */
const chanceText = (chance: number): string =>
  chance > 0.99 ? ">99%" : chance < 0.01 ? "<1%" : `${Math.round(chance * 100)}%`;

function lossText(
  { loss_per_week: losses, unit }: Secondary,
  arm: string,
  currency: string | undefined,
  lang: Lang,
): string {
  const loss = losses?.[arm] ?? 0;
  const words = UNITS[unit]?.[lang === "en" ? 1 : 0];
  if (words) return `${Number(loss.toFixed(1))} ${words}`;
  if (currency === undefined) return `${figure(loss)} (${unit})`;
  const amount = formatMoney(Math.round(loss), currency);
  return currency === "CNY" && lang !== "en" ? `${amount} 元` : `${amount} ${currency}`;
}
