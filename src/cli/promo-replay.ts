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
import { replayLines } from "../domain/promo/replay-lines.js";
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
    : replayLines(report, config.lang).join("\n");
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
