import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { wallTimeReader } from "../../../src/core/time/wall-time.js";
import { findColumns } from "../../../src/domain/order/csv-columns.js";
import type { Order } from "../../../src/domain/order/order.js";
import { orderOfRow } from "../../../src/features/order/import/csv.js";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { receive } from "../../../src/web/hooks/receive.js";
import { bodies } from "../../support/hook-bodies.js";
import { senders } from "../../support/hook-senders.js";
import { tally } from "../../support/tally.js";
import { OPENED, openTill } from "../../support/till.js";

const CODE = "TTAB12CD34";
let store: Store;
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
});
afterEach(() => store.close());

/** An order as a CSV file tells it, for the member `telegram:1`. */
function row(header: string, cells: string) {
  const { columns } = findColumns(`订单号,platform,付款时间,${header}`.split(","));
  const read = orderOfRow(`1,telegram:1,2026-11-24 10:00:00,${cells}`.split(","), {
    columns,
    source: "shop",
    currency: "CNY",
    readTime: wallTimeReader("Asia/Shanghai"),
    now: OPENED,
    hashPhone: (phone: string) => ({ phone }),
  });
  if (!read.ok) throw new Error(read.reason);
  return { kind: "order", order: read.order } as const;
}
const later = (of: { order: Order }, over: Partial<Order> = {}) =>
  ({
    kind: "order",
    order: { ...of.order, modifiedAt: of.order.modifiedAt + 60_000, ...over },
  }) as const;

async function open(promos: Readonly<Record<string, object>>, behindCoupon?: string) {
  const till = await openTill(store, { promos, ...(behindCoupon ? { behindCoupon } : {}) });
  await till.members(2);
  await till.grant(CODE, "telegram:1");
  const used = async (promo = "main") => [
    await till.counter(`${promo}/uses`),
    await till.counter(`${promo}/spent`),
  ];
  const state = async () => (await till.coupon(CODE))?.state;
  const booked = async () => (await till.order("1"))?.booking;
  return { ...till, used, state, booked };
}
const SPEND = { spend: "60.00", give: { off: "5.00" }, budget: "500.00", limits: { uses: 100 } };

describe("a file that tells only what was paid", () => {
  const paid = row("实付金额,优惠码", `56.00,${CODE}`);

  test("redeems the coupon it names, once; a refund gives it back", async () => {
    const till = await open({ main: SPEND }, "main");
    await till.tell(paid);
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, 500]);
    expect((await till.booked())?.lines).toMatchObject([{ qty: 1, price: 6_100 }]);
    const before = await till.order("1");
    await till.tell(paid);
    await till.tell(later(paid, { modifiedAt: 1, amount: 1 }));
    expect(await till.order("1")).toEqual(before);
    expect(await till.used()).toEqual([1, 500]);
    expect(await till.facts("redeemed")).toHaveLength(1);
    await till.tell(later(paid, { refundedTotal: 5_600 }));
    expect(await till.state()).toBe("returned");
    expect(await till.used()).toEqual([0, 0]);
  });

  test("counts what was paid as revenue", async () => {
    const till = await open({ main: SPEND }, "main");
    await till.tell(paid);
    expect((await till.order("1"))?.counted).toMatchObject({ revenue: 5_600, costs: 500 });
  });

  test.each([
    ["below the threshold: what its promo gives", "20.00", 500, 2_500],
    ["that left nothing to pay: its off is not known", "0.00", 0, 0],
  ])("redeems a coupon %s", async (_name, amount, off, gross) => {
    const till = await open({ main: SPEND }, "main");
    await till.tell(row("实付金额,优惠码", `${amount},${CODE}`));
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, off]);
    expect((await till.booked())?.lines).toMatchObject([{ price: gross }]);
  });

  test("redeems a coupon for goods that its promo doesn't count here", async () => {
    const till = await open({ main: { ...SPEND, of: { skus: ["cup"] } } }, "main");
    await till.tell(paid);
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, 500]);
  });

  test("puts the coupon before a promo of its stack, as the shop did", async () => {
    const main = { ...SPEND, give: { off: "1.00" } };
    const till = await open({ main, better: { ...SPEND, give: { off: "6.00" } } }, "main");
    await till.tell(row("实付金额,优惠码", `99.00,${CODE}`));
    expect(await till.used()).toEqual([1, 100]);
    expect(await till.used("better")).toEqual([0, 0]);
  });

  test.each([
    ["another member's", "telegram:2", {}],
    ["run out", "telegram:1", { until: OPENED }],
    ["void", "telegram:1", { state: "void" }],
  ] as const)("leaves a coupon that is %s", async (_name, member, over) => {
    const till = await open({ main: SPEND }, "main");
    await till.grant(CODE, member, over);
    await till.tell(paid);
    expect(await till.used()).toEqual([0, 0]);
    expect(await till.facts("redeemed")).toEqual([]);
  });

  test.each([
    ["its budget", { budget: "5.00" }],
    ["its uses", { limits: { uses: 1 } }],
  ])("takes no more than %s", async (_name, limit) => {
    const till = await open({ main: { ...SPEND, ...limit } }, "main");
    await till.grant("TTZZZZZZ22", "telegram:1");
    await till.tell(paid);
    await till.tell(later(row("实付金额,优惠码", "20.00,TTZZZZZZ22"), { id: "2" }));
    expect((await till.coupon("TTZZZZZZ22"))?.state).toBe("redeemed");
    expect(await till.used()).toEqual([1, 500]);
    const over = (await till.order("2"))?.booking;
    expect(over?.applied).toMatchObject([{ off: 0, kept: 0, uses: [], over: { took: 500 } }]);
    // What the goods cost before it is reckoned with what the shop took.
    expect(over?.lines).toMatchObject([{ price: 2_500 }]);
  });

  test.each([
    ["60.00 was 65.00", "60.00", [1, 500], 6_500],
    ["55.00 may have been paid as it is", "55.00", [0, 0], undefined],
    ["59.99 may have been paid as it is", "59.99", [0, 0], undefined],
  ])(
    "without a coupon counts a promo it can't have been paid without: %s",
    async (_n, amount, used, gross) => {
      const till = await open({ main: SPEND });
      await till.tell(row("实付金额", amount));
      expect(await till.used()).toEqual(used);
      expect((await till.booked())?.lines[0]?.price).toBe(gross);
    },
  );

  test("finds the gross behind a percentage, to the fen", async () => {
    const till = await open({ main: { ...SPEND, spend: "15.00", give: { percent: 12 } } });
    await till.tell(row("实付金额", "88.00"));
    expect(await till.used()).toEqual([1, 1_200]);
  });
});

describe("a file that tells what came off", () => {
  test.each(["商品总额", "优惠金额"])("counts a promo by its %s", async (column) => {
    const till = await open({ main: SPEND });
    await till.tell(row(`实付金额,${column}`, `55.00,${column === "商品总额" ? "60.00" : "5.00"}`));
    expect(await till.used()).toEqual([1, 500]);
    expect((await till.order("1"))?.counted).toMatchObject({ revenue: 5_500, costs: 500 });
  });

  test("takes of a coupon what the shop took", async () => {
    const till = await open({ main: SPEND }, "main");
    await till.tell(row("实付金额,优惠金额,优惠码", `40.00,3.50,${CODE}`));
    expect(await till.state()).toBe("redeemed");
    expect(await till.used()).toEqual([1, 350]);
  });

  test("leaves a coupon for which the shop took nothing off", async () => {
    const till = await open({ main: SPEND }, "main");
    await till.tell(row("实付金额,优惠金额,优惠码", `40.00,0.00,${CODE}`));
    expect(await till.state()).toBe("granted");
  });
});

/** What WooCommerce tells of an order, signed and read as a webhook. */
function woo(change: Record<string, unknown> = {}) {
  const { body, headers } = senders.woocommerce(
    bodies.woocommerce({
      ...{ id: 1, refunds: [], coupon_lines: [], billing: null },
      ...{ date_modified_gmt: "2026-11-24T02:00:00", date_paid_gmt: "2026-11-24T02:00:00" },
      ...change,
    }),
  );
  const hook = {
    ...{
      source: "shop",
      body: Buffer.from(body),
      now: OPENED,
      hashPhone: (phone: string) => ({ phone }),
    },
    ...{ header: (name: string) => headers[name], query: () => undefined },
  };
  const { told } = receive(hook, { kind: "woocommerce", secret: "s3cr3t" });
  const notice = told?.notice;
  if (notice?.kind !== "order") throw new Error("no order");
  return { ...notice, order: { ...notice.order, ids: { platforms: ["telegram:1"] } } };
}
const line = (sku: string, subtotal: string, total: string) => ({
  ...{ id: sku, sku, name: sku, quantity: 1, subtotal, total },
});

describe("WooCommerce tells each line before and after the discount", () => {
  const told = { total: "55.00", line_items: [line("cup", "60.00", "55.00")], shipping_total: "0" };

  test("a promo counts by the lines before it, once", async () => {
    const till = await open({ main: SPEND });
    await till.tell(woo(told));
    await till.tell(woo({ ...told, date_modified_gmt: "2026-11-24T02:00:30" }));
    expect(await till.used()).toEqual([1, 500]);
  });

  test("only lines of the tags it counts reach a promo", async () => {
    const main = { ...SPEND, of: { tags: ["drink"] } };
    const till = await open({ main });
    const food = [line("cake", "40.00", "40.00"), line("cup", "59.00", "59.00")];
    await till.tell(woo({ total: "99.00", line_items: food, shipping_total: "0" }));
    expect(await till.used()).toEqual([0, 0]);
    const drinks = [line("oolong-l", "30.00", "27.50"), line("cup", "30.00", "27.50")];
    await till.tell(woo({ ...told, id: 2, line_items: drinks }));
    expect(await till.used()).toEqual([1, 500]);
    const [first] = (await till.order("2"))?.booking?.lines ?? [];
    expect(first?.tags).toEqual(["drink", "oolong"]);
  });

  test("the delivery fee runs a free delivery's budget down", async () => {
    const free = {
      give: { shipping: "free" },
      budget: "10.00",
      limits: { uses: 9 },
      stack: "price",
    };
    const till = await open({ main: free });
    const fee = {
      line_items: [line("cup", "40.00", "40.00")],
      total: "46.00",
      shipping_total: "6.00",
    };
    await till.tell(woo(fee));
    expect(await till.used()).toEqual([1, 600]);
    await till.tell(woo({ ...fee, id: 2 }));
    expect(await till.used()).toEqual([1, 600]);
    await till.tell({
      ...woo({ ...fee, status: "cancelled", date_modified_gmt: "2026-11-24T02:00:40" }),
    });
    expect(await till.used()).toEqual([0, 0]);
  });
});

test("an order stored before shops told their goods before discounts stays as it was booked", async () => {
  const till = await open({ main: SPEND });
  const { subtotal: _s, shipping: _f, lines: _l, ...bare } = woo({ total: "61.00" }).order;
  await till.tell({
    kind: "order",
    order: { ...bare, lines: [{ id: "9", qty: 2, amount: 6_100 }] },
  });
  const before = await till.booked();
  await till.tell(woo({ total: "61.00" }));
  expect(await till.booked()).toEqual(before);
});
