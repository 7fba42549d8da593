import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import type { Order, OrderRefund } from "../../../src/domain/order/order.js";
import { forgettable } from "../../../src/engine/retention.js";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { OPENED, openTill } from "../../support/till.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const CODE = "TTAB12CD34";
let store: Store;
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
});
afterEach(() => store.close());

const base: Order = {
  source: "shop",
  id: "1",
  state: "paid",
  currency: "CNY",
  amount: 6_000,
  placedAt: OPENED,
  modifiedAt: OPENED,
  ids: { platforms: ["telegram:1"] },
  refunds: [],
};
let stamp = 0;
/** Each newer than the one before. */
const order = (over: Partial<Order> = {}) => {
  const modifiedAt = OPENED + ++stamp;
  return { kind: "order", order: { ...base, modifiedAt, ...over } } as const;
};
const back = (id: string, amount: number, lines?: OrderRefund["lines"]): OrderRefund => ({
  id,
  amount,
  at: OPENED,
  ...(lines ? { lines } : {}),
});
const lines = [
  { id: "tea", sku: "jasmine", qty: 2, amount: 4_000, gross: 4_000 },
  { id: "cake", qty: 1, amount: 2_000, gross: 2_000 },
];
const cake = [{ id: "cake", qty: 1 }];
const oneTea = [{ sku: "jasmine", qty: 1 }];

/** One member, and 满60减5 with every limit. */
async function open(refund: string, promo: object = {}) {
  const main = { spend: "60.00", give: { off: "5.00" }, refund, budget: "5.00", ...promo };
  const limits = { uses: 1, member: { max: 1 }, group: { max: 1 } };
  const till = await openTill(store, { promos: { main: { limits, ...main } } });
  await till.members(2);
  const used = async () => [await till.counter("main/uses"), await till.counter("main/spent")];
  return { ...till, used };
}

describe("a refund of a basket of 2 x 20 and 20 under 满60减5 gives back", () => {
  test.each([
    ["recheck: all below the threshold", "recheck", [back("r", 1_833, cake)], [0, 0]],
    ["recheck: the same by its sum", "recheck", [back("r", 1)], [0, 0]],
    ["prorate: the cake's share", "prorate", [back("r", 1_833, cake)], [1, 333]],
    ["prorate: the share of a sum", "prorate", [back("r", 1_500)], [1, 376]],
    ["keep: nothing", "keep", [back("r", 1_833, cake)], [1, 500]],
    ["keep: all when nothing is left", "keep", [back("r", 6_000)], [0, 0]],
    ["one piece by its sku", "prorate", [back("r", 1_833, oneTea)], [1, 334]],
    ["two refunds", "prorate", [back("r", 1_833, cake), back("s", 1_833, oneTea)], [1, 167]],
    [
      "pieces that never were: all there were",
      "prorate",
      [back("r", 1, [{ id: "cake", qty: 9 }])],
      [1, 333],
    ],
    [
      "a line that never was: by the sum",
      "prorate",
      [back("r", 1_500, [{ id: "x", qty: 1 }])],
      [1, 376],
    ],
    [
      "lines of one of two: by the sum",
      "prorate",
      [back("r", 750, cake), back("s", 750)],
      [1, 376],
    ],
    [
      "every line, less a fee",
      "keep",
      [back("r", 5_000, [...cake, { id: "tea", qty: 2 }])],
      [0, 0],
    ],
  ] as const)("%s", async (_name, policy, refunds, left) => {
    const till = await open(policy);
    await till.tell(order({ lines }));
    expect(await till.used()).toEqual([1, 500]);
    await till.tell(order({ lines, refunds }));
    await till.tell(order({ lines, refunds: refunds.slice(1) }));
    expect(await till.used()).toEqual(left);
    expect(await till.counter("main/member/telegram:1/all")).toBe(left[0]);
    expect((await till.facts("refunded")).length).toBe(left[1] === 500 ? 0 : 1);
  });

  test("a refund long after the period of its limit changes nothing of it, and the budget still", async () => {
    const limits = { member: { max: 1, per: "day" } };
    const till = await open("prorate", { limits });
    await till.tell(order({ lines }));
    const used = () => till.counter("main/member/telegram:1/2026-11-24");
    await store.prune(forgettable(OPENED + 90 * DAY, features));
    expect(await used()).toBe(1);
    await store.prune(forgettable(OPENED + 91 * DAY, features));
    expect(await used()).toBe(0);
    await till.forward(91 * DAY);
    await till.tell(order({ lines, refunds: [back("r", 6_000)] }));
    expect(await used()).toBe(0);
    expect(await till.used()).toEqual([0, 0]);
  });

  test("of a promo on some lines alone only what comes back of them", async () => {
    const till = await open("recheck", { spend: "30.00", of: { skus: ["jasmine"] } });
    await till.tell(order({ lines }));
    await till.tell(order({ lines, refunds: [back("r", 2_000, cake)] }));
    expect(await till.used()).toEqual([1, 500]);
    await till.tell(order({ lines, refunds: [back("r", 2_000, cake), back("s", 1, oneTea)] }));
    expect(await till.used()).toEqual([0, 0]);
  });

  test("the policy of a promo that is switched off since", async () => {
    const till = await open("keep");
    await till.tell(order({ lines }));
    const changes = [
      { op: "put", kind: "setting", key: "client", value: { promosOff: ["main"] } } as const,
    ];
    await store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
    await till.tell(order({ lines, refunds: [back("r", 1_833, cake)] }));
    expect(await till.used()).toEqual([1, 500]);
  });

  test("3 pieces for 100.00 are counted to the fen", async () => {
    const till = await open("prorate");
    const three = [{ id: "tea", qty: 3, amount: 10_000, gross: 10_000 }];
    await till.tell(order({ lines: three, amount: 10_000 }));
    expect((await till.order("1"))?.booking?.lines.map(({ qty, price }) => [qty, price])).toEqual([
      [2, 3_333],
      [1, 3_334],
    ]);
    const refunds = [back("r", 1, [{ id: "tea", qty: 2 }])];
    await till.tell(order({ lines: three, amount: 10_000, refunds }));
    expect(await till.used()).toEqual([1, 167]);
  });

  test("what was refunded before the order was heard of takes only what is left", async () => {
    const till = await open("prorate");
    await till.tell(order({ lines, refunds: [back("r", 1_833, cake)] }));
    expect(await till.used()).toEqual([1, 333]);
    await till.tell(order({ id: "2", refunds: [back("r", 6_000)] }));
    expect((await till.order("2"))?.booking).toBeUndefined();
  });

  test("though the group was released meanwhile", async () => {
    const till = await open("prorate");
    await till.tell(order({ lines }));
    const group = await store.get("tea-town", "group", "hq");
    if (!group) throw new Error("no group");
    const value = { ...group.value, unbound: true };
    const changes = [{ op: "put", kind: "group", key: "hq", value } as const];
    await store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
    const told = { lines, refunds: [back("r", 1_833, cake)] };
    await till.tell(order(told));
    expect(await till.used()).toEqual([1, 333]);
    await till.tell(order({ ...told, state: "cancelled" }));
    expect(await till.used()).toEqual([0, 0]);
    expect(await till.facts("refunded")).toHaveLength(2);
    await till.tell(order({ id: "2" }));
    expect(await till.used()).toEqual([0, 0]);
  });

  test("nothing of an order in another currency, which takes nothing", async () => {
    const till = await open("recheck");
    await till.tell(order({ lines, currency: "USD" }));
    expect(await till.used()).toEqual([0, 0]);
  });

  test("cancelled with a part refunded, everything; taken up again, what is left", async () => {
    const till = await open("keep");
    await till.tell(order({ refunds: [back("r", 1)] }));
    await till.tell(order({ state: "cancelled" }));
    expect(await till.used()).toEqual([0, 0]);
    await till.tell(order({}));
    expect(await till.used()).toEqual([1, 500]);
    await till.tell(order({ state: "cancelled" }));
    await till.tell(order({ id: "2" }));
    await till.tell(order({}));
    expect(await till.used()).toEqual([1, 500]);
    expect((await till.order("1"))?.booking?.applied[0]?.kept).toBe(0);
  });
});

describe("a coupon", () => {
  async function behind() {
    const cup = { spend: "15.00", give: { off: "8.00" }, budget: "8.00", limits: { uses: 1 } };
    const till = await openTill(store, { promos: { cup }, behindCoupon: "cup" });
    await till.members(2);
    await till.grant(CODE, "telegram:1");
    await till.grant("TTZZZZZZ22", "telegram:2");
    const state = async () => (await till.coupon(CODE))?.state;
    const used = async () => [await till.counter("cup/uses"), await till.counter("cup/spent")];
    return { ...till, state, used };
  }
  const ids = { coupons: [CODE] };
  const placed = (over: Partial<Order> = {}) => order({ state: "placed", ids, ...over });

  test("is reserved by a placed order, with its use and money, and redeemed when it is paid", async () => {
    const till = await behind();
    await till.tell(placed());
    expect(await till.state()).toBe("reserved");
    expect(await till.used()).toEqual([1, 800]);
    expect(await till.facts("ordered")).toEqual([]);
    expect((await till.order("1"))?.credits).toBeUndefined();
    const other = { ids: { coupons: ["TTZZZZZZ22"] }, id: "2" };
    await till.tell(placed(other));
    expect((await till.coupon("TTZZZZZZ22"))?.state).toBe("granted");
    expect(await till.facts("redeemed")).toEqual([]);
    await till.tell(order({ id: "2" }));
    await till.tell(order({ ids }));
    await till.forward(60 * MINUTE);
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, 800]);
    expect(await till.facts("redeemed")).toHaveLength(1);
    expect(await till.coupon(CODE)).not.toHaveProperty("reservedUntil");
    expect(await till.facts("ordered")).toHaveLength(2);
    expect((await till.order("1"))?.credits).toBeDefined();
  });

  test("goes back by itself after its time, to be used in another order", async () => {
    const till = await behind();
    await till.tell(placed());
    await till.forward(30 * MINUTE - 1);
    expect(await till.state()).toBe("reserved");
    await till.forward(1);
    expect(await till.state()).toBe("granted");
    expect(await till.used()).toEqual([0, 0]);
    expect((await till.facts("unreserved"))[0]?.data).toEqual({ order: "shop/1", why: "lapsed" });
    // A notice of the same order does not reserve it again; paying takes it if it is there.
    await till.tell(placed());
    expect(await till.state()).toBe("granted");
    await till.tell(order({ ids, id: "2" }));
    expect(await till.state()).toBe("redeemed");
    await till.tell(order({ ids }));
    expect(await till.used()).toEqual([1, 800]);
    expect(till.stuck).toEqual([]);
  });

  test("is taken by an order that is paid after all, if it is still there", async () => {
    const till = await behind();
    await till.tell(placed());
    await till.forward(40 * MINUTE);
    await till.tell(order({ ids }));
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, 800]);
  });

  test("of a cancelled order is free at once", async () => {
    const till = await behind();
    await till.tell(placed());
    await till.tell({
      kind: "event",
      event: { source: "shop", id: "1", at: OPENED + 9e5, what: "cancelled" },
    });
    expect(await till.state()).toBe("granted");
    expect(await till.used()).toEqual([0, 0]);
    expect((await till.facts("unreserved"))[0]?.data).toMatchObject({ why: "cancelled" });
  });

  test("is reckoned anew when the order is paid with another sum", async () => {
    const till = await behind();
    await till.tell(placed());
    await till.tell(order({ ids, amount: 700, subtotal: 700 }));
    expect(await till.state()).toBe("granted");
    expect(await till.used()).toEqual([0, 0]);
    await till.tell(placed({ id: "2" }));
    await till.tell(order({ ids, id: "2", amount: 3_000 }));
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, 800]);
  });

  test("comes back with a refund, though the shop forgets its code, and is used again", async () => {
    const till = await behind();
    await till.tell(order({ ids }));
    await till.tell(order({ refunds: [back("r", 6_000)] }));
    expect(await till.state()).toBe("returned");
    expect(await till.used()).toEqual([0, 0]);
    await till.tell(order({ ids, id: "2" }));
    expect(await till.state()).toBe("redeemed");
  });

  test("that has run out is not reserved; one that ran out while it was reserved is redeemed", async () => {
    const till = await behind();
    await till.grant(CODE, "telegram:1", { until: OPENED });
    await till.tell(placed());
    expect(await till.state()).toBe("granted");
    await till.grant(CODE, "telegram:1", { until: OPENED + MINUTE });
    await till.tell(placed({ id: "2" }));
    await till.forward(5 * MINUTE);
    await till.tell(order({ ids, id: "2" }));
    expect(await till.state()).toBe("redeemed");
  });

  test("is not held by an order that was placed long ago, nor by one without a coupon", async () => {
    const till = await behind();
    await till.tell(placed({ placedAt: OPENED - 31 * MINUTE }));
    await till.tell(placed({ id: "2", ids: { platforms: ["telegram:1"] } }));
    expect(await till.state()).toBe("granted");
    expect(await till.used()).toEqual([0, 0]);
    expect((await till.order("2"))?.booking).toBeUndefined();
  });

  test("that an operator voided meanwhile stays void", async () => {
    const till = await behind();
    await till.tell(placed());
    await till.grant(CODE, "telegram:1", { state: "void" });
    await till.tell(order({ ids }));
    expect(await till.state()).toBe("void");
    expect(await till.used()).toEqual([0, 0]);
  });
});
