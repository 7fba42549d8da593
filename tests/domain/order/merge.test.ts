import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeNotice } from "../../../src/domain/order/merge.js";
import type {
  Order,
  OrderEvent,
  OrderNotice,
  OrderRecord,
} from "../../../src/domain/order/order.js";
import { idsOf, viewOf } from "../../../src/domain/order/view.js";

const base: Order = {
  source: "shop",
  id: "1001",
  state: "paid",
  currency: "CNY",
  amount: 6100,
  paidAt: 1000,
  modifiedAt: 1000,
  ids: {},
  refunds: [],
};
const order = (change: Partial<Order>): OrderNotice => ({
  kind: "order",
  order: { ...base, ...change },
});
const event = (change: Partial<OrderEvent>): OrderNotice => ({
  kind: "event",
  event: { source: "shop", id: "1001", at: 1000, what: "changed", ...change },
});
const refund = (id: string, amount: number, at = 2000) => ({ id, amount, at });

function merged(notices: readonly OrderNotice[]): OrderRecord | undefined {
  return notices.reduce<OrderRecord | undefined>(
    (record, notice) => mergeNotice(record, notice).record,
    undefined,
  );
}
const view = (...notices: OrderNotice[]) => {
  const record = merged(notices);
  return record && viewOf(record);
};

test("the same notice twice changes nothing", () => {
  const { record, outcome } = mergeNotice(undefined, order({}));
  expect(outcome).toBe("fresh");
  const again = mergeNotice(record, order({}));
  expect(again.outcome).toBe("same");
  expect(again.record).toBe(record);
});

test("a late notice from before changes nothing", () => {
  const now = mergeNotice(undefined, order({ modifiedAt: 3000, amount: 6100 })).record;
  const { outcome, record } = mergeNotice(
    now,
    order({ modifiedAt: 2000, amount: 1, state: "placed" }),
  );
  expect(outcome).toBe("same");
  expect(record).toBe(now);
});

test("a newer notice replaces the account", () => {
  expect(view(order({}), order({ modifiedAt: 2000, amount: 5600 }))?.amount).toBe(5600);
});

test("of two accounts of one second the one further in its life stands", () => {
  const notices = [order({ state: "placed" }), order({ state: "paid" })] as const;
  expect(view(...notices)?.state).toBe("paid");
  expect(view(notices[1], notices[0])?.state).toBe("paid");
});

test("refunds add up by id, each once, and never beyond the amount", () => {
  const first = event({ refunds: [refund("r1", 1000)] });
  const second = event({ refunds: [refund("r2", 500)], at: 5000 });
  expect(view(order({}), first, first)).toMatchObject({ refunded: 1000, status: "part_refunded" });
  expect(view(order({}), second, first, order({ modifiedAt: 900 }))?.refunded).toBe(1500);
  expect(view(order({}), event({ refunds: [refund("r3", 9900)] }))).toMatchObject({
    refunded: 6100,
    status: "refunded",
  });
});

test("a total of refunds and a list of them are not added together", () => {
  expect(
    view(order({ refundedTotal: 700 }), event({ refunds: [refund("r1", 700)] }))?.refunded,
  ).toBe(700);
});

test("what came back is told only where every refund tells it", () => {
  const lines = [{ id: "tea", qty: 1 }];
  const told = event({ refunds: [{ ...refund("r1", 1000), lines }] });
  const untold = event({ refunds: [refund("r1", 1000)], at: 5000 });
  const other = event({ refunds: [refund("r2", 1)] });
  expect(view(order({}), told)?.returned).toEqual(lines);
  expect(view(order({}), told, untold)?.returned).toEqual(lines);
  expect(view(order({}), untold, told)?.returned).toEqual(lines);
  expect(view(order({}), told, other)?.returned).toBeUndefined();
  expect(view(order({ refundedTotal: 1001 }), told)?.returned).toBeUndefined();
  expect(view(order({}))?.returned).toBeUndefined();
});

test("a cancelled order is known as one, whatever was refunded", () => {
  const part = order({ state: "cancelled", refunds: [refund("r1", 1000)] });
  expect(view(part)).toMatchObject({ status: "part_refunded", cancelled: true });
});

test("an order that is only named has no view until its amount comes", () => {
  const named = event({ what: "paid", at: 900, ids: { platforms: ["wechat-openid:o1"] } });
  expect(view(named)).toBeUndefined();
  const { record } = mergeNotice(undefined, named);
  expect(idsOf(record)).toEqual({ coupons: [], platforms: ["wechat-openid:o1"] });
  expect(view(named, order({ paidAt: undefined }))).toMatchObject({
    paidAt: 900,
    outdated: false,
    ids: { platforms: ["wechat-openid:o1"] },
  });
  expect(view(order({}), event({ at: 4000 }))?.outdated).toBe(true);
});

test("cancelled by an event, and taken up again by a newer account", () => {
  const cancelled = event({ what: "cancelled", at: 2000 });
  expect(view(order({}), cancelled)?.status).toBe("cancelled");
  expect(view(order({ modifiedAt: 3000 }), cancelled)?.status).toBe("paid");
});

test("a notice of another order is a bug", () => {
  const { record } = mergeNotice(undefined, order({}));
  expect(() => mergeNotice(record, order({ id: "1002" }))).toThrow("shop 1002");
});

const instant = fc.integer({ min: 1, max: 4 });
const refunds = fc.array(
  fc.record({
    id: fc.constantFrom("r1", "r2", "r3"),
    amount: fc.integer({ min: 0, max: 3 }),
    at: instant,
    lines: fc.option(
      fc.array(fc.record({ id: fc.constantFrom("a", "b"), qty: fc.integer({ min: 1, max: 2 }) }), {
        maxLength: 2,
      }),
      { nil: undefined },
    ),
  }),
  { maxLength: 3 },
);
const ids = fc.record(
  {
    coupons: fc.array(fc.constantFrom("A", "B"), { maxLength: 2 }),
    union: fc.constantFrom("u1", "u2"),
    phone: fc.constantFrom("p1", "p2"),
  },
  { requiredKeys: [] },
);
const anyNotice: fc.Arbitrary<OrderNotice> = fc.oneof(
  fc
    .record({
      modifiedAt: instant,
      amount: fc.integer({ min: 0, max: 3 }),
      state: fc.constantFrom("placed" as const, "paid" as const, "cancelled" as const),
      refunds,
      refundedTotal: fc.integer({ min: 0, max: 3 }),
      ids,
      exported: fc.constantFrom(undefined, true as const),
    })
    .map(order),
  fc
    .record({
      at: instant,
      what: fc.constantFrom(
        "placed" as const,
        "paid" as const,
        "cancelled" as const,
        "changed" as const,
      ),
      refunds,
      ids,
    })
    .map(event),
);

test("any order and any repetition of notices end in the same record", () => {
  const runs = fc
    .array(anyNotice, { minLength: 1, maxLength: 6 })
    .chain((notices) =>
      fc.tuple(
        fc.constant(notices),
        fc.shuffledSubarray(notices, { minLength: notices.length }),
        fc.array(fc.constantFrom(...notices), { maxLength: 4 }),
      ),
    );
  fc.assert(
    fc.property(runs, ([notices, shuffled, repeated]) => {
      expect(merged([...repeated, ...shuffled, ...repeated])).toEqual(merged(notices));
    }),
    { numRuns: 1000 },
  );
});
