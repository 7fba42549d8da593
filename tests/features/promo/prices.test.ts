import { afterEach, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, openTown, userId } from "../../support/town.js";

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

test("a big number is an amount, not a wrong code", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "算一下 12345678");
  await town.heard("12345678元", HQ);
  town.api.say(HQ, 501, "小雨", "/quote 100000x2");
  await town.heard("200000元", HQ);
  town.api.say(HQ, 501, "小雨", "算一下 12345678901");
  await town.heard("没看懂价钱", HQ);
  town.api.say(HQ, 501, "小雨", `/quote ${Array(20).fill("99999999.99x999").join("+")}`);
  await town.heard("1997999999800.20元", HQ);
  expect(await town.store.facts("tea-town", "code_refused")).toEqual([]);
  expect(town.bugs).toEqual([]);
});

test("a member who asks for prices without end is answered ten times in ten minutes, others as ever", async () => {
  const town = await openTown();
  const hear = async (texts: readonly string[], user = 501) => {
    const from = town.api.sent.length;
    for (const text of texts) town.api.say(HQ, user, `客${user}`, text);
    await town.pass(120_000);
    return town.api.sent.slice(from).map(({ text }) => text);
  };
  const questions = ["我的券", "用券 TT00000000", "算一下 很多", "小雨|茶|3六"];
  const asked = [1, 2, 3, 4, 5, 6, 7].map((n) => `算一下 1${n}`);
  const first = await hear([...questions, ...questions, ...asked, ...questions, ...asked]);
  expect(first).toHaveLength(11);
  expect(first.at(-1)).toBe("问得有点勤，过几分钟再问吧。");
  expect(await town.store.facts("tea-town", "code_refused")).toHaveLength(3);
  expect(await hear(["算一下 18"])).toEqual([]);
  // Whatever else they ask. What they must hear, they hear.
  expect(await hear(["营业时间"])).toEqual([]);
  expect(await hear(["你是机器人吗"])).toHaveLength(1);
  expect(await hear(["算一下 18"], 502)).toHaveLength(1);
  await town.forward(5 * 60_000);
  expect(await hear(["算一下 18"])).toHaveLength(1);
  expect(town.bugs).toEqual([]);
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

test("an operator switches a promo off and on, and the bot's prices follow", async () => {
  const town = await openTown();
  const boss = (text: string) => town.api.say(HQ, BOSS, "老板", text);
  boss("/促销 关 main");
  await town.heard("已关促销：main", HQ);
  town.api.say(HQ, 501, "小雨", "算一下 60");
  const price = await town.heard("60", HQ);
  expect(price?.text).not.toContain("55");
  boss("/promo list");
  expect((await town.heard("已关", HQ))?.text).toContain("饮品满60减5 (main) | 已关");
  boss("/promo on main");
  await town.heard("已开促销：main", HQ);
  town.api.say(HQ, 501, "小雨", "算一下 60");
  await town.heard("55", HQ);
});

test("an operator grants a coupon, counts them, and voids one", async () => {
  const town = await openTown();
  const boss = (text: string) => town.api.say(HQ, BOSS, "老板", text);
  town.api.join(HQ, 501, "小雨");
  await town.rest();
  boss("/发券 newcomer 小语");
  await town.heard("没有成员 小语", HQ);
  boss(`/coupon grant newcomer ${userId(501)}`);
  const code =
    /TT[0-9A-Z]{8}/.exec((await town.heard(`已给 ${userId(501)}`, HQ))?.text ?? "")?.[0] ?? "";
  boss("/券");
  await town.heard("newcomer | 发 1/2000，其中未用 1，占用 0，核销 0，退回 0，过期 0，作废 0", HQ);
  boss(`/作废券 ${code.toLowerCase()}`);
  await town.heard("已作废", HQ);
  boss("/券");
  await town.heard("作废 1", HQ);
  town.api.say(HQ, 501, "小雨", "我的券");
  await town.heard("没有可用的券", HQ);
});
