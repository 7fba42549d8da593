import { afterEach, expect, test } from "vitest";
import type { Fact } from "../../../src/core/fact.js";
import { BOSS, closeTowns, HQ, memberId, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const MINUTE = 60_000;
/** A second after the tea brand's line of the afternoon. */
const AFTERNOON = Date.parse("2026-11-24T14:30:01+08:00");

const withModel =
  (model: string, window = "7d") =>
  (text: string) =>
    text.replace(
      "  typed: { tags: [drink] }",
      `  typed: { tags: [drink] }\n  attribution: { model: ${model}, window: ${window} }`,
    );

let n = 0;
/** The shop says that an order stands like this. */
async function tell(town: Town, told: { id: string; user: number; amount?: number }, over = {}) {
  const at = town.clock.now();
  const place = { platform: "shop", chat: "tea-town/shop", direct: false };
  const head = { id: `n${++n}`, platform: "shop", account: "shop:tea-town", at, place };
  const { id, user, amount = 6100 } = told;
  const order = {
    ...{ source: "shop", id, state: "paid", currency: "CNY", amount, refunds: [] },
    ...{ modifiedAt: at, paidAt: at, ids: { platforms: [memberId(user)] }, ...over },
  };
  const notice = { kind: "order", order };
  await town.runtime.receive([{ ...head, kind: "order", client: "tea-town", notice }]);
  await town.rest();
}

const credited = async ({ store }: Town): Promise<readonly (Fact["data"] & object)[]> =>
  (await store.facts("tea-town", "credited")).map(({ data }) => data ?? {});
const of = (each: Fact["data"]) => [each?.message ?? each?.coupon, each?.amount];
const told = (facts: readonly Fact["data"][], order: string) =>
  facts
    .filter((each) => each?.order === order)
    .reduce((sum, each) => sum + Number(each?.amount), 0);
const entry = async ({ store }: Town, id: string) =>
  (await store.get("tea-town", "order", `shop/${id}`))?.value;
const kept = async (town: Town, id: string) =>
  ((await entry(town, id))?.credits?.to ?? []).map(({ touch, amount }) => [
    touch.of.message,
    amount,
  ]);

/** 小雨 hears the afternoon's line; then asks for a price, is nudged and claims a coupon. */
async function walk(town: Town, thinksMs = 0) {
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  await town.forward(AFTERNOON - town.clock.now());
  await town.forward(thinksMs);
  town.api.say(HQ, 501, "小雨", "算一下 52");
  await town.heard("8元", HQ);
  town.api.say(HQ, 501, "小雨", "领券");
  await town.heard("TT", HQ);
  await town.forward(MINUTE);
}

test("by last touch the order is the coupon's; a refund shrinks it", async () => {
  const town = await openTown();
  await walk(town);
  await tell(town, { id: "1", user: 501 });
  expect(await credited(town)).toEqual([
    expect.objectContaining({
      ...{ order: "shop/1", model: "last", weight: 1, amount: 6100 },
      ...{ message: "coupon", persona: "village-girl", coupon: "newcomer", promo: "first-cup" },
    }),
  ]);

  // A late notice, then news that are not about money: nothing is credited twice.
  await tell(town, { id: "1", user: 501 }, { modifiedAt: AFTERNOON, state: "placed" });
  await tell(town, { id: "1", user: 501 }, { lines: [{ title: "茉莉青", qty: 2, amount: 6100 }] });
  expect(await credited(town)).toHaveLength(1);

  const refunds = [{ id: "r1", amount: 2100, at: town.clock.now() }];
  await tell(town, { id: "1", user: 501 }, { refunds });
  await tell(town, { id: "1", user: 501 }, { refunds });
  expect((await credited(town)).map(({ amount }) => amount)).toEqual([6100, -2100]);
  expect(await kept(town, "1")).toEqual([["coupon", 4000]]);

  await tell(town, { id: "1", user: 501 }, { refunds, state: "cancelled", refundedTotal: 6100 });
  expect((await credited(town)).map(({ amount }) => amount)).toEqual([6100, -2100, -4000]);
  expect(town.bugs).toEqual([]);
});

test("linear: everything 小雨 saw shares, to the fen, and what is left after a refund too", async () => {
  const town = await openTown({ edit: withModel("linear") });
  await walk(town);
  await tell(town, { id: "1", user: 501 });
  const first = await credited(town);
  expect(first.map(of)).toEqual([
    ["slump", 2034],
    ["nudge", 2033],
    ["coupon", 2033],
  ]);
  expect(first[1]).toMatchObject({ promo: "main", persona: "village-girl" });
  const refunds = [{ id: "r1", amount: 3101, at: town.clock.now() }];
  await tell(town, { id: "1", user: 501 }, { refunds });
  expect(await kept(town, "1")).toEqual([
    ["slump", 1000],
    ["nudge", 1000],
    ["coupon", 999],
  ]);
  expect(told(await credited(town), "shop/1")).toBe(2999);
});

test("who came after the line was said is not credited with it", async () => {
  const town = await openTown({ edit: withModel("first") });
  await walk(town);
  town.api.join(HQ, 502, "小雪");
  await town.rest();
  await town.forward(MINUTE);
  await tell(town, { id: "2", user: 502 });
  expect((await credited(town)).map(of)).toEqual([["greet", 6100]]);
  await tell(town, { id: "3", user: 501 });
  expect((await credited(town)).slice(1).map(of)).toEqual([["slump", 6100]]);
});

test("what lies before the window counts no more, and an order without a touch is nobody's merit", async () => {
  const town = await openTown({ edit: withModel("linear", "2h") });
  await walk(town, 90 * MINUTE);
  await town.forward(40 * MINUTE);
  await tell(town, { id: "1", user: 501 });
  expect((await credited(town)).map(of)).toEqual([
    ["nudge", 3050],
    ["coupon", 3050],
  ]);
  await town.forward(180 * MINUTE);
  await tell(town, { id: "2", user: 501 });
  expect(await entry(town, "2")).toMatchObject({ credits: { model: "linear", to: [] } });
  expect(await credited(town)).toHaveLength(2);
});

test("what operators say by hand is a touch when it is due", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  town.api.say(HQ, BOSS, "老板", "/发言 今天三点上新");
  await town.heard("/确认", HQ);
  town.api.say(HQ, BOSS, "老板", "/确认");
  await town.heard("今天三点上新", HQ);
  await tell(town, { id: "1", user: 501 });
  expect((await credited(town)).map(of)).toEqual([["/say", 6100]]);
});

test("an order that is first heard of after a refund is credited with what is left", async () => {
  const town = await openTown();
  await walk(town);
  await tell(town, { id: "1", user: 501 }, { refundedTotal: 100 });
  expect((await credited(town)).map(of)).toEqual([["coupon", 6000]]);
});

test("an order is credited when it is paid, not when it is placed", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "能配送吗");
  await town.heard("小程序", HQ);
  const placed = { state: "placed", paidAt: undefined };
  await tell(town, { id: "1", user: 501 }, placed);
  expect(await credited(town)).toEqual([]);
  await town.forward(MINUTE);
  town.api.say(HQ, 501, "小雨", "算一下 52");
  await town.heard("8元", HQ);
  await town.forward(MINUTE);
  await tell(town, { id: "1", user: 501 });
  expect((await credited(town)).map(of)).toEqual([["nudge", 6100]]);
});

test("an order that counted before anything was credited stays so", async () => {
  const town = await openTown();
  await walk(town);
  await tell(town, { id: "1", user: 501 });
  const stored = await entry(town, "1");
  if (!stored) throw new Error("no order");
  const { credits: _, ...value } = stored;
  const change = { op: "put", kind: "order", key: "shop/1", value, owner: value.member } as const;
  await town.store.commit({ client: "tea-town", changes: [change], outbox: [], facts: [] });
  await tell(town, { id: "1", user: 501 }, { refundedTotal: 100 });
  expect((await credited(town)).map(of)).toEqual([["coupon", 6100]]);
});

test("a refund shrinks the credits though the group was released meanwhile", async () => {
  const town = await openTown();
  await walk(town);
  await tell(town, { id: "1", user: 501 });
  town.api.say(HQ, BOSS, "老板", "/解绑");
  await town.rest();
  await tell(town, { id: "1", user: 501 }, { refundedTotal: 100 });
  expect((await credited(town)).map(({ amount }) => amount)).toEqual([6100, -100]);
});

test("an order typed in chat is not credited to the line that answers it", async () => {
  const edit = (text: string) =>
    text.replace("typed: { tags: [drink] }", "typed: { tags: [drink], say: hours }");
  const town = await openTown({ edit });
  town.api.say(HQ, 501, "小雨", "能配送吗");
  await town.heard("小程序", HQ);
  await town.forward(MINUTE);
  town.api.say(HQ, 501, "小雨", "小雨|茉莉青x2|61");
  await town.heard("九点", HQ);
  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard("已确认 1", HQ);
  expect((await credited(town)).map(of)).toEqual([["delivery", 6100]]);
});

test("operators see what the revenue is credited to, and what is left", async () => {
  const town = await openTown({ edit: withModel("linear") });
  /** The lines of the answer that contains `part`. */
  const ask = async (text: string, part: string) => {
    town.api.say(HQ, BOSS, "老板", text);
    return (await town.heard(part, HQ))?.text.split("\n");
  };
  await ask("/订单 归因", "还没有成员付款的订单");
  await walk(town);
  await tell(town, { id: "1", user: 501 });
  await tell(town, { id: "2", user: 501, amount: 3000 });
  await tell(town, { id: "2", user: 501, amount: 3000 }, { refundedTotal: 1000 });
  // A stranger's order and one that was given back are no revenue of the members.
  await tell(town, { id: "3", user: 999 });
  await tell(town, { id: "4", user: 501 });
  await tell(town, { id: "4", user: 501 }, { state: "cancelled", refundedTotal: 6100 });
  expect(await ask("/订单 归因", "促销")).toEqual([
    "按 linear（平均分），7d 内：2 单",
    "促销 main | 27.00 | 2 单",
    "促销 first-cup | 26.99 | 2 单",
    "不归任何促销 | 27.01",
    "合计 81.00 CNY，2 单",
  ]);
  expect(await ask("/orders credits persona", "人设")).toEqual([
    "按 linear（平均分），7d 内：2 单",
    "人设 village-girl | 81.00 | 2 单",
    "不归任何人设 | 0.00",
    "合计 81.00 CNY，2 单",
  ]);
  await ask("/订单 功劳 话术", "话术 slump | 27.01 | 2 单");
  await ask("/订单 归因 券", "券 newcomer | 26.99 | 2 单");
  await ask("/订单 归因 天气", "参数不对");
});

test("a line that speaks of a promo is its touch too", async () => {
  const edit = (text: string) =>
    text.replace("    say: slump\n", "    say: slump\n    promo: main\n");
  const town = await openTown({ edit });
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.forward(AFTERNOON - town.clock.now());
  await town.forward(MINUTE);
  await tell(town, { id: "1", user: 501 });
  expect(await credited(town)).toMatchObject([{ message: "slump", promo: "main", amount: 6100 }]);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.heard("饮品满60减5", HQ);
  await town.forward(MINUTE);
  await tell(town, { id: "2", user: 501 });
  expect((await credited(town)).slice(1)).toMatchObject([{ message: "deal", promo: "main" }]);
});
