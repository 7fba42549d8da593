import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeOf, grossOf, netOf, type Terms } from "../../../src/domain/order/count.js";
import type { OrderView } from "../../../src/domain/order/view.js";

const terms: Terms = { off: 500, kept: 500, marginBasisPoints: 4_000, foreign: false };
const none: Terms = { off: 0, kept: 0, marginBasisPoints: undefined, foreign: false };
const paid = (amount: number, refunded = 0) => ({
  amount,
  refunded,
  status: (refunded === 0 ? "paid" : "part_refunded") as OrderView["status"],
});

describe("an order counts", () => {
  test.each<[string, ReturnType<typeof paid>, Terms, object]>([
    ["as paid", paid(6_100), none, { orders: 1, revenue: 6_100, costs: 0 }],
    // 66.00 on the tag, of which 60 % are the goods' cost: 39.60.
    ["with a margin", paid(6_100), terms, { orders: 1, revenue: 6_100, costs: 500, margin: 2_140 }],
    ["refunded by half", paid(6_100, 3_050), terms, { revenue: 3_050, costs: 500, margin: 1_070 }],
    ["its promos lost", paid(6_100, 100), { ...terms, kept: 0 }, { revenue: 6_000, costs: 0 }],
    ["at a loss", paid(100), terms, { margin: -260 }],
    ["given away", paid(0), { ...terms, off: 6_000 }, { orders: 1, revenue: 0, margin: -3_600 }],
    [
      "in another currency as an order alone",
      paid(6_100, 100),
      { ...terms, foreign: true },
      { orders: 1, revenue: 0, costs: 0 },
    ],
  ])("%s", (_what, state, how, sums) => {
    expect(netOf(state, how)).toMatchObject(sums);
  });

  test.each(["unpaid", "cancelled", "refunded"] as const)("for nothing when %s", (status) => {
    const nothing = { orders: 0, revenue: 0, costs: 0, margin: 0 };
    expect(netOf({ ...paid(6_100), status }, none)).toEqual(nothing);
    expect(netOf({ ...paid(6_100), status }, terms)).toEqual(nothing);
  });
});

describe("between two counts", () => {
  const count = netOf(paid(6_100), terms);
  test.each([
    ["nothing", count, undefined],
    ["a margin that was stated anew is none", { ...count, margin: 1 }, undefined],
    [
      "a refund",
      netOf(paid(6_100, 3_050), terms),
      { orders: 0, revenue: -3_050, costs: 0, margin: -1_070 },
    ],
    [
      "a cancellation",
      netOf({ ...paid(6_100), status: "cancelled" }, none),
      { orders: -1, revenue: -6_100, costs: -500, margin: -2_140 },
    ],
    [
      "a price put right",
      netOf(paid(6_200), terms),
      { orders: 0, revenue: 100, costs: 0, margin: 40 },
    ],
  ])("%s", (_what, after, change) => {
    expect(changeOf(count, after)).toEqual(change);
  });
});

test("what is not refunded counts in whole units, for no more than the whole order", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.nat(100_000),
      fc.integer({ min: 0, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (amount, off, marginBasisPoints, part) => {
        const how = { ...terms, off, kept: off, marginBasisPoints };
        const refunded = Math.floor(amount * part * 0.999);
        const [gross, net] = [grossOf({ amount }, how), netOf(paid(amount, refunded), how)];
        expect(net.revenue).toBe(amount - refunded);
        expect(Number.isSafeInteger(net.margin)).toBe(true);
        expect(Math.abs(net.margin ?? 0)).toBeLessThanOrEqual(Math.abs(gross.margin ?? 0));
        if (marginBasisPoints === 10_000) expect(net.margin).toBe(net.revenue);
      },
    ),
  );
});
