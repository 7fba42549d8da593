import { basename } from "node:path";
import type { Config } from "../config/config.js";
import { systemClock } from "../runtime/clock.js";
import { orderSink } from "../runtime/order-sink.js";
import { phoneHasher } from "../web/phone-hash.js";
import { withClientStore } from "./client-store.js";
import { importOrders, type Rejection } from "./orders-import.js";

/** How many refused rows are shown one by one. */
const SHOWN = 100;

/**
 * `suanpan orders import FILE --client C`. The bot must not run on the same database meanwhile.
 * @returns the exit code: 0, or 1 when rows were refused.
 */
export async function importFile(path: string, client: string, config: Config): Promise<number> {
  let shown = 0;
  const onRejected = ({ line, reason, value }: Rejection) => {
    if (shown++ < SHOWN) process.stdout.write(`${basename(path)}:${line} ${reason} ${value}\n`);
  };
  return withClientStore(client, config, async ({ store, book, playbook }) => {
    const sink = orderSink({ store, book, clock: systemClock }, client);
    const report = await importOrders(path, sink, {
      currency: playbook.currency,
      zone: playbook.timezone,
      columns: playbook.orders.csv?.columns ?? {},
      hashPhone: phoneHasher(client),
      onRejected,
    });
    const { rows, fresh, changed, same, rejected } = report;
    process.stdout.write(
      config.lang === "en"
        ? `${rows} rows: ${fresh} new, ${changed} changed, ${same} known already, ${rejected} refused\n`
        : `${rows} 行：新增 ${fresh}，变更 ${changed}，已有 ${same}，拒绝 ${rejected}\n`,
    );
    return rejected > 0 ? 1 : 0;
  });
}
