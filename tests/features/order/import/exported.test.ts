import { expect, test } from "vitest";
import { mergeNotice } from "../../../../src/domain/order/merge.js";
import type { Order, OrderNotice, OrderRecord } from "../../../../src/domain/order/order.js";
import { viewOf } from "../../../../src/domain/order/view.js";

const base: Order = {
  ...{ source: "shop", id: "1001", state: "paid", currency: "CNY", amount: 6100 },
  ...{ modifiedAt: 1000, ids: {}, refunds: [] },
};
type Change = Partial<Order>;
const hook = (change: Change = {}): OrderNotice => ({
  kind: "order",
  order: { ...base, paidAt: 1000, ...change },
});
const row = (change: Change = {}): OrderNotice => ({
  kind: "order",
  order: { ...base, paidAt: 1000, ...change, exported: true },
});
const event = (what: "paid" | "cancelled" | "changed", at: number): OrderNotice => ({
  kind: "event",
  event: { source: "shop", id: "1001", at, what },
});
const merged = (notices: readonly OrderNotice[]) =>
  notices.reduce<OrderRecord | undefined>(
    (known, each) => mergeNotice(known, each).record,
    undefined,
  );

const lines = [{ sku: "jasmine-l", qty: 2, amount: 6100 }];
test.each<[string, readonly OrderNotice[], object | undefined]>([
  ["of one time the notice counts", [hook({ amount: 5600 }), row()], { amount: 5600 }],
  ["a later file counts", [hook(), row({ amount: 5600, modifiedAt: 2000 })], { amount: 5600 }],
  ["a later notice counts", [hook({ amount: 5600, modifiedAt: 2000 }), row()], { amount: 5600 }],
  ["a file fills in lines", [hook({ lines: [] }), row({ lines })], { lines }],
  [
    "a later file without lines keeps them",
    [hook({ lines }), row({ modifiedAt: 2000 })],
    { lines },
  ],
  [
    "a file fills in the time of payment",
    [hook({ paidAt: undefined }), row({ paidAt: 900 })],
    { paidAt: 900 },
  ],
  [
    "both tell ids",
    [hook({ ids: { platforms: ["shopify:7"] } }), row({ ids: { phone: "h", coupons: ["TT1"] } })],
    { ids: { platforms: ["shopify:7"], phone: "h", coupons: ["TT1"] } },
  ],
  [
    "a later file doesn't unpay",
    [hook(), row({ state: "placed", modifiedAt: 2000 })],
    { status: "paid" },
  ],
  [
    "a later notice doesn't unpay",
    [row(), hook({ state: "placed", paidAt: undefined, modifiedAt: 2000 })],
    { status: "paid" },
  ],
  [
    "a file cancels, its time untold",
    [hook({ modifiedAt: 3000 }), row({ state: "cancelled" })],
    { status: "cancelled", amount: 6100 },
  ],
  [
    "a cancelled order stays so",
    [hook({ state: "cancelled" }), row({ modifiedAt: 2000 })],
    { status: "cancelled" },
  ],
  [
    "a refund of either counts once",
    [hook({ refunds: [{ id: "r1", amount: 600, at: 1500 }] }), row({ refundedTotal: 600 })],
    { refunded: 600 },
  ],
  [
    "a file in another currency changes no sum",
    [hook({ currency: "USD", lines: [] }), row({ amount: 1, modifiedAt: 2000, lines })],
    { currency: "USD", amount: 6100, lines: [] },
  ],
  ["an event alone has no amount", [event("paid", 900)], undefined],
  [
    "an event's amount comes from the file",
    [event("paid", 900), row({ paidAt: undefined })],
    { amount: 6100, paidAt: 900, status: "paid" },
  ],
  ["an event after the file cancels", [event("cancelled", 1500), row()], { status: "cancelled" }],
])("%s", (_name, notices, told) => {
  for (const each of [notices, notices.toReversed()]) {
    const record = merged([...each, ...each]);
    const view = record && viewOf(record);
    if (told === undefined) expect(view).toBeUndefined();
    else expect(view).toMatchObject(told);
  }
});

test("a file that says what a notice said changes nothing that counts", () => {
  const before = merged([hook({ lines })]);
  const { outcome, record } = mergeNotice(before, row());
  expect(outcome).toBe("changed");
  expect(viewOf(record)).toEqual(before && viewOf(before));
  expect(mergeNotice(record, row()).outcome).toBe("same");
});
