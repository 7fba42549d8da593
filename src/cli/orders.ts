import { basename } from "node:path";
import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { features } from "../app/features.js";
import { systemClock } from "../core/time/clock.js";
import {
  type ImportReport,
  importOrders,
  type Rejection,
} from "../features/order/import/import.js";
import { ROW_TEXTS } from "../features/order/import/row-texts.js";
import { NO_SOURCE, sourceOf } from "../features/order/import/source.js";
import { type Twins, watchTwins } from "../features/order/import/twins.js";
import { orderSink } from "../features/order/order-sink.js";
import { phoneHasher } from "../features/order/phone-hash.js";

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
  const en = config.lang === "en" ? 1 : 0;
  const tell = (text: string) => process.stdout.write(`${text}\n`);
  let shown = 0;
  const onRejected = ({ line, reason, value, first = 0 }: Rejection) => {
    if (shown++ >= SHOWN) return;
    const seen = value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "�");
    const why = ROW_TEXTS[reason][en].replaceAll("{first}", String(first));
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
    const report = await importOrders(path, sink, {
      source,
      ...(kind ? { kind } : {}),
      currency: playbook.currency,
      zone: playbook.timezone,
      now: systemClock.now(),
      columns: playbook.orders.csv?.columns ?? {},
      hashPhone: phoneHasher(client),
      onRejected,
    });
    tell(summary(report)[en]);
    for (const text of twinTexts(sink.twins, { hold, source })) tell(text[en]);
    return report.rejected > 0 || sink.twins.size > 0 ? 1 : 0;
  });
}

type Text = readonly [zh: string, en: string];

function summary({ rows, items, fresh, changed, same, rejected }: ImportReport): Text {
  return [
    `${rows} 行：新增 ${fresh}，变更 ${changed}，已有 ${same}，拒绝 ${rejected}${items ? `；另有 ${items} 行是同一订单的其他商品` : ""}`,
    `${rows} rows: ${fresh} new, ${changed} changed, ${same} known already, ${rejected} refused${items ? `; ${items} more rows are further items of an order` : ""}`,
  ];
}

function twinTexts(twins: Twins, of: { readonly hold: boolean; readonly source: string }): Text[] {
  return [...twins].map(([other, count]) =>
    of.hold
      ? [
          `${count} 单没有导入：${other} 已有同样编号的订单，怕重复计算。是同一批订单，加 --source ${other} 再导入；不是，加 --source ${NO_SOURCE}。`,
          `${count} orders were not taken in: ${other} has orders with these ids, and they might count twice. If they are the same, import with --source ${other}; if not, with --source ${NO_SOURCE}.`,
        ]
      : [
          `${count} 单会重复计算：以前没写 --source 时，同样编号的订单已作为 ${other}/… 导入。请用一个把它们标为“已取消”的文件，加 --source ${other} 导入，取消旧的那份。`,
          `${count} orders count twice: orders with these ids are there as ${other}/… too, from an import without --source. Cancel those: import a file that has them as cancelled, with --source ${other}.`,
        ],
  );
}
