import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { wallTimeReader } from "../../../../src/core/time/wall-time.js";
import { findColumns } from "../../../../src/domain/order/csv-columns.js";
import { type CsvOrderRow, orderOfRows } from "../../../../src/features/order/import/csv-rows.js";
import { importOrders } from "../../../../src/features/order/import/import.js";
import { createSeen } from "../../../../src/features/order/import/seen.js";
import { memorySink } from "../../../support/memory-sink.js";

const NOW = Date.parse("2026-12-01T00:00:00+08:00");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-apart-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What a file stores of its orders, and which of its rows are refused, in batches of one and of many. */
async function load(rows: readonly string[]) {
  const path = join(folder, "orders.csv");
  await writeFile(path, rows.join("\n"));
  const told = [];
  for (const batch of [1, 500]) {
    const sink = memorySink();
    const refused: string[] = [];
    const { rejected } = await importOrders(path, sink, {
      ...{
        currency: "CNY",
        zone: "Asia/Shanghai",
        hashPhone: (phone: string) => ({ phone }),
        batch,
      },
      now: NOW,
      onRejected: ({ line, reason, value, first }) =>
        refused.push([line, reason, value, first].filter(Boolean).join(" ")),
    });
    const stored = [...sink.records.values()].map(
      ({ id, account }) => `${id} ${account?.state} ${account?.amount}`,
    );
    told.push({ stored, refused, rejected });
  }
  expect(told[0]).toEqual(told[1]);
  return told[0];
}

const ITEMS = "订单号,实付金额,付款时间,商品,数量,单价";
const PLAIN = "订单号,实付金额,付款时间";
const CHANGES = "订单号,实付金额,下单时间,付款时间,更新时间,状态";
const T = "2026-10-01 12:00:00";

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  [
    "items of an order that stand apart",
    [ITEMS, `D4,36.00,${T},a,2,18.00`, `D5,20.00,${T},b,1,20.00`, `D4,25.00,${T},c,1,25.00`],
    ["D4 paid 3600", "D5 paid 2000"],
    ["4 ROWS_APART D4 2"],
  ],
  [
    "side by side they add up",
    [ITEMS, `D4,36.00,${T},a,2,18.00`, `D4,25.00,${T},c,1,25.00`, `D5,20.00,${T},b,1,20.00`],
    ["D4 paid 6100", "D5 paid 2000"],
    [],
  ],
  [
    "a row that nobody can read between two items",
    [ITEMS, `D4,36.00,${T},a,2,18.00`, `D4,20.00,${T},"b" c,1,20.00`, `D4,25.00,${T},c,1,25.00`],
    ["D4 paid 3600"],
    ["3 QUOTE", "4 ROWS_APART D4 2"],
  ],
  [
    "other times of payment make no other order",
    [PLAIN, `D4,36.00,${T}`, `D5,20.00,${T}`, "D4,25.00,2026-10-02 12:00:00"],
    ["D4 paid 3600", "D5 paid 2000"],
    ["4 ROWS_APART D4 2"],
  ],
  [
    "the same again, however written",
    [PLAIN, `D4,36.00,${T}`, `D5,20.00,${T}`, `="D4", 36.00 ,${T}`],
    ["D4 paid 3600", "D5 paid 2000"],
    [],
  ],
  [
    "one item of several again",
    [
      ITEMS,
      ...[`D4,36.00,${T},a,2,18.00`, `D4,25.00,${T},c,1,25.00`],
      ...[`D5,20.00,${T},b,1,20.00`, `D4,25.00,${T},c,1,25.00`],
    ],
    ["D4 paid 6100", "D5 paid 2000"],
    ["5 ROWS_APART D4 2"],
  ],
  [
    "what was refused doesn't come in by another row",
    [PLAIN, `X1,10.00,${T}`, `X1,20.00,${T}`, `X2,5.00,${T}`, `X1,10.00,${T}`, `X1,10.00,${T}`],
    ["X2 paid 500"],
    ["3 ROWS_AMOUNT 20.00", "5 ROWS_REFUSED X1 2"],
  ],
  [
    "nor by the other rows of one that can't be read",
    [PLAIN, `X1,?,${T}`, `X2,5.00,${T}`, `X1,10.00,${T}`],
    ["X2 paid 500"],
    ["2 AMOUNT ?", "4 ROWS_REFUSED X1 2"],
  ],
  [
    "what was taken in stays so beside a later contradiction",
    [PLAIN, `X1,10.00,${T}`, `X2,5.00,${T}`, `X1,20.00,${T}`, `X2,5.00,${T}`, `X1,10.00,${T}`],
    ["X1 paid 1000", "X2 paid 500"],
    ["4 ROWS_APART X1 2"],
  ],
  [
    "an order that goes on: placed, paid, cancelled",
    [CHANGES, `1,9.00,${T},,,待付款`, `2,5.00,${T},${T},,`, `1,9.00,${T},${T},,已付款`],
    ["1 paid 900", "2 paid 500"],
    [],
  ],
  [
    "another time of change is another account, the newest counts",
    [
      CHANGES,
      ...[`1,9.00,${T},${T},2026-10-03,`, `2,5.00,${T},${T},2026-10-03,`],
      ...[`1,8.00,${T},${T},2026-10-04,`, `2,6.00,${T},${T},2026-10-02,`],
    ],
    ["1 paid 800", "2 paid 500"],
    [],
  ],
  [
    "one time of change is one account, and a row without one belongs to the others",
    [
      CHANGES,
      ...[`1,9.00,${T},${T},2026-10-03,`, `2,5.00,${T},${T},2026-10-03,`],
      ...[`1,8.00,${T},${T},2026/10/3,`, `2,6.00,${T},${T},,`],
    ],
    ["1 paid 900", "2 paid 500"],
    ["4 ROWS_APART 1 2", "5 ROWS_APART 2 3"],
  ],
])("%s", async (_name, rows, stored, refused) => {
  expect(await load(rows)).toMatchObject({ stored, refused });
});

test("every one of many ids is known again, and no other is taken for it", () => {
  const { columns } = findColumns(PLAIN.split(","));
  const readTime = wallTimeReader("Asia/Shanghai");
  const layout = {
    columns,
    source: "csv",
    currency: "CNY",
    readTime,
    now: NOW,
    hashPhone: (phone: string) => ({ phone }),
  };
  const seen = createSeen(layout);
  const note = (id: number, sum: string, line: number) => {
    const rows: [CsvOrderRow] = [{ line, cells: [`3705115058471${id}`, sum, T] }];
    return seen.note(rows, orderOfRows(rows, layout));
  };
  const ids = Array.from({ length: 20_000 }, (_, i) => i);
  expect(ids.filter((id) => note(id, "9.00", id + 2))).toEqual([]);
  expect(ids.filter((id) => note(id, "9.00", id + 30_000))).toEqual([]);
  expect(ids.filter((id) => note(id, "8.00", id + 50_000)?.line !== id + 2)).toEqual([]);
});
