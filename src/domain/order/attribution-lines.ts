import type { AttributionDimension, AttributionReport } from "./attribution-report.js";

type Lang = "zh-CN" | "en";
const THINGS: Readonly<Record<AttributionDimension, readonly [zh: string, en: string]>> = {
  promo: ["促销", "promo"],
  persona: ["人设", "persona"],
  message: ["话术", "message"],
  coupon: ["券", "coupon"],
  arm: ["组", "arm"],
};
const MODELS: Readonly<Record<string, string>> = {
  last: "最后一次接触",
  first: "第一次接触",
  linear: "平均分",
  position: "首尾各四成",
  decay: "越近越多，七天减半",
};

/** The thing that an operator names, in Chinese or English; undefined when it is none. */
export const dimensionOf = (word: string): AttributionDimension | undefined =>
  (Object.keys(THINGS) as AttributionDimension[]).find(
    (key) => key === word.toLowerCase() || THINGS[key][0] === word,
  );

/** A report in words: how it was reckoned, a line for each thing credited, the remainder, the sum. */
export function attributionLines(report: AttributionReport, lang: Lang): string[] {
  const { by, currency, attribution, credited, uncredited, revenue, orders } = report;
  const en = lang === "en";
  const thing = THINGS[by][en ? 1 : 0];
  const of = (n: number) => (en ? `${n} order${n === 1 ? "" : "s"}` : `${n} 单`);
  const foreign = report.foreign.map(({ currency: unit, revenue: sum, orders: n }) =>
    en
      ? `foreign, in no sum | ${sum} ${unit} | ${of(n)}`
      : `外币，不计入金额 | ${sum} ${unit} | ${of(n)}`,
  );
  if (orders === 0)
    return [en ? "No member's order is paid yet" : "还没有成员付款的订单", ...foreign];
  return [
    ...attribution.map(({ model, window, orders: n }) =>
      en
        ? `By ${model} touch within ${window}: ${of(n)}`
        : `按 ${model}（${MODELS[model] ?? model}），${window} 内：${of(n)}`,
    ),
    ...credited.map((each) => `${thing} ${each.id} | ${each.revenue} | ${of(each.orders)}`),
    en ? `to no ${thing} | ${uncredited}` : `不归任何${thing} | ${uncredited}`,
    en
      ? `in all ${revenue} ${currency}, ${of(orders)}`
      : `合计 ${revenue} ${currency}，${of(orders)}`,
    ...foreign,
  ];
}
