import { basename } from "node:path";
import type { Config } from "../app/config.js";
import { readText } from "../app/playbook-files.js";
import { UserError } from "../core/errors.js";
import { readOrders } from "../domain/promo/orders-json.js";
import type { PastOrder } from "../domain/promo/replay.js";
import { replayJson } from "../domain/promo/replay-json.js";
import { readPastOrders } from "../features/order/import/past-orders.js";
import { rejectionText } from "../features/order/import/report-lines.js";
import { outlookOf } from "../features/promo/outlook.js";
import { outlookLines } from "../features/promo/outlook-lines.js";
import { readCurrency, readGroups, readZone } from "../playbook/starter/readers.js";

export type PlanOptions = {
  readonly orders: string;
  readonly groups: string;
  readonly members: string;
  readonly currency: string;
  readonly zone: string;
  readonly json?: boolean;
};

/** How many refused rows are shown one by one. */
const SHOWN = 20;

/**
 * `suanpan plan --orders FILE`: one page about past orders before a client is begun. A file that ends in .json is a
 * list of baskets, any other an export in CSV. Nothing is stored.
 * @returns the exit code: 0, or 1 when rows were refused @throws UserError about the file and the options
 */
export async function plan(options: PlanOptions, config: Config): Promise<number> {
  const { lang } = config;
  const { orders: path, json } = options;
  const about = { groups: readGroups(options.groups), members: readGroups(options.members) };
  const currency = readCurrency(options.currency);
  const zone = readZone(options.zone);
  let refused = 0;
  const onRejected = (rejection: Parameters<typeof rejectionText>[0]) => {
    if (refused++ < SHOWN)
      process.stderr.write(
        `${basename(path)}:${rejection.line} → ${rejectionText(rejection, lang)}\n`,
      );
  };
  const orders: readonly PastOrder[] = path.endsWith(".json")
    ? [...readOrders(await readText(path), currency)].sort((a, b) => a.at - b.at)
    : await readPastOrders(path, { currency, zone, now: Date.now(), onRejected });
  if (orders.length === 0) throw new UserError("ORDERS_NONE");
  const outlook = outlookOf(orders, { ...about, currency });
  const { replay, days, plan: reach } = outlook;
  const page = json
    ? [JSON.stringify({ days, ...replayJson(replay, lang), plan: reach }, null, 2)]
    : outlookLines(outlook, about, lang);
  process.stdout.write(`${page.join("\n")}\n`);
  return refused === 0 ? 0 : 1;
}
