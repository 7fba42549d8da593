import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Config } from "../config/config.js";
import { UserError } from "../core/errors.js";
import { compilePromos } from "../promo/compile.js";
import { readOrders } from "../promo/orders-json.js";
import { type PastOrder, type ReplaySet, replayOrders } from "../promo/replay.js";
import { replayJson } from "../promo/replay-json.js";
import { readPromos } from "./promo-book.js";

export type ReplayOptions = {
  readonly promos: string;
  readonly orders: string;
  readonly json?: boolean;
};

/** `suanpan promo replay --orders FILE`. @returns the exit code. @throws UserError about the files. */
export async function replayPromos(options: ReplayOptions, config: Config): Promise<number> {
  const files = options.promos.split(",").map((file) => file.trim());
  const books = await Promise.all(files.map((file) => readPromos(file, config)));
  if (books.some(({ currency }) => currency !== books[0]?.currency))
    throw new UserError("PROMOS_CURRENCIES");
  const sets = books.map((book, i) => ({
    name: basename(files[i] ?? "").replace(/\.ya?ml$/, ""),
    compiled: compilePromos(book),
  }));
  const text = await readFile(options.orders, "utf8").catch(() => {
    throw new UserError("FILE_NOT_FOUND", { path: options.orders });
  });
  return printReplay(readOrders(text, books[0]?.currency ?? ""), sets, {
    json: options.json ?? false,
    lang: config.lang,
  });
}

type Output = { readonly json: boolean; readonly lang: "zh-CN" | "en" };

/** Replays any source of orders and prints the report. */
async function printReplay(
  orders: AsyncIterable<PastOrder> | Iterable<PastOrder>,
  sets: readonly ReplaySet[],
  { json, lang }: Output,
): Promise<number> {
  const report = replayJson(await replayOrders(orders, sets), lang);
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(`${lines(report, lang === "en").join("\n")}\n`);
  return 0;
}

function lines(report: ReturnType<typeof replayJson>, en: boolean): string[] {
  const { baskets, currency } = report;
  const margin = (percent: number | null) =>
    percent === null
      ? en
        ? "never pays"
        : "不可能回本"
      : en
        ? `pays above a margin of ${percent} %`
        : `毛利高于 ${percent}% 才回本`;
  return [
    en
      ? `${baskets.orders} orders, average ${baskets.average} ${currency}, median ${baskets.median}`
      : `${baskets.orders} 单，平均 ${baskets.average} ${currency}，中位数 ${baskets.median}`,
    ...baskets.buckets.map(({ from, to, orders }) => `  ${from} - ${to}: ${orders}`),
    ...report.sets.flatMap(({ name, orders, cost, promos }) => [
      en
        ? `${name}: would have cost ${cost} over ${orders} orders`
        : `${name}：${orders} 单共让利 ${cost}`,
      ...promos.flatMap(({ title, thresholds }) =>
        thresholds.map(({ spend, off, above, band, break_even_percent: percent }) =>
          en
            ? `  ${title} ${spend} - ${off}: ${above} orders there already (pure loss), ${band.orders} from ${band.from}; at the average order it ${margin(percent)}`
            : `  ${title} 满 ${spend} 减 ${off}：${above} 单本来就够（纯让利），${band.orders} 单在 ${band.from} 以上；按平均客单价，${margin(percent)}`,
        ),
      ),
    ]),
    report.caveat,
  ];
}
