import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { importFile } from "../../../../src/cli/orders.js";
import { listOrders } from "../../../../src/cli/orders-list.js";
import { replayPromos } from "../../../../src/cli/promo-replay.js";
import { openSqliteStore } from "../../../../src/store/sqlite/store.js";
import { captured } from "../../../support/captured.js";
import { testConfig } from "../../../support/config.js";
import { tally } from "../../../support/tally.js";

const printed = captured();
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A folder of its own, and the configuration of a bot that has nothing stored yet. */
async function emptyBot() {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-import-"));
  folders.push(folder);
  const file = join(folder, "bot.db");
  return { folder, file, config: testConfig({ SUANPAN_STORE: `sqlite:${file}` }) };
}

test("a CSV file is taken in once; what can't be read is named by its line", async () => {
  const { folder, file, config } = await emptyBot();
  const csv = join(folder, "orders.csv");
  const rows = [
    "订单号,实付金额,付款时间",
    "3705115058471208928,61.00,2026-11-20 12:00:00",
    "3705115058471208929,52.00,2026-11-20 15:00:00",
    "3705115058471208930,=1+1,2026-11-21 12:00:00",
  ];
  await writeFile(csv, rows.join("\n"));
  expect(await importFile(csv, { client: "tea-town" }, config)).toBe(1);
  expect(printed.out).toContain("orders.csv:4 AMOUNT =1+1 → 不是金额");
  expect(printed.out).toContain("3 行：新增 2，变更 0，已有 0，拒绝 1");
  await importFile(csv, { client: "tea-town" }, config);
  expect(printed.out).toContain("3 行：新增 0，变更 0，已有 2，拒绝 1");
  const store = await openSqliteStore(file, tally);
  const orders = await store.list("tea-town", "order", "unmatched");
  expect(orders.map(({ key }) => key)).toEqual([
    "csv/3705115058471208928",
    "csv/3705115058471208929",
  ]);
  await store.close();
});

test("rows of an order that stand apart lose no money in silence; sorted and dated later they count", async () => {
  const { folder, config } = await emptyBot();
  const csv = join(folder, "orders.csv");
  const head = "订单号,实付金额,付款时间,商品,数量,单价";
  const [tea, red, milk] = [
    "D4,36.00,2026-11-20 12:00:00,茉莉青,2,18.00",
    "D5,20.00,2026-11-20 12:10:00,红茶,1,20.00",
    "D4,25.00,2026-11-20 12:00:00,老红茶拿铁,1,25.00",
  ];
  await writeFile(csv, [head, tea, red, milk].join("\n"));
  expect(await importFile(csv, { client: "tea-town" }, config)).toBe(1);
  expect(printed.out).toContain("orders.csv:4 ROWS_APART D4 → 同一订单的行不挨着（第 2 行起也是）");
  expect(printed.out).toContain("3 行：新增 2，变更 0，已有 0，拒绝 1");
  await importFile(csv, { client: "tea-town" }, config);
  expect(printed.out).toContain("3 行：新增 0，变更 0，已有 2，拒绝 1");

  // As the sentence says.
  const later = (row: string) => `${row},2026-11-21 12:00:00`;
  await writeFile(csv, [`${head},更新时间`, later(tea), later(milk), `${red},`].join("\n"));
  expect(await importFile(csv, { client: "tea-town" }, config)).toBe(0);
  printed.out = "";
  await listOrders({ client: "tea-town", limit: "5" }, config);
  expect(printed.out).toContain("csv/D4 | 2026-11-20 12:00 | 61.00");
});

test("a file of next year, and one with two columns of one name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-import-"));
  folders.push(folder);
  const config = testConfig({ SUANPAN_STORE: `sqlite:${join(folder, "bot.db")}`, LANG: "en" });
  const csv = join(folder, "orders.csv");
  const next = new Date(Date.now() + 300 * 86_400_000).toISOString();
  await writeFile(csv, `order_id,amount,paid_at\n1,9.00,${next}`);
  expect(await importFile(csv, { client: "tea-town" }, config)).toBe(1);
  expect(printed.out).toContain(
    `orders.csv:2 TIME_AHEAD ${next} → This time is more than a day ahead`,
  );
  await writeFile(csv, "order_id,amount,paid_at,amount\n1,9.00,2026-11-20,8.00");
  await expect(importFile(csv, { client: "tea-town" }, config)).rejects.toMatchObject({
    ...{ code: "CSV_COLUMN_TWICE", params: { path: csv, columns: "amount" } },
  });
});

test("stored orders are listed newest first, and replayed through other promos", async () => {
  const { folder, config } = await emptyBot();
  const csv = join(folder, "orders.csv");
  const rows = Array.from(
    { length: 30 },
    (_, n) => `A${n},${50 + n}.00,2026-11-20 12:${10 + n}:00`,
  );
  await writeFile(csv, ["订单号,实付金额,付款时间", ...rows].join("\n"));
  await importFile(csv, { client: "tea-town" }, config);

  printed.out = "";
  expect(await listOrders({ client: "tea-town", limit: "2" }, config)).toBe(0);
  expect(printed.out.split("\n")).toEqual([
    "csv/A29 | 2026-11-20 12:39 | 79.00 | 已付 | 未归属",
    "csv/A28 | 2026-11-20 12:38 | 78.00 | 已付 | 未归属",
    "共 30 单，显示 2",
    "",
  ]);
  printed.out = "";
  await listOrders({ client: "tea-town", limit: "1", json: true }, config);
  expect(JSON.parse(printed.out)).toEqual({
    client: "tea-town",
    count: 30,
    orders: [
      {
        ...{ order: "csv/A29", status: "paid", amount: "79.00", refunded: "0.00", currency: "CNY" },
        ...{ foreign: false, promos: [], at: "2026-11-20T04:39:00.000Z" },
      },
    ],
  });
  await expect(listOrders({ client: "tea-town", limit: "0" }, config)).rejects.toMatchObject({
    code: "LIMIT_INVALID",
  });

  printed.out = "";
  const promos = "docs/examples/spend-60.yaml";
  expect(await replayPromos({ promos, client: "tea-town", json: true }, config)).toBe(0);
  // 50 to 79 yuan: twenty of the thirty reach 60.
  expect(JSON.parse(printed.out)).toMatchObject({
    baskets: { orders: 30, average: "64.50" },
    sets: [{ name: "spend-60", orders: 20, cost: "100.00" }],
  });
  await expect(replayPromos({ promos }, config)).rejects.toMatchObject({ code: "REPLAY_SOURCE" });
});

test("an unknown client is one sentence, and nothing is stored", async () => {
  const config = testConfig({ SUANPAN_STORE: "sqlite::memory:" });
  await expect(
    importFile("docs/examples/orders.csv", { client: "nobody" }, config),
  ).rejects.toMatchObject({
    code: "CLIENT_UNKNOWN",
  });
});
