import { afterEach, expect, test } from "vitest";
import { closeShops, openShop, order } from "../../support/shop.js";
import { BOSS, HQ } from "../../support/town.js";

afterEach(closeShops);

test("an order in another currency is told apart, and keeps the currency it came in", async () => {
  const town = await openShop();
  const usd = { currency: "USD", amount: "10.00" };
  town.clock.set(Date.parse("2026-11-24T10:10:00+08:00"));
  await town.post({ body: order("9", usd) });
  // Newer, and in yuan: the first currency stands.
  const modified_at = "2026-11-24T10:06:00+08:00";
  await town.post({ body: order("9", { modified_at }) });
  const told = () => town.store.facts("tea-town", "order_refused");
  expect(await told()).toMatchObject([{ data: { order: "shop/9", currency: "CNY" } }]);
  town.api.say(HQ, BOSS, "老板", "/订单");
  await town.heard("shop/9 | 10.00 USD（外币，不计入金额）", HQ);
  town.api.say(HQ, BOSS, "老板", "/订单 归因");
  await town.heard("外币，不计入金额 | 10.00 USD | 1 单", HQ);
  // In its own currency it goes on.
  const newest = { modified_at: "2026-11-24T10:07:00+08:00" };
  await town.post({ body: order("9", { ...usd, ...newest, amount: "11.00" }) });
  town.api.say(HQ, BOSS, "老板", "/订单");
  await town.heard("shop/9 | 11.00 USD", HQ);
  expect(await told()).toHaveLength(1);
  expect(town.bugs).toEqual([]);
});

test("a coupon that is granted with too little budget left comes with a warning", async () => {
  const town = await openShop();
  town.api.join(HQ, 501, "小雨");
  await town.rest();
  const grant = () => town.api.say(HQ, BOSS, "老板", "/发券 newcomer 501");
  grant();
  expect((await town.heard("已给 501：TT", HQ))?.text).not.toContain("注意");
  const by = { op: "add", counter: "promo/first-cup/spent", by: 1 } as const;
  await town.store.commit({ client: "tea-town", changes: [by], outbox: [], facts: [] });
  grant();
  await town.heard("注意：促销 first-cup 的预算或次数不够再减一次，这张券现在用不了", HQ);
  expect(town.bugs).toEqual([]);
});
