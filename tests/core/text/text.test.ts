import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clausesOf } from "../../../src/core/text/clauses.js";
import { emojiCount, graphemes } from "../../../src/core/text/graphemes.js";
import { withoutFirstMention, withoutMention } from "../../../src/core/text/mention.js";
import { inFigures, numeralValue } from "../../../src/core/text/numerals.js";
import { simplified } from "../../../src/core/text/simplified.js";
import { behindSlash, foldedHead } from "../../../src/core/text/slash.js";

describe("simplified", () => {
  test.each([
    ["退訂", "退订"],
    ["機器人", "机器人"],
    ["滿60減5", "满60减5"],
    ["訂單編號", "订单编号"],
    ["係機械人嚟㗎", "系机械人嚟㗎"],
    ["plain 简体", "plain 简体"],
  ])("%s is %s", (text, simple) => expect(simplified(text)).toBe(simple));

  test("is as long as before, and simplified again the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(simplified(text)).toHaveLength(text.length);
        expect(simplified(simplified(text))).toBe(simplified(text));
      }),
    );
  });
});

test.each([
  ["六十", 60],
  ["一百二", 120],
  ["一百零二", 102],
  ["两千零五", 2005],
  ["十", 10],
  ["二十五", 25],
  ["三万五", 35_000],
  ["三万零五", 30_005],
  ["八八", 88],
  ["零", 0],
  ["十百", undefined],
  ["百", undefined],
  ["万万万", undefined],
])("%s says %s", (text, value) => expect(numeralValue(text)).toBe(value));

test("numerals in a sentence become figures, what is none stays", () => {
  expect(inFigures("满六十减五，买二送一，千万别等")).toBe("满60减5，买2送1，千万别等");
});

test.each([
  ["👨‍👩‍👧👍🏽🇨🇳❤️", 4],
  ["5️⃣ 杯", 1],
  ["没有", 0],
])("%s has %s emoji", (text, count) => expect(emojiCount(text)).toBe(count));

test("a sign that is made of several counts as one", () => {
  expect(graphemes("a👨‍👩‍👧é")).toHaveLength(3);
});

test.each([
  ["@Tea_Bot 退订", "退订"],
  ["＠tea_bot，退订", "退订"],
  ["退订 @tea_bot", "退订"],
  ["@tea_bot @tea_bot 退订", "退订"],
  ["@tea_bot2 退订", "@tea_bot2 退订"],
  ["@小王 @tea_bot 退订", "@小王 @tea_bot 退订"],
  ["mail a@tea_bot", "mail a@tea_bot"],
  ["/签到@Tea_bot", "/签到"],
  ["/say@tea_bot all hi", "/say all hi"],
  ["/say@other_bot hi", "/say@other_bot hi"],
  ["退订", "退订"],
])("what %j says to the bot is %j", (text, said) => {
  expect(withoutMention(text, "tea_bot")).toBe(said);
});

test("a mention of WeChat ends with its own blank", () => {
  expect(withoutFirstMention("@阿翠 店里\u2005退订")).toBe("退订");
  expect(withoutFirstMention("@阿翠 退订")).toBe("@阿翠 退订");
});

test.each([
  ["烦不烦，退订！", [["烦不烦", "退订"]]],
  ["吵死了 别发了", [["吵死了别发了"], ["吵死了", "别发了"]]],
  ["Don't  send it?", [["dont send it"]]],
  ["12:30 @小王", [["12:30 @小王"]]],
  ["🙏", [[]]],
])("%j has the clauses %j", (text, clauses) => {
  const read = clausesOf(text).map((one) => one.map(({ said }) => said));
  expect(read[0]).toEqual(clauses[0]);
  if (clauses[1]) expect(read[1]).toEqual(clauses[1]);
});

test("a question mark belongs to what stands before it", () => {
  expect(clausesOf("在吗？退订")[0]?.map(({ asks }) => asks)).toEqual([true, false]);
});

describe("what stands behind a slash", () => {
  test.each([
    ["／暂停", "暂停"],
    [" \u200b/pause all", "pause all"],
    ["pause", undefined],
    ["a/b", undefined],
  ])("of %j is %j", (text, behind) => expect(behindSlash(text)).toBe(behind));

  test("is folded sign by sign, and cut where it was typed", () => {
    const { folded, behind } = foldedHead("暫\u200b停 Ｂot 👨‍👩‍👧", 40);
    expect(folded.startsWith("暂停 bot ")).toBe(true);
    expect(behind(2)).toBe(" Ｂot 👨‍👩‍👧");
    expect(behind(0)).toBe("暫\u200b停 Ｂot 👨‍👩‍👧");
  });
});
