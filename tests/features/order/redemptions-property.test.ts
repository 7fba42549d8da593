import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeNotice } from "../../../src/domain/order/merge.js";
import type { Order, OrderNotice, OrderRecord } from "../../../src/domain/order/order.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { OPENED, openTill, type Till } from "../../support/till.js";

const LINES = [
  { id: "tea", sku: "tea", qty: 3, amount: 5_000 },
  { id: "cake", sku: "cake", qty: 2, amount: 2_999 },
];
const AMOUNT = 7_999;
const CODES = ["TTAAAA0001", "TTAAAA0002", "TTAAAA0003"];
const ORDERS = 3;
/** Every counter of the promos below, by its limit. */
const LIMITS: Readonly<Record<string, number>> = {
  "cup/uses": 2,
  "cup/spent": 1_600,
  "pro/spent": 900,
  "pro/uses": 2,
  "tier/spent": 2_000,
  "keep/spent": 300,
};

const promos = (tight: boolean) => {
  const all = {
    cup: { give: { off: "8.00" }, refund: "recheck", budget: "16.00", limits: { uses: 2 } },
    pro: {
      give: { percent: 6 },
      refund: "prorate",
      budget: "9.00",
      limits: { uses: 2 },
      stack: "b",
    },
    tier: {
      give: {
        tiers: [
          { spend: "30.00", off: "4.00" },
          { spend: "60.00", off: "9.00" },
        ],
      },
      of: { skus: ["tea"] },
      ...{ refund: "recheck", budget: "20.00", stack: "c" },
    },
    keep: { give: { off: "3.00" }, refund: "keep", budget: "3.00", stack: "d" },
  };
  if (tight) return all;
  const wide = (promo: object) => ({
    ...promo,
    budget: "9000.00",
    ...("limits" in promo ? { limits: { uses: 1_000 } } : {}),
  });
  return Object.fromEntries(Object.entries(all).map(([id, promo]) => [id, wide(promo)]));
};

async function open(tight: boolean) {
  const store = await openSqliteStore(":memory:", tally);
  const stacks = { price: "best", b: "best", c: "best", d: "best" };
  const till = await openTill(store, { promos: promos(tight), stacks, behindCoupon: "cup" });
  await till.members(ORDERS);
  for (const [i, code] of CODES.entries()) await till.grant(code, `telegram:${i + 1}`);
  return { ...till, close: () => store.close() };
}

const piece = fc.record({
  id: fc.constantFrom("tea", "cake"),
  qty: fc.integer({ min: 1, max: 4 }),
});
const refund = fc.record(
  {
    id: fc.constantFrom("r1", "r2", "r3"),
    amount: fc.integer({ min: 0, max: 5_000 }),
    at: fc.constantFrom(1, 2),
    lines: fc.array(piece, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ["id", "amount", "at"] },
);
const refunds = fc.array(refund, { maxLength: 2 });
/** A shop says "placed" until it says "paid"; cancelled and taken up again it may be at any time. */
const notice = fc
  .record({
    n: fc.integer({ min: 1, max: ORDERS }),
    at: fc.integer({ min: 1, max: 6 }),
    cancelled: fc.constantFrom(false, false, false, true),
    event: fc.boolean(),
    refunds,
    refundedTotal: fc.constantFrom(0, 0, 0, 1_000),
  })
  .map(({ n, at, cancelled, event, refundedTotal, ...rest }): OrderNotice => {
    const id = `${n}`;
    const what = cancelled ? "cancelled" : "changed";
    if (event) return { kind: "event", event: { source: "shop", id, at, what, ...rest } };
    const state = cancelled ? "cancelled" : at < 4 ? "placed" : "paid";
    const ids = { coupons: CODES.slice(n - 1, n), platforms: [`telegram:${n}`] };
    const order: Order = {
      ...{ source: "shop", id, state, currency: "CNY", amount: AMOUNT, lines: LINES, ids },
      ...{ placedAt: OPENED, modifiedAt: at, refundedTotal, ...rest },
    };
    return { kind: "order", order: at < 4 ? order : { ...order, paidAt: OPENED } };
  });
const story = fc.array(notice, { minLength: 1, maxLength: 9 });

const counters = async (till: Till) => {
  const names = Object.keys(LIMITS);
  const values = await Promise.all(names.map((name) => till.counter(name)));
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0]));
};
/** What the bookings say is taken. */
const booked = async (till: Till) => {
  const taken = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, 0]));
  for (const { booking, counted } of await till.orders()) {
    // What the promos cost, as the day's sums are told, is what stands of them.
    const standing = (booking?.applied ?? []).reduce((sum, { kept }) => sum + kept, 0);
    if (counted) expect(counted.costs).toBe(standing);
    for (const { kept, off, released, uses } of booking?.applied ?? []) {
      expect(kept).toBeGreaterThanOrEqual(0);
      expect(kept).toBeLessThanOrEqual(off);
      for (const { counter, of } of uses) {
        const name = counter.replace("promo/", "");
        taken[name] = (taken[name] ?? 0) + (of === "money" ? kept : released ? 0 : 1);
      }
    }
  }
  return taken;
};
/** Which codes can be used, and which an order has. */
const coupons = async (till: Till) => {
  const all = await Promise.all(CODES.map((code) => till.coupon(code)));
  return all.map((one) => (one?.state === "returned" ? "granted" : one?.state));
};

/** The same orders, each told by the one notice that its record amounts to. */
async function fresh(notices: readonly OrderNotice[]) {
  const till = await open(false);
  const records = new Map<string, OrderRecord>();
  for (const told of notices) {
    const { id } = told.kind === "order" ? told.order : told.event;
    records.set(id, mergeNotice(records.get(id), told).record);
  }
  for (const { account, refunds, refundedTotal, source, id, events } of records.values()) {
    if (!account) continue;
    await till.tell({ kind: "order", order: { ...account, source, id, refunds, refundedTotal } });
    for (const [what, at] of Object.entries(events))
      await till.tell({ kind: "event", event: { source, id, at, what: what as "cancelled" } });
  }
  const outcome = { counters: await counters(till), coupons: await coupons(till) };
  await till.close();
  return outcome;
}

test("in any order and repetition, notices end where one fresh look at them ends", async () => {
  const property = fc.asyncProperty(story, fc.infiniteStream(fc.nat(100)), async (told, dice) => {
    const till = await open(false);
    for (const one of told) {
      await till.tell(one);
      const again = told[(dice.next().value ?? 0) % told.length];
      if (again) await till.tell(again);
      expect(await counters(till)).toEqual(await booked(till));
    }
    const outcome = { counters: await counters(till), coupons: await coupons(till) };
    await till.close();
    expect(outcome).toEqual(await fresh(told));
  });
  await fc.assert(property, { numRuns: 60 });
}, 600_000);

test("however scarce the promos, counters are what the bookings say, never negative, never past a limit", async () => {
  const property = fc.asyncProperty(story, fc.infiniteStream(fc.boolean()), async (told, late) => {
    const till = await open(true);
    for (const one of told) {
      await till.tell(one);
      if (late.next().value) await till.forward(11 * 60_000);
      const now = await counters(till);
      expect(now).toEqual(await booked(till));
      for (const [name, value] of Object.entries(now)) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(LIMITS[name] ?? 0);
      }
    }
    await till.forward(60 * 60_000);
    expect(await counters(till)).toEqual(await booked(till));
    expect(await coupons(till)).not.toContain("reserved");
    expect(till.stuck).toEqual([]);
    await till.close();
  });
  await fc.assert(property, { numRuns: 60 });
}, 600_000);
