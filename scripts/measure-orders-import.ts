/** Measures the CSV import: `tsx scripts/measure-orders-import.ts [rows] [memory|sqlite]`. */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { importOrders } from "../src/cli/orders-import.js";
import { mergeNotice } from "../src/order/merge.js";
import type { OrderRecord } from "../src/order/order.js";
import type { OrderSink } from "../src/order/sink.js";
import { phoneHasher } from "../src/web/phone-hash.js";

const rows = Number(process.argv[2] ?? 1_000_000);
const kind = process.argv[3] ?? "none";
const folder = await mkdtemp(join(tmpdir(), "suanpan-import-"));
const path = join(folder, "orders.csv");
await writeSample(path, rows);
for (const round of ["first", "again"]) {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const sink = sinkOf(kind, join(folder, "orders.db"));
  const report = await importOrders(path, sink, {
    currency: "CNY",
    zone: "Asia/Shanghai",
    hashPhone: phoneHasher("pepper"),
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const perSecond = Math.round(report.rows / seconds);
  // On a machine that others use too, the processor's time says more than the clock's.
  const { user, system } = process.cpuUsage(cpu);
  const perCpuSecond = Math.round((report.rows * 1e6) / (user + system));
  process.stdout.write(
    `${JSON.stringify({ round, kind, ...report, perSecond, perCpuSecond, peakMiB: Math.round(peak / 2 ** 20) })}\n`,
  );
}
await rm(folder, { recursive: true });

async function writeSample(to: string, count: number): Promise<void> {
  const file = createWriteStream(to);
  file.write("订单号,实付金额,付款时间,手机号,优惠码,商品,数量\r\n");
  for (let i = 0; i < count; i++) {
    const id = 3705115058471200000n + BigInt(i);
    const day = String(1 + (i % 28)).padStart(2, "0");
    const row = `${id},${30 + (i % 70)}.50,2026-10-${day} 12:${String(i % 60).padStart(2, "0")}:00,1380013${String(i % 10000).padStart(4, "0")},TT${i},"茉莉青,大杯",${1 + (i % 3)}\r\n`;
    if (!file.write(row)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

/** A sink that drops orders, or one that stores each as JSON under its id in SQLite. */
function sinkOf(name: string, db: string): OrderSink {
  if (name !== "sqlite") {
    return { save: async (orders) => ({ fresh: orders.length, changed: 0, same: 0 }) };
  }
  const base = new Sqlite(db);
  base.pragma("journal_mode = WAL");
  base.pragma("synchronous = NORMAL");
  base.exec("CREATE TABLE IF NOT EXISTS orders (key TEXT PRIMARY KEY, value TEXT)");
  const get = base.prepare("SELECT value FROM orders WHERE key = ?").pluck();
  const add = base.prepare("INSERT INTO orders VALUES (?, ?) ON CONFLICT DO NOTHING");
  const put = base.prepare("UPDATE orders SET value = ? WHERE key = ?");
  return {
    save: async (orders) => {
      const saved = { fresh: 0, changed: 0, same: 0 };
      base.transaction(() => {
        for (const order of orders) {
          const key = `${order.source} ${order.id}`;
          const notice = { kind: "order", order } as const;
          const first = mergeNotice(undefined, notice);
          if (add.run(key, JSON.stringify(first.record)).changes === 1) {
            saved.fresh++;
            continue;
          }
          const { record, outcome } = mergeNotice(parse(get.get(key)), notice);
          saved[outcome]++;
          if (outcome === "changed") put.run(JSON.stringify(record), key);
        }
      })();
      return saved;
    },
  };
}

function parse(value: unknown): OrderRecord | undefined {
  return typeof value === "string" ? (JSON.parse(value) as OrderRecord) : undefined;
}
