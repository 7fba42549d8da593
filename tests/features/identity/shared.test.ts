import { afterEach, beforeEach, expect, test } from "vitest";
import type { Order } from "../../../src/domain/order/order.js";
import { loadContext } from "../../../src/engine/context.js";
import { couponsNeed } from "../../../src/features/coupon/coupons-need.js";
import { CLIENT, type Corner, closeCorners } from "../../support/corner.js";
import { openPoints } from "../points/points-corner.js";

afterEach(closeCorners);

let corner: Corner;
const last = (name: string) => corner.heard(name).at(-1) ?? "";
const boss = async (text: string) => {
  await corner.says("corner", "corner-boss", text);
  return last("corner");
};
const balance = async (name: string) =>
  (await corner.store.get(CLIENT, "points", `sandbox:${name}`))?.value.balance ?? 0;
const order = (id: string, ids: Order["ids"]): Order => ({
  ...{ source: "shop", id, state: "paid", currency: "CNY", amount: 3000, lines: [], refunds: [] },
  ...{ placedAt: corner.clock.now(), paidAt: corner.clock.now(), modifiedAt: corner.clock.now() },
  ids,
});
const ownerOf = async (id: string) =>
  (await corner.store.get(CLIENT, "order", `shop/${id}`))?.value.member;
const codeOf = async (name: string) =>
  (await corner.store.list(CLIENT, "coupon", `sandbox:${name}`))[0]?.value.code ?? "";

beforeEach(async () => {
  corner = await openPoints();
  for (const name of ["ann", "ann2", "eve"]) await corner.joins("corner", name);
  await boss("/积分 加 ann 6 好评");
  await boss("/积分 加 ann2 7 好评");
  corner.heard("corner");
});
async function link(): Promise<void> {
  await boss("/关联 ann ann2");
  await boss("/确认");
}

test("points of both accounts are spent together, the spender's own first", async () => {
  await corner.writes("ann2", "兑换 cup");
  expect(last("ann2")).toContain("您有 7 积分");
  await link();
  await corner.writes("ann2", "兑换 cup");
  expect(last("ann2")).toMatch(/已用 10 积分兑换 cup.*现有 3 积分|3 积分/s);
  expect([await balance("ann"), await balance("ann2")]).toEqual([3, 0]);
  const spent = (await corner.facts("points")).filter(({ data }) => data?.why === "exchange");
  expect(spent.map(({ member, data }) => [member, data?.by])).toEqual([
    ["sandbox:ann2", -7],
    ["sandbox:ann", -3],
  ]);
  await corner.writes("ann", "兑换 cup");
  expect(last("ann")).toContain("您有 3 积分");
  await boss("/取消关联 ann");
  await boss("/确认");
  await corner.writes("ann2", "我的积分");
  expect(last("ann2")).toContain("0 积分");
});

test("an order that names both accounts is nobody's, is told of, and is theirs once they are joined", async () => {
  await boss("/发券 cup ann");
  const code = await codeOf("ann");
  const ids = { coupons: [code], platforms: ["sandbox:ann2"] };
  await corner.orders({ kind: "order", order: order("1", ids) });
  expect(await ownerOf("1")).toBeUndefined();
  corner.heard("corner");
  expect(await boss("/同人")).toContain("shop/1: ann (sandbox:ann), ann2 (sandbox:ann2)");
  await link();
  // Whoever's coupon it is has the order, and the coupon is used up.
  await corner.orders({ kind: "order", order: order("2", ids) });
  expect(await ownerOf("2")).toBe("sandbox:ann");
  expect((await corner.store.get(CLIENT, "coupon", code))?.value.state).toBe("redeemed");
});

test("a passed-on coupon joins nobody: who gives it away gets nothing of the other's", async () => {
  await boss("/发券 cup eve");
  const ids = { coupons: [await codeOf("eve")], platforms: ["sandbox:ann"] };
  await corner.orders({ kind: "order", order: order("1", ids) });
  corner.heard("eve");
  await corner.writes("eve", "我的积分");
  expect(last("eve")).toContain("0 积分");
  expect(await corner.store.list(CLIENT, "person")).toEqual([]);
});

test("a coupon is in either account's hand when they are joined, and stays the one's", async () => {
  await boss("/发券 cup ann");
  const code = await codeOf("ann");
  /** What a decision about the other account knows of coupons. */
  const held = async () => {
    const deps = { store: corner.store, playbooks: corner.book, features: [] };
    const of = { client: CLIENT, groupId: "sandbox:corner", memberId: "sandbox:ann2" };
    const needs = [couponsNeed({ code })];
    const context = await loadContext(deps, { ...of, now: corner.clock.now(), seed: "", needs });
    const { hand = [], typed } = context?.loaded.coupons ?? {};
    return [hand.map((one) => [one.code, one.member]), typed?.member];
  };
  expect(await held()).toEqual([[], "sandbox:ann"]);
  await link();
  expect(await held()).toEqual([[[code, "sandbox:ann2"]], "sandbox:ann2"]);
  expect((await corner.store.get(CLIENT, "coupon", code))?.value.member).toBe("sandbox:ann");
});
