import { afterEach, describe, expect, test } from "vitest";
import { closeShops, openShop, order, withShop } from "../../support/shop.js";
import { BOSS, HQ, memberId, openTown, PLATFORM, type Town, userId } from "../../support/town.js";

afterEach(closeShops);

async function claim(town: Town, user: number): Promise<string> {
  town.api.join(HQ, user, `客${user}`);
  await town.rest();
  town.api.say(HQ, user, `客${user}`, "领券");
  const said = await town.heard("TT", HQ);
  return /TT[0-9A-Z]{8}/.exec(said?.text ?? "")?.[0] ?? "";
}
const stateOf = async ({ store }: Town, code: string) =>
  (await store.get("tea-town", "coupon", code))?.value.state;
const facts = async ({ store }: Town, kind: string) =>
  (await store.facts("tea-town", kind)).map(({ member, data }) => ({ member, ...data }));

test("a member of the tea brand, from the nudge at 52 yuan to the refund", async () => {
  const town = await openShop();
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner", BOSS);
  town.api.say(HQ, 501, "小雨", "算一下 52");
  await town.heard("8元", HQ);
  const first = await claim(town, 501);
  const second = await claim(town, 502);

  // The order comes twice, and an older notice late: it is redeemed once.
  const paid = order("1", { coupons: [first] });
  expect(await town.post({ body: paid })).toBe(200);
  expect(await town.post({ body: paid })).toBe(200);
  const late = { status: "placed", modified_at: "2026-11-24T10:01:00+08:00", coupons: [first] };
  expect(await town.post({ body: order("1", late) })).toBe(200);
  expect(await stateOf(town, first)).toBe("redeemed");
  expect(await facts(town, "ordered")).toEqual([
    { member: memberId(501), order: "shop/1", amount: 6100, off: 800, margin: 3478 },
  ]);
  expect(await town.store.counter("tea-town", "promo/first-cup/spent")).toBe(800);

  town.clock.set(Date.parse("2026-11-24T10:10:00+08:00"));
  // The budget is spent, but the shop took 8.00 off: the code is used, no rival is booked, operators hear once.
  const shared = { subtotal: "69.00", coupons: [second] };
  await town.post({ body: order("2", shared) });
  await town.post({ body: order("2", shared) });
  await town.post({ body: order("2", { ...shared, modified_at: "2026-11-24T10:06:00+08:00" }) });
  expect(await stateOf(town, second)).toBe("redeemed");
  expect(await town.store.counter("tea-town", "promo/first-cup/spent")).toBe(800);
  expect(await town.store.counter("tea-town", "promo/main/spent")).toBe(0);
  await town.heard("店里减了", BOSS);
  const notices = town.api.sent.filter(({ text }) => text.includes("店里减了"));
  expect(notices).toMatchObject([
    {
      chat_id: BOSS,
      text: "订单 shop/2 用了券，店里减了 8.00，可是促销 first-cup（新人首杯立减8元）的预算已经用完：券算用掉了，这笔减价没有记账。请在店里停用这个促销，或在剧本里调高 budget",
    },
  ]);
  // Another order can't have it; its refund returns it.
  await town.post({ body: order("3", { coupons: [second] }) });
  const after = (await town.store.get("tea-town", "coupon", second))?.value;
  expect(after).toMatchObject({ state: "redeemed", order: "shop/2" });
  const all = [{ id: "r2", amount: "61.00", at: "2026-11-24T10:07:00+08:00" }];
  const modified_at = "2026-11-24T10:07:00+08:00";
  await town.post({ body: order("2", { ...shared, modified_at, refunds: all }) });
  expect(await stateOf(town, second)).toBe("returned");

  // A refund gives it back.
  town.clock.set(Date.parse("2026-11-24T12:00:00+08:00"));
  const refunds = [{ id: "r1", amount: "61.00", at: "2026-11-24T12:00:00+08:00" }];
  const refunded = order("1", {
    coupons: [first],
    modified_at: "2026-11-24T12:00:00+08:00",
    refunds,
  });
  expect(await town.post({ body: refunded })).toBe(200);
  expect(await town.post({ body: refunded })).toBe(200);
  expect(await stateOf(town, first)).toBe("returned");
  expect(await town.store.counter("tea-town", "promo/first-cup/spent")).toBe(0);
  expect(await facts(town, "refunded")).toHaveLength(2);
  expect(town.bugs).toEqual([]);
});

test("a script that waits for the order goes on when it comes", async () => {
  const edit = (text: string) =>
    withShop(text).replace(
      "scripts:\n",
      "scripts:\n  buy: { on: said, when: { keywords: [buy] }, steps: [{ wait: { for: ordered, up_to: 2h }, else: no }, { say: hours }, stop, { label: no, say: delivery }] }\n",
    );
  const town = await openTown({ edit });
  town.api.say(HQ, 501, "小雨", "buy");
  await town.rest();
  const at = town.clock.now();
  const place = { platform: "shop", chat: "tea-town/shop", direct: false };
  const head = { id: "n1", platform: "shop", account: "shop:tea-town", at, place };
  const told = {
    kind: "order",
    order: {
      ...{ source: "shop", id: "9", state: "paid", currency: "CNY", amount: 3000, refunds: [] },
      ...{ modifiedAt: at, paidAt: at, ids: { platforms: [memberId(501)] } },
    },
  };
  await town.runtime.receive([{ ...head, kind: "order", client: "tea-town", notice: told }]);
  await town.heard("九点", HQ);
});

describe("what is not genuine changes nothing", () => {
  test.each([
    ["forged", 401, { body: order("1"), secret: "another secret" }],
    ["malformed", 400, { body: "{" }],
    ["oversized", 413, { body: order("1", { note: "x".repeat(2_000_000) }) }],
  ] as const)("%s: %d", async (_name, status, told) => {
    const town = await openShop();
    expect(await town.post(told)).toBe(status);
    expect(await town.store.list("tea-town", "order")).toEqual([]);
  });

  test("replayed: 409", async () => {
    const town = await openShop();
    const same = { body: order("1"), id: "same", at: town.clock.now() };
    expect(await town.post(same)).toBe(200);
    expect(await town.post(same)).toBe(409);
    expect(await town.store.list("tea-town", "order")).toHaveLength(1);
  });
});

test("an order that is nobody's waits for an operator, who says whose it is", async () => {
  const town = await openShop();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.post({ body: order("7") });
  town.api.say(HQ, BOSS, "老板", "/订单");
  await town.heard("shop/7 | 61.00", HQ);
  town.api.say(HQ, BOSS, "老板", "/订单 归属 shop/7 小语");
  await town.heard("没有成员 小语", HQ);
  town.api.say(HQ, BOSS, "老板", "/订单 归属 shop/7 小雨");
  await town.heard(`已把 shop/7 记到 ${userId(501)}（小雨）名下`, HQ);
  town.api.say(HQ, BOSS, "老板", "/订单");
  await town.heard("没有未归属的订单", HQ);
  expect(await facts(town, "ordered")).toMatchObject([{ member: memberId(501), order: "shop/7" }]);
});

/** What is stored of an order, its counters and its group's day. */
async function standing({ store }: Town, key: string) {
  const entry = (await store.get("tea-town", "order", key))?.value;
  const day = "2026-11-24";
  const uses = (promo: string, user: number) =>
    store.counter("tea-town", `promo/${promo}/member/${memberId(user)}/${day}`);
  const range = { from: day, to: day };
  const rollups = await store.rollups("tea-town", range);
  const sum = (what: string) => rollups.reduce((all, { sums }) => all + (sums[what] ?? 0), 0);
  const credited = new Map<string | undefined, number>();
  for (const { member, data } of await store.facts("tea-town", "credited"))
    credited.set(member, (credited.get(member) ?? 0) + Number(data?.amount));
  return {
    member: entry?.member,
    applied: entry?.booking?.applied.map(({ promo }) => promo),
    uses: [await uses("main", 501), await uses("main", 502)],
    spent: await store.counter("tea-town", "promo/main/spent"),
    cup: await store.counter("tea-town", "promo/first-cup/spent"),
    sums: ["orders", "revenue", "costs", "margin"].map(sum),
    credited: Object.fromEntries(credited),
  };
}

test("an order that was assigned to the wrong member is moved after a look, with all that it did", async () => {
  const town = await openShop();
  const boss = (text: string) => town.api.say(HQ, BOSS, "老板", text);
  for (const user of [501, 502]) {
    town.api.join(HQ, user, `客${user}`);
    town.api.say(HQ, user, `客${user}`, "算一下 52");
  }
  await town.pass(120_000);
  const lines = [{ sku: "tea", title: "茶", qty: 1, amount: "61.00" }];
  await town.post({ body: order("7", { lines }) });
  boss(`/订单 归属 shop/7 ${userId(501)}`);
  await town.heard(`已把 shop/7 记到 ${userId(501)}`, HQ);
  const before = await standing(town, "shop/7");
  expect(before).toMatchObject({ member: memberId(501), credited: { [memberId(501)]: 6100 } });

  boss(`/订单 归属 shop/7 ${userId(502)}`);
  await town.heard(`shop/7 现在是 ${userId(501)}（客501） 的，还没有改`, HQ);
  expect(await standing(town, "shop/7")).toEqual(before);
  boss("/确认");
  await town.heard(`已把 shop/7 记到 ${userId(502)}（客502）名下`, HQ);
  const after = await standing(town, "shop/7");
  expect(after).toEqual({
    ...before,
    member: memberId(502),
    uses: [...before.uses].reverse(),
    credited: { [memberId(501)]: 0, [memberId(502)]: 6100 },
  });
  expect(before.sums.slice(0, 2)).toEqual([1, 6100]);
  expect(await facts(town, "order_assigned")).toEqual([
    { member: memberId(501), order: "shop/7" },
    { member: memberId(502), order: "shop/7", from: memberId(501) },
  ]);

  // A later refund is the new member's.
  const refunds = [{ id: "r1", amount: "61.00", at: "2026-11-24T12:00:00+08:00" }];
  town.clock.set(Date.parse("2026-11-24T12:00:00+08:00"));
  await town.post({
    body: order("7", { lines, refunds, modified_at: "2026-11-24T12:00:00+08:00" }),
  });
  expect(await standing(town, "shop/7")).toMatchObject({
    ...{ uses: [0, 0], spent: 0, sums: [0, 0, 0, 0] },
    credited: { [memberId(501)]: 0, [memberId(502)]: 0 },
  });
  expect(town.bugs).toEqual([]);
});

test("an order that is moved leaves the coupon with the member who has it", async () => {
  const town = await openShop();
  const code = await claim(town, 501);
  town.api.say(HQ, 502, "客502", "大家好");
  await town.post({ body: order("7", { coupons: [code] }) });
  expect(await stateOf(town, code)).toBe("redeemed");
  expect(await standing(town, "shop/7")).toMatchObject({ member: memberId(501), cup: 800 });
  town.api.say(HQ, BOSS, "老板", `/orders assign shop/7 ${userId(502)}`);
  await town.heard("确认请输入", HQ);
  town.api.say(HQ, BOSS, "老板", "/yes");
  await town.heard(`已把 shop/7 记到 ${userId(502)}`, HQ);
  expect(await stateOf(town, code)).toBe("returned");
  expect(await standing(town, "shop/7")).toMatchObject({ member: memberId(502), cup: 0 });
  await town.post({ body: order("8", { coupons: [code] }) });
  expect(await stateOf(town, code)).toBe("redeemed");
  expect(await standing(town, "shop/8")).toMatchObject({ member: memberId(501), cup: 800 });
});

test("orders with the same explicit id go along once the operator has seen them", async () => {
  const town = await openShop();
  const boss = (text: string) => town.api.say(HQ, BOSS, "老板", text);
  const whose = async () =>
    (await town.store.list("tea-town", "order")).map(({ key, value }) => [
      key,
      value.member?.replace(`${PLATFORM}:`, ""),
    ]);
  const code = await claim(town, 501);
  town.api.say(HQ, 502, "客502", "大家好");
  for (const id of ["1", "2"]) await town.post({ body: order(id, { union_id: "u1" }) });
  await town.post({ body: order("3", { union_id: "u2" }) });
  await town.post({ body: order("4", { union_id: "u1", coupons: [code] }) });
  boss(`/订单 归属 shop/1 ${userId(501)}`);
  const offer = await town.heard(`已把 shop/1 记到 ${userId(501)}`, HQ);
  expect(offer?.text).toContain("还有 1 笔，会一起记：shop/2\n确认请输入 /确认");
  expect((await whose())[1]).toEqual(["shop/2", undefined]);
  boss("/确认");
  await town.heard(`已把 shop/1 shop/2 记到 ${userId(501)}`, HQ);
  await town.post({ body: order("5", { union_id: "u1" }) });
  boss(`/订单 归属 shop/1 ${userId(502)}`);
  // The coupon of the fourth says that it is 501's.
  await town.heard("还有 2 笔，会一起记：shop/2 shop/5", HQ);
  boss("/确认");
  await town.heard(`已把 shop/1 shop/2 shop/5 记到 ${userId(502)}`, HQ);
  await town.post({ body: order("6", { union_id: "u1" }) });
  expect(await whose()).toEqual([
    ["shop/1", userId(502)],
    ["shop/2", userId(502)],
    ["shop/3", undefined],
    ["shop/4", userId(501)],
    ["shop/5", userId(502)],
    ["shop/6", userId(502)],
  ]);
  expect(town.bugs).toEqual([]);
});
