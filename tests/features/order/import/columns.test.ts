import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importFile } from "../../../../src/cli/orders.js";
import type { OrderRecord } from "../../../../src/domain/order/order.js";
import { openSqliteStore } from "../../../../src/store/sqlite/store.js";
import { captured } from "../../../support/captured.js";
import { testConfig } from "../../../support/config.js";
import { tally } from "../../../support/tally.js";

const printed = captured();
let folder: string;
const file = () => join(folder, "bot.db");
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-columns-"));
});
afterEach(() => rm(folder, { recursive: true }));

const PERSONA = `version: 1
id: clerk
name: 小二
kind: brand
pacing: { reading: 10/s, min: 0s, max: 1s }
lines: { hello: 您好 }
`;

/** A brand whose playbook names the columns of its shop's export. */
async function brand(columns: string) {
  const playbook = `version: 1
client: leaf
brand: 叶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "1", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats: { g1: { platform: telegram, chat: "-1", pool: all } }
persona: clerk
orders: { csv: { columns: ${columns} } }
`;
  await mkdir(join(folder, "playbooks", "leaf"), { recursive: true });
  await mkdir(join(folder, "personas"));
  await writeFile(join(folder, "playbooks", "leaf", "playbook.yaml"), playbook);
  await writeFile(join(folder, "personas", "clerk.yaml"), PERSONA);
  return testConfig({
    SUANPAN_STORE: `sqlite:${file()}`,
    SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
    SUANPAN_PERSONAS: join(folder, "personas"),
  });
}

/** What an import of these lines stored: key, sum and time of payment of each order. */
async function imported(columns: string, lines: readonly string[]) {
  const csv = join(folder, "orders.csv");
  await writeFile(csv, lines.join("\n"));
  const code = await importFile(csv, { client: "leaf" }, await brand(columns));
  const store = await openSqliteStore(file(), tally);
  const orders = await store.list("leaf", "order", "unmatched");
  await store.close();
  const told = orders.map(({ key, value }) => {
    const { amount, paidAt = 0 } = (value.record as OrderRecord).account ?? {};
    return [key, amount, new Date(paidAt).toISOString()];
  });
  return { code, told };
}

// Without the playbook's names `order_id` and `Total` would be taken, and no time found.
const HEADER = "order_id,Total,Order ID,Paid Sum,Paid On";
const ROWS = ["7,1.00,A-1,61.00,2026-11-20 12:00:00", "8,2.00,A-2,52.00,2026-11-20 15:00:00"];
const STORED = [
  ["csv/A-1", 6100, "2026-11-20T04:00:00.000Z"],
  ["csv/A-2", 5200, "2026-11-20T07:00:00.000Z"],
];

test.each([
  ["as the header writes it", '{ id: "Order ID", amount: "Paid Sum", paid_at: "Paid On" }', HEADER],
  ["in small letters", '{ id: "order id", amount: "paid sum", paid_at: "paid on" }', HEADER],
  ["with blanks around", '{ id: " Order ID ", amount: "Paid Sum ", paid_at: " Paid On" }', HEADER],
  [
    "of a header in capitals, with blanks around",
    '{ id: "Order ID", amount: "Paid Sum", paid_at: "Paid On" }',
    "order_id,Total, ORDER ID ,PAID SUM , PAID ON",
  ],
])("a column that the playbook names is found: %s", async (_name, columns, header) => {
  expect(await imported(columns, [header, ...ROWS])).toEqual({ code: 0, told: STORED });
  expect(printed.out).toContain("2 行：新增 2，变更 0，已有 0，拒绝 0");
});

test("a column that the playbook names and the file lacks is not guessed", async () => {
  const columns = '{ id: "Order No", amount: "Paid Sum", paid_at: "Paid On" }';
  await expect(imported(columns, [HEADER, ...ROWS])).rejects.toMatchObject({
    code: "CSV_COLUMN_MISSING",
    params: { columns: "id", found: HEADER.replaceAll(",", ", ") },
  });
});
