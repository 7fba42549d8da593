import { afterEach, expect, test } from "@jest/globals";
import { BOSS, closeTowns, HQ, openTown } from "../support/town.js";

afterEach(closeTowns);

test("a member at 52 yuan is told what 8 more yields, and at 60 what they pay", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "算一下 52");
  await town.heard("52", HQ);
  const nudge = await town.heard("8元", HQ);
  expect(nudge?.text).toContain("满60减5");
  town.api.say(HQ, 501, "小雨", "/quote 18x2 24元");
  const price = await town.heard("55", HQ);
  expect(price?.text).toContain("60");
  town.api.say(HQ, 501, "小雨", "算一下 很多");
  await town.heard("算一下 18x2 22", HQ);
});

test("a member claims a coupon once, sees it, and others never get it twice", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "我要领券");
  const said = await town.heard("TT", HQ);
  const code = /TT[0-9A-Z]{8}/.exec(said?.text ?? "")?.[0] ?? "";
  expect(code).not.toBe("");
  town.api.say(HQ, 501, "小雨", "领券");
  await town.rest();
  expect(town.since(HQ)).toEqual([]);
  town.api.say(HQ, 501, "小雨", "我的券");
  await town.heard(code, HQ);
  town.api.say(HQ, 502, "阿明", "我的券");
  await town.heard("没有可用的券", HQ);
});

test("of the last coupons no more are granted than there are, however many ask at once", async () => {
  const edit = (text: string) => text.replace("    max: 2000\n", "    max: 3\n");
  const town = await openTown({ edit });
  for (let user = 1; user <= 8; user++) town.api.say(HQ, user, `客${user}`, "领券");
  await town.pass(60_000);
  expect(town.since(HQ).filter((text) => /TT[0-9A-Z]{8}/.test(text))).toHaveLength(3);
  expect(await town.store.counter("tea-town", "coupon/newcomer/granted")).toBe(3);
  expect(await town.store.list("tea-town", "coupon")).toHaveLength(3);
});

test("an operator sees why of each promo, and how far each is used up", async () => {
  const town = await openTown();
  town.api.say(HQ, BOSS, "老板", "/算价 52");
  const why = await town.heard("SPEND_BELOW", HQ);
  expect(why?.text).toContain("还差 8.00");
  town.api.say(HQ, BOSS, "老板", "/促销");
  expect((await town.heard("饮品满60减5", HQ))?.text).toContain("0.00/15000.00");
});
