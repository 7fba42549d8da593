import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, jest, test } from "@jest/globals";
import { importFile } from "../../src/cli/orders.js";
import { readConfig } from "../../src/config/config.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../support/tally.js";

const folders: string[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

test("a CSV file is taken in once; what can't be read is named by its line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-import-"));
  folders.push(folder);
  const file = join(folder, "bot.db");
  const config = readConfig({ SUANPAN_STORE: `sqlite:${file}` });
  let said = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const csv = join(folder, "orders.csv");
  const rows = [
    "订单号,实付金额,付款时间",
    "3705115058471208928,61.00,2026-11-20 12:00:00",
    "3705115058471208929,52.00,2026-11-20 15:00:00",
    "3705115058471208930,=1+1,2026-11-21 12:00:00",
  ];
  await writeFile(csv, rows.join("\n"));
  expect(await importFile(csv, "tea-town", config)).toBe(1);
  expect(said).toContain("orders.csv:4 AMOUNT =1+1");
  expect(said).toContain("3 行：新增 2，变更 0，已有 0，拒绝 1");
  await importFile(csv, "tea-town", config);
  expect(said).toContain("3 行：新增 0，变更 0，已有 2，拒绝 1");
  const store = await openSqliteStore(file, tally);
  const orders = await store.list("tea-town", "order", "unmatched");
  expect(orders.map(({ key }) => key)).toEqual([
    "csv/3705115058471208928",
    "csv/3705115058471208929",
  ]);
  await store.close();
});

test("an unknown client is one sentence, and nothing is stored", async () => {
  const config = readConfig({ SUANPAN_STORE: "sqlite::memory:" });
  await expect(importFile("docs/examples/orders.csv", "nobody", config)).rejects.toMatchObject({
    code: "CLIENT_UNKNOWN",
  });
});
