import { expect, test } from "vitest";
import { quoteLines } from "../../../src/domain/promo/quote-lines.js";
import { replayLines } from "../../../src/domain/promo/replay-lines.js";

const quoted = {
  ...{ currency: "CNY", subtotal: "52.00", discount: "5.00", shipping: "0.00", total: "47.00" },
  applied: [{ promo: "main", off: "5.00", lines: [], gift: { sku: "cup", qty: 1 }, points: 10 }],
  rejected: [{ promo: "big", code: "SPEND_BELOW", reason: "还差 8.00" }],
  // biome-ignore lint/suspicious/noThenProperty: the word of the result's format; a string.
  nudge: { promo: "big", gap: "8.00", off: "10.00", then: "50.00" },
} as const;

test("a quote in words", () => {
  const titles = { main: { title: "满50减5" } };
  expect(quoteLines(quoted, titles, "zh-CN")).toEqual([
    "应付 47.00 CNY = 商品 52.00 - 优惠 5.00 + 运费 0.00",
    "✓ 满50减5 (main): -5.00 cup x 1 +10",
    "✗ big (big): SPEND_BELOW 还差 8.00",
    "→ 再添 8.00：big (big) 减 10.00，共付 50.00",
  ]);
  const en = quoteLines(quoted, titles, "en");
  expect(en[0]).toBe("47.00 CNY = 52.00 - 5.00 + shipping 0.00");
  expect(en[3]).toBe("→ 8.00 more: big (big) takes 10.00 off, 50.00 in all");
});

const threshold = { spend: "60.00", off: "5.00", above: 1, break_even_percent: 62.5 };
const band = { from: "50.00", to: "60.00", orders: 2, extra: "9.00", cost: "10.00" };
const replayed = {
  currency: "CNY",
  baskets: {
    ...{ orders: 1_234, average: "52.00", median: "50.00" },
    buckets: [{ from: "50.00", to: "60.00", orders: 3 }],
  },
  sets: [
    {
      ...{ name: "main", orders: 1, cost: "5.00" },
      promos: [
        {
          ...{ promo: "main", title: "满60减5", orders: 1, cost: "5.00" },
          thresholds: [
            { ...threshold, band: { ...band, break_even_percent: null } },
            {
              ...{ ...threshold, break_even_percent: null },
              band: { ...band, break_even_percent: null },
            },
          ],
        },
      ],
    },
  ],
  caveat: "…",
};

test("a replay in words", () => {
  expect(replayLines(replayed, "zh-CN")).toEqual([
    "1234 单，平均 52.00 CNY，中位数 50.00",
    "  50.00 - 60.00: 3",
    "main：1 单共让利 5.00",
    "  满60减5 满 60.00 减 5.00：1 单本来就够（纯让利），2 单在 50.00 以上；按平均客单价，毛利高于 62.5% 才回本",
    "  满60减5 满 60.00 减 5.00：1 单本来就够（纯让利），2 单在 50.00 以上；按平均客单价，不可能回本",
    "…",
  ]);
  expect(replayLines(replayed, "en").slice(0, 4)).toEqual([
    "1234 orders, average 52.00 CNY, median 50.00",
    "  50.00 - 60.00: 3",
    "main: would have cost 5.00 over 1 order",
    "  满60减5 60.00 - 5.00: 1 order there already (pure loss), 2 from 50.00; at the average order it pays above a margin of 62.5 %",
  ]);
});
