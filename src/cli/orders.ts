import { basename } from "node:path";
import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { features } from "../app/features.js";
import { openPhoneKey } from "../app/phone-key.js";
import { systemClock } from "../core/time/clock.js";
import { importOrders, type Rejection } from "../features/order/import/import.js";
import { importLines, rejectionText } from "../features/order/import/report-lines.js";
import { NO_SOURCE, sourceOf } from "../features/order/import/source.js";
import { watchTwins } from "../features/order/import/twins.js";
import { orderSink } from "../features/order/order-sink.js";
import { clientPhones } from "../features/order/phone-hash.js";

/** How many refused rows are shown one by one. */
const SHOWN = 100;

type ImportFileOptions = {
  readonly client: string;
  /** A source of the playbook or its kind; `csv` for orders that are of none. */
  readonly source?: string;
};

/**
 * `suanpan orders import FILE --client C`. The bot must not run on the same database meanwhile. Without
 * `--source` an order whose id another source has is not taken in, since it might count twice.
 * @returns the exit code: 0, or 1 when rows were refused or orders may count twice.
 * @throws UserError ORDER_SOURCE, CSV_… and those of the store.
 */
export async function importFile(
  path: string,
  options: ImportFileOptions,
  config: Config,
): Promise<number> {
  const { client } = options;
  const tell = (text: string) => process.stdout.write(`${text}\n`);
  let shown = 0;
  const onRejected = (rejection: Rejection) => {
    if (shown++ >= SHOWN) return;
    const { line, reason, value } = rejection;
    const seen = value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "�");
    const why = rejectionText(rejection, config.lang);
    tell(`${[`${basename(path)}:${line}`, reason, seen].filter(Boolean).join(" ")} → ${why}`);
  };
  return withClientStore(client, config, async ({ store, playbooks, playbook }) => {
    const { source, kind } = sourceOf(options.source, playbook);
    const hold = options.source === undefined;
    const others = hold ? Object.keys(playbook.orders.sources) : kind ? [NO_SOURCE] : [];
    const sink = watchTwins(orderSink({ store, playbooks, clock: systemClock, features }, client), {
      ...{ store, client, hold },
      others: others.filter((other) => other !== source),
    });
    const phoneKey = await openPhoneKey(config, store);
    const report = await importOrders(path, sink, {
      source,
      ...(kind ? { kind } : {}),
      currency: playbook.currency,
      zone: playbook.timezone,
      now: systemClock.now(),
      columns: playbook.orders.csv?.columns ?? {},
      hashPhone: clientPhones(phoneKey, client),
      onRejected,
    });
    const { twins } = sink;
    for (const line of importLines({ ...report, twins, hold }, config.lang)) tell(line);
    return report.rejected > 0 || sink.twins.size > 0 ? 1 : 0;
  });
}
