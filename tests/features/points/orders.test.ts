import { afterEach, describe, expect, test } from "vitest";
import { type Corner, closeCorners, DAY, HOUR, openCorner } from "../../support/corner.js";
import {
  ask,
  BOSS,
  back,
  balance,
  entries,
  ledger,
  openPoints,
  pays,
  RULES,
  SECTIONS,
} from "./points-corner.js";

afterEach(closeCorners);

async function withAmy(over: Readonly<Record<string, unknown>> = {}): Promise<Corner> {
  const corner = await openPoints(over);
  await ask(corner, "amy", "hi");
  return corner;
}
const UNPAID = { id: "1", state: "placed", paidAt: undefined } as const;
const paidAt = Date.parse("2026-11-24T10:00:00+08:00");

describe("an order", () => {
  test("gives points for each whole step once it is paid", async () => {
    const corner = await withAmy();
    await pays(corner, "amy", UNPAID);
    expect(await balance(corner, "amy")).toBe(0);
    await pays(corner, "amy", { id: "1", modifiedAt: paidAt + 1 });
    expect(await balance(corner, "amy")).toBe(6);
    await pays(corner, "amy", { id: "2", amount: 999 });
    await pays(corner, "amy", { id: "3", amount: 1_000 });
    expect(await balance(corner, "amy")).toBe(7);
    expect(await ask(corner, "amy", "积分明细")).toBe(
      "最近的积分：\n2026/11/24 +1 订单 shop/3\n2026/11/24 +6 订单 shop/1",
    );
    const facts = await corner.facts("points");
    expect(facts[0]).toMatchObject({ group: "sandbox:corner", member: "sandbox:amy" });
  });

  test("gives nothing in another currency, nor while it is nobody's", async () => {
    const corner = await withAmy();
    await pays(corner, "amy", { id: "1", currency: "USD" });
    await pays(corner, "amy", { id: "2", ids: {} });
    expect(await ledger(corner)).toEqual({});
    await ask(corner, BOSS, "/订单 归属 shop/2 amy");
    expect(await balance(corner, "amy")).toBe(6);
  });

  test("gives what a promo promises, and takes it back with the promo", async () => {
    const corner = await withAmy();
    await pays(corner, "amy", { id: "1", amount: 12_000 });
    expect(await balance(corner, "amy")).toBe(62);
    // 119 are left: the threshold of 100 holds.
    const one = back("r1", 100, paidAt + 1);
    await pays(corner, "amy", {
      ...{ id: "1", amount: 12_000, modifiedAt: paidAt + 1 },
      refunds: [one],
    });
    expect(await balance(corner, "amy")).toBe(61);
    await pays(corner, "amy", {
      ...{ id: "1", amount: 12_000, modifiedAt: paidAt + 2 },
      refunds: [one, back("r2", 4_000, paidAt + 2)],
    });
    expect(await balance(corner, "amy")).toBe(7);
    expect(await entries(corner, "amy")).toEqual(["order 62", "refund -1", "refund -54"]);
  });

  test("that only holds a coupon gives nothing of it before it is paid", async () => {
    const corner = await withAmy();
    await ask(corner, BOSS, "/积分 加 amy 10 x");
    const [code = ""] = /TT\w+/.exec(await ask(corner, "amy", "兑换 present")) ?? [];
    const ids = { platforms: ["sandbox:amy"], coupons: [code] };
    await pays(corner, "amy", { ...UNPAID, amount: 12_000, ids });
    const [coupon] = await corner.store.list("corner", "coupon", "sandbox:amy");
    expect([coupon?.value.state, await balance(corner, "amy")]).toEqual(["reserved", 0]);
    await pays(corner, "amy", { id: "1", amount: 12_000, ids, modifiedAt: paidAt + 1 });
    expect(await balance(corner, "amy")).toBe(92);
  });

  test("gives what a promo promises where the rules give nothing for orders", async () => {
    const corner = await withAmy({ points: { exchange: {} } });
    await pays(corner, "amy", { id: "1", amount: 12_000 });
    expect(await balance(corner, "amy")).toBe(50);
  });

  test("refunded in part and then whole, or cancelled, gives nothing in the end", async () => {
    const corner = await withAmy();
    const one = back("r1", 2_000, paidAt + 1);
    await pays(corner, "amy", { id: "1" });
    await pays(corner, "amy", { id: "1", modifiedAt: paidAt + 1, refunds: [one] });
    expect(await balance(corner, "amy")).toBe(4);
    const all = [one, back("r2", 4_100, paidAt + 2)];
    await pays(corner, "amy", { id: "1", modifiedAt: paidAt + 2, refunds: all });
    expect(await balance(corner, "amy")).toBe(0);
    await pays(corner, "amy", { id: "2" });
    await pays(corner, "amy", { id: "2", state: "cancelled", modifiedAt: paidAt + 1 });
    expect(await entries(corner, "amy")).toEqual([
      ...["order 6", "refund -2", "refund -4"],
      ...["order 6", "refund -6"],
    ]);
  });

  test("told again or late changes nothing", async () => {
    const corner = await withAmy();
    const refunds = [back("r1", 2_000, paidAt + 5)];
    await pays(corner, "amy", { id: "1", modifiedAt: paidAt + 5, refunds });
    for (const over of [
      { modifiedAt: paidAt + 5, refunds },
      { modifiedAt: paidAt, refunds: [] },
      { modifiedAt: paidAt - 5, state: "placed" as const, refunds: [] },
    ])
      for (let n = 0; n < 2; n++) await pays(corner, "amy", { id: "1", ...over });
    expect(await entries(corner, "amy")).toEqual(["order 4"]);
  });

  test("refunded after its points were spent leaves a debt, which what comes next pays off", async () => {
    const corner = await withAmy();
    await pays(corner, "amy", { id: "1", amount: 9_900 });
    await ask(corner, "amy", "签到");
    expect(await ask(corner, "amy", "兑换 cup")).toContain("还剩 4 积分");
    const refunds = [back("r", 9_900, paidAt + 1)];
    await pays(corner, "amy", { id: "1", amount: 9_900, modifiedAt: paidAt + 1, refunds });
    expect(await ask(corner, "amy", "我的积分")).toBe(
      "您现在没有积分，还欠 5 积分：退款的订单给的积分已经用掉了，之后得到的积分会先补上",
    );
    expect(await ask(corner, BOSS, "/积分 amy")).toContain("amy（amy）：欠 5 积分");
    expect(await ask(corner, BOSS, "/积分 减 amy 1 x")).toContain("amy 只有 0 积分");
    expect(await ask(corner, BOSS, "/积分 加 amy 1 x")).toBe(
      "已给 amy（amy）加 1 积分，现有 0 积分，还欠 4 积分",
    );
    expect(await ask(corner, "amy", "兑换 cup")).toBe("兑换 cup 要 10 积分，您有 0 积分");
    expect(await ask(corner, "amy", "积分榜")).toBe("本群还没有人有积分");
    await pays(corner, "amy", { id: "2", amount: 1_000 });
    await corner.forward(DAY);
    expect(await ask(corner, "amy", "签到")).toContain("现有 2 积分");
    const poor = await openPoints({ points: { ...RULES, check_in: { give: 2 } } });
    await ask(poor, "bob", "hi");
    await pays(poor, "bob", { id: "1", amount: 10_000 });
    for (let n = 0; n < 6; n++) await ask(poor, "bob", "兑换 cup");
    const all = [back("r", 10_000, paidAt + 1)];
    await pays(poor, "bob", { id: "1", amount: 10_000, modifiedAt: paidAt + 1, refunds: all });
    expect(await ask(poor, "bob", "签到")).toBe("签到成功，+2 积分，连续 1 天，还欠 58 积分");
    expect(await ledger(poor)).toEqual({ bob: -58 });
  });

  test("that an operator gives to another member takes its points along", async () => {
    const corner = await withAmy();
    await corner.says("corner-2", "bob", "hi");
    await pays(corner, "amy", { id: "1", amount: 12_000 });
    await ask(corner, BOSS, "/订单 归属 shop/1 bob");
    expect(await ledger(corner)).toEqual({ amy: 62 });
    await ask(corner, BOSS, "/确认");
    expect(await ledger(corner)).toEqual({ amy: 0, bob: 62 });
    const refunds = [back("r", 12_000, paidAt + 1)];
    await pays(corner, "amy", { id: "1", amount: 12_000, modifiedAt: paidAt + 1, refunds });
    expect(await ledger(corner)).toEqual({ amy: 0, bob: 0 });
    await ask(corner, BOSS, "/订单 归属 shop/1 amy");
    await ask(corner, BOSS, "/确认");
    expect([await balance(corner, "amy"), await balance(corner, "bob")]).toEqual([0, 0]);
  });

  test("counts while the bot is paused", async () => {
    const corner = await withAmy();
    await ask(corner, BOSS, "/暂停");
    await pays(corner, "amy", { id: "1" });
    await corner.forward(HOUR);
    expect(await balance(corner, "amy")).toBe(6);
  });
});

/** The same groups later, by a playbook with these points or with none. */
const reopened = ({ store, clock }: Corner, points?: object) =>
  openCorner({
    store,
    at: clock.now() + HOUR,
    brands: [{ sections: { ...SECTIONS, points } }],
  });

test("a refund takes back what the order gave while the playbook has no points, and gives nothing then", async () => {
  const had = await withAmy();
  await had.says("corner-2", "bob", "hi");
  await pays(had, "amy", { id: "1" });
  await pays(had, "amy", { id: "2" });
  const without = await reopened(had);
  const refunds = [back("r", 4_000, paidAt + 1)];
  await pays(without, "amy", { id: "1", modifiedAt: paidAt + 1, refunds });
  await ask(without, BOSS, "/订单 归属 shop/2 bob");
  await ask(without, BOSS, "/确认");
  await pays(without, "amy", { id: "3" });
  await pays(without, "amy", { ...UNPAID, id: "4" });
  await pays(without, "amy", { id: "4", modifiedAt: paidAt + 1 });
  const again = await reopened(without, RULES);
  expect(await ask(again, "amy", "我的积分")).toBe("您有 2 积分");
  expect(await ledger(again)).toEqual({ amy: 2, bob: 6 });
});

test("an order that was paid while there were points gives them, though they were gone before it was looked at", async () => {
  const had = await withAmy();
  await pays(had, "amy", { id: "1" });
  const order = await had.store.get("corner", "order", "shop/1");
  if (!order) throw new Error("no order");
  const without = await reopened(had);
  // As a process leaves it that dies between the order and its points.
  const key = "shop/2";
  await had.store.commit({
    client: "corner",
    changes: [
      { op: "put", kind: "order", key, value: order.value },
      { op: "put", kind: "points-due", key, value: { order: key, promised: true }, due: 0 },
    ],
    outbox: [],
    facts: [],
  });
  await without.forward(HOUR);
  expect(await balance(without, "amy")).toBe(6);
  const again = await reopened(without, RULES);
  await again.forward(DAY);
  expect(await balance(again, "amy")).toBe(12);
});

test("a refund takes back what the order gave, whatever the rules are by then", async () => {
  const before = await withAmy();
  await pays(before, "amy", { id: "1" });
  await pays(before, "amy", { ...UNPAID, id: "2" });
  const { store } = before;
  const points = { ...RULES, orders: { every: "1.00", give: 3 } };
  const after = await openCorner({
    store,
    at: paidAt + HOUR,
    brands: [{ sections: { ...SECTIONS, points } }],
  });
  const refunds = [back("r", 1_100, paidAt + 1)];
  await pays(after, "amy", { id: "1", modifiedAt: paidAt + 1, refunds });
  expect(await balance(after, "amy")).toBe(5);
  await pays(after, "amy", { id: "1", modifiedAt: paidAt + 2, refunds });
  expect(await balance(after, "amy")).toBe(5);
  await pays(after, "amy", { id: "2", modifiedAt: paidAt + 1 });
  expect(await balance(after, "amy")).toBe(5 + 61 * 3);
});
