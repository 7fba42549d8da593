import { afterEach, expect, test } from "vitest";
import type { CouponRecord } from "../../../src/domain/promo/coupon-record.js";
import { BOSS, closeTowns, HQ, memberId, openTown, type Town, userId } from "../../support/town.js";

afterEach(closeTowns);

const HOUR = 3_600_000;
const NO = "这个券码现在用不了。";
const MINE = "TT1111AAAA";

/** 小雨 has a coupon; what she says is answered by `hear`. */
async function open() {
  const town = await openTown();
  for (const [user, name] of [
    [501, "小雨"],
    [502, "阿明"],
  ] as const)
    town.api.say(HQ, user, name, "大家好");
  await town.pass(60_000);
  await put(town, MINE);
  const hear = async (text: string, user = 501) => {
    const heard = town.api.sent.length;
    town.api.say(HQ, user, user === 501 ? "小雨" : "阿明", text);
    await town.pass(20_000);
    return town.api.sent.slice(heard).map((sent) => sent.text);
  };
  const refused = async () =>
    (await town.store.facts("tea-town", "code_refused")).map(({ data }) => data?.reason);
  return { ...town, hear, refused };
}

async function put(
  { store, clock }: Town,
  code: string,
  over: Partial<CouponRecord> = {},
  client = "tea-town",
) {
  const member = memberId(501);
  const base = {
    code,
    coupon: "newcomer",
    state: "granted",
    member,
    until: clock.now() + 72 * HOUR,
  } as const;
  const value: CouponRecord = { ...base, ...over };
  const changes = [{ op: "put", kind: "coupon", key: code, value, owner: value.member } as const];
  await store.commit({ client, changes, outbox: [], facts: [] });
}

test("a member types a code and hears the price with it, or what it is good for", async () => {
  const town = await open();
  const [said] = await town.hear("算一下 58");
  expect(said).toContain("50元");
  expect(said).toMatch(/券.*新人首杯立减8元/);
  expect(await town.hear(`算一下 58 ${MINE}`)).toEqual([expect.stringContaining("50")]);
  expect(await town.hear("算一下 ５８ ｔｔ1111-ａａａａ")).toEqual([expect.stringContaining("50")]);
  expect(await town.hear(`用券 ${MINE}`)).toEqual([`新人首杯立减8元：${MINE}，11-27 10:01 前有效`]);
  expect(await town.hear("用券怎么用")).toEqual([]);
  expect(await town.refused()).toEqual([]);
});

test.each([
  ["zh-CN", "用上您的券（新人首杯立减8元）：58元，减8元，付50元。"],
  ["en", "With your coupon (新人首杯立减8元): 58 less 8 makes 50."],
])(
  "a price says that a coupon is in it, for a persona without a line for that (%s)",
  async (locale, told) => {
    const town = await openTown({
      edit: (text) => text.replace("locale: zh-CN", `locale: ${locale}`),
      editPersona: (text) => text.replace(/^ {2}quote-coupon:.*\n(?: {4}.*\n)+/m, ""),
    });
    town.api.say(HQ, 501, "小雨", "大家好");
    await town.rest();
    await put(town, MINE);
    town.api.say(HQ, 501, "小雨", "算一下 58");
    await town.heard(told, HQ);
  },
);

test("whatever is wrong with a code, the answer is the same; operators know the reason", async () => {
  const town = await open();
  const now = town.clock.now();
  await put(town, "TT2222AAAA", { state: "redeemed" });
  await put(town, "TT3333AAAA", { until: now });
  await put(town, "TT4444AAAA", {
    state: "reserved",
    reservedUntil: now + 99 * HOUR,
    order: "shop/1",
  });
  await put(town, "TT5555AAAA", { state: "void" });
  await put(town, "TT6666AAAA", { member: memberId(502) });
  await put(town, "TT7777AAAA", { coupon: "no-longer" });
  await put(town, "TT8888AAAA", {}, "paw-post");
  const codes = [
    ["TT2222AAAA", "COUPON_USED"],
    ["TT3333AAAA", "COUPON_EXPIRED"],
    ["TT4444AAAA", "COUPON_RESERVED"],
    ["TT5555AAAA", "COUPON_VOID"],
    ["TT6666AAAA", "COUPON_NOT_YOURS"],
    ["TT7777AAAA", "COUPON_UNKNOWN"],
    ["TT8888AAAA", "COUPON_UNKNOWN"],
    ["TT9999AAAA", "COUPON_UNKNOWN"],
    ["__proto__", "COUPON_UNKNOWN"],
    ["constructor", "COUPON_UNKNOWN"],
    ["Ａ".repeat(10_000), "COUPON_UNKNOWN"],
  ] as const;
  for (const [code, reason] of codes) {
    expect([code, await town.hear(`算一下 58 ${code}`), await town.hear(`用券 ${code}`)]).toEqual([
      code,
      [NO],
      [NO],
    ]);
    expect((await town.refused()).slice(-2)).toEqual([reason, reason]);
    await town.forward(HOUR);
  }
  town.api.say(HQ, BOSS, "老板", "/算价 58 TT2222AAAA");
  expect((await town.heard("COUPON_USED", HQ))?.text).toContain("新人首杯立减8元");
  town.api.say(HQ, BOSS, "老板", "/quote 58 TT9999AAAA");
  await town.heard("COUPON_UNKNOWN", HQ);
  town.api.say(HQ, BOSS, "老板", "/券");
  await town.heard("其中未用 2，占用 1，核销 1，退回 0，过期 1，作废 1", HQ);
  expect(town.bugs).toEqual([]);
});

test("after five failures in an hour the right code fails too, for that member alone", async () => {
  const town = await open();
  await put(town, "TT6666AAAA", { member: memberId(502) });
  for (let n = 0; n < 5; n++) {
    expect(await town.hear(`用券 TT0000000${n}`)).toEqual([NO]);
    await town.forward(10 * 60_000);
  }
  expect(await town.hear(`用券 ${MINE}`)).toEqual([NO]);
  expect(await town.hear(`算一下 58 ${MINE}`)).toEqual([NO]);
  expect((await town.refused()).slice(5)).toEqual(["TOO_MANY_ATTEMPTS", "TOO_MANY_ATTEMPTS"]);
  expect(await town.hear("用券 TT6666AAAA", 502)).toEqual([expect.stringContaining("TT6666AAAA")]);
  town.api.say(HQ, BOSS, "老板", `/算价 58 ${MINE}`);
  expect((await town.heard("✓ 新人首杯", HQ))?.text).toContain("输错了太多券码");
  // The first failure is an hour past: one more attempt.
  await town.forward(10 * 60_000);
  await town.hear("大家好");
  expect(await town.hear(`用券 ${MINE}`)).toEqual([expect.stringContaining(MINE)]);
  expect(await town.hear("用券 TT00000009")).toEqual([NO]);
  expect(await town.hear(`用券 ${MINE}`)).toEqual([NO]);
});

test("我的券 shows what can be used, and until when", async () => {
  const town = await open();
  const now = town.clock.now();
  await put(town, "TT2222AAAA", { state: "redeemed" });
  await put(town, "TT3333AAAA", { state: "returned", until: now + HOUR });
  await put(town, "TT4444AAAA", {
    state: "reserved",
    reservedUntil: now + 99 * HOUR,
    order: "shop/1",
  });
  const line = (code: string, until: string) => `新人首杯立减8元：${code}，${until} 前有效`;
  const both = [line(MINE, "11-27 10:01"), line("TT3333AAAA", "11-24 11:01")];
  expect(await town.hear("我的券")).toEqual([both.join("\n")]);
  await town.forward(HOUR);
  expect(await town.hear("我的券")).toEqual([both[0]]);
  // Switched off or spent, it looks alike: nobody learns why.
  const idle = [`${MINE}：暂不可用`];
  const budget = 1_600_000;
  const spend = (by: number) =>
    town.store.commit({
      client: "tea-town",
      changes: [{ op: "add", counter: "promo/first-cup/spent", by }],
      outbox: [],
      facts: [],
    });
  await spend(budget - 800);
  expect(await town.hear("我的券？")).toEqual([both[0]]);
  await spend(1);
  expect(await town.hear("我的券")).toEqual(idle);
  expect(await town.hear(`用券 ${MINE}`)).toEqual([NO]);
  expect(await town.hear(`算一下 61 ${MINE}`)).toEqual([NO]);
  await spend(-1);
  const setting = {
    op: "put",
    kind: "setting",
    key: "client",
    value: { promosOff: ["first-cup"] },
  } as const;
  await town.store.commit({ client: "tea-town", changes: [setting], outbox: [], facts: [] });
  await town.forward(60_000);
  expect(await town.hear("我的券")).toEqual(idle);
  expect(town.bugs).toEqual([]);
});

test("a code whose prefix has letters that are read as digits is found again", async () => {
  const edit = (text: string) => text.replace("prefix: TT, length: 10", "prefix: OIL, length: 10");
  const town = await openTown({ edit });
  town.api.join(HQ, 501, "小雨");
  await town.pass(60_000);
  town.api.say(HQ, BOSS, "老板", `/发券 newcomer ${userId(501)}`);
  const told = (await town.heard(`已给 ${userId(501)}`, HQ))?.text ?? "";
  const code = /OIL[0-9A-Z]{7}/.exec(told)?.[0] ?? "";
  town.api.say(HQ, 501, "小雨", `用券 ${code.toLowerCase()}`);
  await town.heard(`${code}，`, HQ);
  town.api.say(HQ, BOSS, "老板", `/作废券 ${code}`);
  await town.heard("已作废", HQ);
  const voided = await town.store.facts("tea-town", "coupon_void");
  expect(voided.map(({ member }) => member)).toEqual([memberId(501)]);
});
