import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { plan } from "../../src/cli/plan.js";
import { testConfig } from "../support/config.js";

let folder: string;
let said: string;
let complained: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-plan-"));
  said = "";
  complained = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    complained += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const options = { groups: "8", members: "150", currency: "CNY", zone: "Asia/Shanghai" };
const HEAD = "订单编号,实付金额,付款时间,订单状态";
/** Ten orders a day for ten days, of 43, 44 … 62 yuan: 52.50 on average. */
const ROWS = Array.from({ length: 100 }, (_, n) => {
  const [day, hour] = [1 + Math.floor(n / 10), 10 + (n % 10)];
  return `A${n},${43 + (n % 20)}.00,2026-11-${String(day).padStart(2, "0")} ${hour}:00:00,已付款`;
});
const planned = (name: string, content: string, more: { json?: boolean; groups?: string } = {}) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return plan({ ...options, ...more, orders: path }, testConfig());
};

test("a shop's export makes a page: the orders, what thresholds cost, and what 28 days can know", async () => {
  expect(await planned("orders.csv", [HEAD, ...ROWS].join("\n"))).toBe(0);
  expect(said).toContain("100 单，9 天；平均 52.50 CNY");
  expect(said).toMatch(/满 50\.00 减 4\.00：65 单（65%）本来就够，白送 260\.00；.*已经够了/);
  expect(said).toMatch(
    /满 60\.00 减 5\.00：15 单（15%）本来就够，白送 75\.00；.*毛利高于 66\.7% 才回本/,
  );
  expect(said).toMatch(/28 天里，\+\d+% 以上/);
  expect(said).toContain("靠实验");
});

test("as JSON the same, in decimals and shares", async () => {
  await planned("orders.csv", [HEAD, ...ROWS].join("\n"), { json: true });
  const page = JSON.parse(said) as { days: number; sets: { name: string; cost: string }[] };
  expect(page.days).toBe(9);
  expect(page.sets.find(({ name }) => name === "60.00")?.cost).toBe("75.00");
});

test("baskets in JSON do as well", async () => {
  const baskets = [{ at: "2026-11-01T10:00:00+08:00", total: "52.00" }];
  expect(await planned("orders.json", JSON.stringify(baskets))).toBe(0);
  expect(said).toContain("1 单，1 天；平均 52.00 CNY");
});

test("one group can't know anything, and the page says so", async () => {
  await planned("orders.csv", [HEAD, ...ROWS].join("\n"), { groups: "1" });
  expect(said).toContain("要 2 个群");
});

test("rows that can't be read are named, and the rest is counted", async () => {
  const code = await planned(
    "orders.csv",
    [HEAD, "B1,五十,2026-11-01 10:00:00,已付款", ...ROWS].join("\n"),
  );
  expect(code).toBe(1);
  expect(complained).toContain("orders.csv:2 →");
  expect(said).toContain("100 单");
});

test.each([
  ["orders.csv", `${HEAD}\n`, "ORDERS_NONE"],
  ["orders.csv", "", "FILE_EMPTY"],
  ["orders.csv", "a,b\n1,2\n", "CSV_COLUMN_MISSING"],
  ["orders.json", "{", "ORDERS_JSON"],
  ["orders.json", '[{"at":"gestern","total":"5"}]', "ORDERS_FIELD"],
])("%s with %j is refused", async (name, content, code) => {
  await expect(planned(name, content)).rejects.toMatchObject({ code });
});
