import { expect, test } from "vitest";
import { askedText, askedWords } from "../../src/core/asked-text.js";
import { asksToStop } from "../../src/domain/guard/opt-out.js";
import { askOf } from "../../src/domain/promo/ask.js";
import { compileWhen } from "../../src/domain/reply/match.js";
import { pointsAskOf } from "../../src/features/points/ask.js";

test.each([
  ["【签 到】☀️", "签到"],
  ["\u202eCheck-In!\u200b", "check in"],
  ["＠Tea_Bot　我的券？", "我的券"],
  ["@robots 签到", "robots 签到"],
  ["❤️\u200d🔥", ""],
])("the words of %j are %j", (text, words) => {
  expect(askedWords(text)).toBe(words);
  expect(askedWords(words)).toBe(words);
});

test.each([
  ["/quote 18*2 + 22元！", "/quote 18*2 + 22元"],
  ["“兑换 cup_”", "兑换 cup_"],
])("%j is asked as %j", (text, asked) => {
  expect(askedText(text)).toBe(asked);
});

const UNSEEN = ["\u200b", "\u202e", "\ufe0f", "\u200d", "\u2060", "\u3164"];
/** What nobody sees, between all signs and around them. */
const veiled = (text: string) =>
  UNSEEN.map((sign) => [...text].map((one) => sign + one).join("") + sign);

test("what can't be seen changes no question", () => {
  const stop = { words: ["退订", "TD"], say: "bye" };
  const matches = compileWhen({ keywords: ["优惠"], pattern: "几点(开门|关门)" });
  for (const text of veiled("算一下 18x2 22")) expect(askOf(text)).toEqual(askOf("算一下 18x2 22"));
  for (const text of veiled("我的券")) expect(askOf(text)).toEqual({ kind: "coupons" });
  for (const word of ["退订", "TD"])
    for (const text of veiled(word)) expect(asksToStop(stop, text)).toBe(true);
  for (const word of ["有优惠吗", "几点开门"])
    for (const text of veiled(word)) expect(matches(text)).toBe(true);
  for (const text of veiled("兑换 cup"))
    expect(pointsAskOf(text)).toEqual({ kind: "exchange", coupon: "cup" });
});

test("marks and a bot's name change none either, and are no question by themselves", () => {
  const stop = { words: ["退订", "T!D"], say: "bye" };
  for (const text of ["退订。", "“退 订”", "@tea_bot 退订", "/退订"])
    expect(asksToStop(stop, text)).toBe(true);
  for (const text of ["", "。", "☀️", "别退订", "@alice 退订"])
    expect(asksToStop(stop, text)).toBe(false);
  expect(asksToStop({ words: ["。"], say: "bye" }, "☀️")).toBe(false);
  expect(askOf("@tea_bot 算 一下 58☀️")).toEqual(askOf("算一下 58"));
  expect(askOf("我的 券☀️")).toEqual({ kind: "coupons" });
});

test.each(["兑换 一下吧", "兑换吧", "怎么兑换", "redeem a gift", "redeems", "兑换 cup 和 mug"])(
  "%j is no question about points",
  (text) => expect(pointsAskOf(text)).toBeUndefined(),
);
