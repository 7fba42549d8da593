import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { orderCredits } from "../../src/cli/order-credits.js";
import type { OrderEntry } from "../../src/domain/order/entry.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { testConfig } from "../support/config.js";
import { tally } from "../support/tally.js";

let folder = "";
let said = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-credits-"));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const paid = (amount: number, currency = "CNY"): OrderEntry["record"] => ({
  ...{ source: "csv", id: "1", refunds: [], refundedTotal: 0, events: {}, ids: {} },
  account: { state: "paid", currency, amount, modifiedAt: 2, paidAt: 1, ids: {} },
});
const member = "telegram:501";
const touch = (id: string, of: Record<string, string>) => ({ id, at: 0, of });
const entries: readonly OrderEntry[] = [
  {
    record: paid(100),
    member,
    credits: {
      ...{ model: "linear", window: "7d" },
      to: [
        { touch: touch("a", { promo: "main", arm: "tone/a" }), weight: 0.5, amount: 50 },
        { touch: touch("b", { message: "slump" }), weight: 0.5, amount: 50 },
      ],
    },
  },
  {
    record: paid(200),
    member,
    credits: {
      ...{ model: "last", window: "2d" },
      to: [{ touch: touch("c", { promo: "big" }), weight: 1, amount: 200 }],
    },
  },
  // From before there were credits, in another currency, and nobody's.
  { record: paid(30), member },
  { record: paid(999, "USD"), member },
  { record: paid(99, "USD") },
  { record: paid(999) },
];

test("suanpan orders credits adds up what orders are credited to", async () => {
  const file = join(folder, "bot.db");
  const config = testConfig({ SUANPAN_STORE: `sqlite:${file}`, LANG: "en_US" });
  const store = await openSqliteStore(file, tally);
  const changes = entries.map(
    (value, n) => ({ op: "put", kind: "order", key: `csv/${n}`, value }) as const,
  );
  await store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
  await store.close();

  expect(await orderCredits({ client: "tea-town", by: "promo", json: true }, config)).toBe(0);
  expect(JSON.parse(said)).toEqual({
    ...{ client: "tea-town", by: "promo", currency: "CNY", orders: 3, revenue: "3.30" },
    attribution: [
      { model: "linear", window: "7d", orders: 1 },
      { model: "last", window: "2d", orders: 1 },
    ],
    credited: [
      { id: "big", orders: 1, revenue: "2.00" },
      { id: "main", orders: 1, revenue: "0.50" },
    ],
    uncredited: "0.80",
    foreign: [{ currency: "USD", orders: 2, revenue: "10.98" }],
  });
  said = "";
  await orderCredits({ client: "tea-town", by: "arm" }, config);
  expect(said.split("\n")).toEqual([
    "By linear touch within 7d: 1 order",
    "By last touch within 2d: 1 order",
    "arm tone/a | 0.50 | 1 order",
    "to no arm | 2.80",
    "in all 3.30 CNY, 3 orders",
    "foreign, in no sum | 10.98 USD | 2 orders",
    "",
  ]);
});

test("what can't be credited is one sentence", async () => {
  const config = testConfig({ SUANPAN_STORE: `sqlite:${join(folder, "bot.db")}` });
  const wrong = { client: "tea-town", by: "weather" };
  await expect(orderCredits(wrong, config)).rejects.toMatchObject({ code: "CREDITS_BY" });
});
