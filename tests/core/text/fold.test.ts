import { expect, test } from "vitest";
import {
  askedText,
  askedWords,
  foldName,
  foldText,
  plainText,
} from "../../../src/core/text/fold.js";
import { wishOf } from "../../../src/domain/guard/opt-out.js";
import { askOf } from "../../../src/domain/promo/ask.js";
import { compileWhen } from "../../../src/domain/reply/match.js";
import { pointsAskOf } from "../../../src/features/points/ask.js";

const asksToStop = (rule: { words: string[]; say: string }, text: string) =>
  wishOf(rule, text)?.kind === "stop";

test.each([
  ["Ａ\u200bＩ ❤\ufe0f", "ai ❤"],
  ["最 低 价", "最低价"],
  ["滿 60 減 5", "满60减5"],
  ["Hello  World", "hello world"],
  ["訂單編號", "订单编号"],
  ["\u202e退訂\u2060！", "退订!"],
])("%j is compared as %j", (text, folded) => {
  expect(foldText(text)).toBe(folded);
  expect(foldText(folded)).toBe(folded);
});

test("names are compared without blanks, and shown in the script in which they are written", () => {
  expect(foldName("林 小Ｙu ")).toBe("林小yu");
  expect(plainText("訂單　Ａ\u200b")).toBe("訂單 A");
});

test.each([
  ["【签 到】☀️", "签到"],
  ["\u202eCheck-In!\u200b", "check in"],
  ["我的券？", "我的券"],
  ["@alice 签到", "alice 签到"],
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

test("marks change none either, and are no question by themselves", () => {
  const stop = { words: ["退订", "T!D"], say: "bye" };
  for (const text of ["退订。", "“退 订”", "/退订"]) expect(asksToStop(stop, text)).toBe(true);
  for (const text of ["", "。", "☀️", "别退订", "@alice 退订"])
    expect(asksToStop(stop, text)).toBe(false);
  expect(asksToStop({ words: ["。"], say: "bye" }, "☀️")).toBe(false);
  expect(askOf("算 一下 58☀️")).toEqual(askOf("算一下 58"));
  expect(askOf("我的 券☀️")).toEqual({ kind: "coupons" });
});

test.each(["兑换 一下吧", "兑换吧", "怎么兑换", "redeem a gift", "redeems", "兑换 cup 和 mug"])(
  "%j is no question about points",
  (text) => expect(pointsAskOf(text)).toBeUndefined(),
);
