import { basename } from "node:path";
import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { readText } from "../app/playbook-files.js";
import { UserError } from "../core/errors.js";
import { pastOrder } from "../domain/order/past.js";
import { compilePromos } from "../domain/promo/compile.js";
import { readOrders } from "../domain/promo/orders-json.js";
import { type PastOrder, replayOrders } from "../domain/promo/replay.js";
import { replayJson } from "../domain/promo/replay-json.js";
import { readPromos } from "./promo-book.js";

export type ReplayOptions = {
  readonly promos: string;
  readonly orders?: string;
  readonly client?: string;
  readonly json?: boolean;
};

/**
 * `suanpan promo replay`: what alternative promos would have cost on the orders of a file, or on a
 * client's own. @returns the exit code. @throws UserError about the files and the store.
 */
export async function replayPromos(options: ReplayOptions, config: Config): Promise<number> {
  const { client, orders: path } = options;
  if ((client === undefined) === (path === undefined)) throw new UserError("REPLAY_SOURCE");
  const files = options.promos.split(",").map((file) => file.trim());
  const books = await Promise.all(files.map((file) => readPromos(file, config)));
  const currency = books[0]?.currency ?? "";
  if (books.some((book) => book.currency !== currency)) throw new UserError("PROMOS_CURRENCIES");
  const sets = books.map((book, i) => ({
    name: basename(files[i] ?? "").replace(/\.ya?ml$/, ""),
    compiled: compilePromos(book),
  }));
  const orders =
    client === undefined
      ? readOrders(await readText(path ?? ""), currency)
      : await clientOrders(client, currency, config);
  const report = replayJson(await replayOrders(orders, sets), config.lang);
  if (report.baskets.orders === 0) throw new UserError("ORDERS_NONE");
  const text = options.json
    ? JSON.stringify(report, null, 2)
    : lines(report, config.lang === "en").join("\n");
  process.stdout.write(`${text}\n`);
  return 0;
}

/** A client's stored orders, oldest first: limits and budgets run out in this order. */
async function clientOrders(client: string, currency: string, config: Config) {
  return withClientStore(client, config, async ({ store, playbook }) => {
    if (playbook.currency !== currency) throw new UserError("PROMOS_CURRENCIES");
    const orders: PastOrder[] = [];
    for await (const { value } of store.walk(client, "order")) {
      const order = pastOrder(value, playbook.orders);
      if (order) orders.push(order);
    }
    return orders.sort((a, b) => a.at - b.at);
  });
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
