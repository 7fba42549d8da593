import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importOrders, type Rejection } from "../../../../src/features/order/import/import.js";
import { memorySink } from "../../../support/memory-sink.js";

const NOW = Date.parse("2026-12-01T00:00:00+08:00");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-orders-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, "orders.csv");
  await writeFile(path, content);
  return path;
}
async function load(content: string | Uint8Array, sink = memorySink(), batch = 2000) {
  const rejected: Rejection[] = [];
  const report = await importOrders(await file(content), sink, {
    currency: "CNY",
    zone: "Asia/Shanghai",
    now: NOW,
    hashPhone: (phone) => ({ phone }),
    onRejected: (rejection) => rejected.push(rejection),
    batch,
  });
  return { report, rejected, sink };
}
const titles = (sink: ReturnType<typeof memorySink>) =>
  [...sink.records.values()].map((record) => record.account?.lines?.[0]?.title);

const HEADER = "订单号,实付金额,付款时间,商品";
/** `订单号,实付金额,付款时间,商品 \n 1,36.00,2026-10-01,茉莉青` in GBK. */
const GBK = Buffer.concat([
  Buffer.from("b6a9b5a5bac52ccab5b8b6bdf0b6ee2cb8b6bfeecab1bce42cc9ccc6b70a", "hex"),
  Buffer.from("1,36.00,2026-10-01,"),
  Buffer.from("dcd4c0f2c7e00a", "hex"),
]);

test.each<[string, string | Uint8Array]>([
  ["UTF-8", `${HEADER}\n1,36.00,2026-10-01,茉莉青\n`],
  ["UTF-8 with a mark", `\uFEFF${HEADER}\r\n1,36.00,2026-10-01,茉莉青`],
  [
    "UTF-16 with a mark and tabs",
    Buffer.from(`\uFEFF${HEADER}\n1,36.00,2026-10-01,茉莉青\n`.replaceAll(",", "\t"), "utf16le"),
  ],
  ["GBK", GBK],
])("reads %s", async (_name, content) => {
  const { report, sink } = await load(content);
  expect(report).toEqual({ rows: 1, items: 0, fresh: 1, changed: 0, same: 0, rejected: 0 });
  expect(titles(sink)).toEqual(["茉莉青"]);
});

test("finds GBK that comes after a long stretch of ASCII", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i},36.00,2026-10-01,tea\n`).join("");
  const content = Buffer.concat([
    Buffer.from(`id,amount,paid_at,title\n${rows}`),
    GBK.subarray(30),
  ]);
  const { report, sink } = await load(content);
  expect(report.rows).toBe(20_001);
  expect(sink.records.get("csv 1")).toBeDefined();
  expect(titles(sink)).toContain("tea");
});

test("reports refused rows with their lines and keeps the others", async () => {
  const content = `${HEADER}\n1,36.00,2026-10-01,"茉莉\n青"\n2,=36,2026-10-01,茶\n3,36.00,2026-10-01,"坏" 了\n4,36.00,2026-10-01,茶\n`;
  const { report, rejected } = await load(content);
  expect(report).toMatchObject({ rows: 4, fresh: 2, rejected: 2 });
  expect(rejected).toEqual([
    { line: 4, reason: "AMOUNT", value: "=36" },
    { line: 5, reason: "QUOTE", value: "" },
  ]);
});

test("importing again changes nothing; a corrected row changes its order", async () => {
  const rows = Array.from({ length: 500 }, (_, i) => `${i},${i}.50,2026-10-01 12:00:00,茶`);
  const { sink } = await load([HEADER, ...rows].join("\n"));
  const before = new Map(sink.records);
  const again = await load([HEADER, ...rows].join("\n"), sink);
  expect(again.report).toMatchObject({ rows: 500, fresh: 0, changed: 0, same: 500 });
  expect(sink.records).toEqual(before);
  const later = await load(`${HEADER}\n7,8.00,2026-10-02 12:00:00,茶`, sink);
  expect(later.report).toMatchObject({ changed: 1 });
  expect(sink.records.get("csv 7")?.account?.amount).toBe(800);
});

test("saves in batches, one at a time", async () => {
  const sink = memorySink();
  let open = 0;
  let most = 0;
  const slow = {
    ...sink,
    async save(orders: Parameters<typeof sink.save>[0]) {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return sink.save(orders);
    },
  };
  const rows = Array.from({ length: 2500 }, (_, i) => `${i},1.00,2026-10-01,茶`);
  await load([HEADER, ...rows].join("\n"), slow, 1000);
  expect(sink.batches).toEqual([1000, 1000, 500]);
  expect(most).toBe(1);
});

test.each([
  ["", "FILE_EMPTY"],
  ["\n\n", "FILE_EMPTY"],
  ["[]", "CSV_COLUMN_MISSING"],
  ['[{"id":"1"}]', "CSV_COLUMN_MISSING"],
  ["name,amount,paid_at\n小雨,1.00,2026-10-01\n", "CSV_COLUMN_MISSING"],
  ["名字,商品\n小雨,茶\n", "CSV_COLUMN_MISSING"],
  ["订单号,实付金额,付款时间,实付金额\n1,1.00,2026-10-01,2.00\n", "CSV_COLUMN_TWICE"],
])("%j is refused with %s", async (content, code) => {
  await expect(load(content)).rejects.toMatchObject({ name: "UserError", code });
});

test("a file that isn't there", async () => {
  const nowhere = importOrders(join(folder, "no.csv"), memorySink(), {
    currency: "CNY",
    zone: "UTC",
    now: NOW,
    hashPhone: (phone: string) => ({ phone }),
  });
  await expect(nowhere).rejects.toMatchObject({ name: "UserError", code: "FILE_NOT_FOUND" });
});
