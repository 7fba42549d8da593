import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText, withoutLinks } from "../../src/core/outside-text.js";

describe("cleanText", () => {
  test.each([
    ["三楼\n@boss\u202E 看 https://evil.example/a", "三楼 ＠boss 看 https：//evil·example/a"],
    ["evil.example", "evil·example"],
    ["打 1.2.3.4", "打 1.2·3·4"],
    ["半糖 3.5 元", "半糖 3.5 元"],
    ["/pause 全部 /解除", "／pause 全部 ／解除"],
    ["a/b 1/2", "a/b 1/2"],
    ["（/pause", "（／pause"],
    ["hi!/pause@tea_bot", "hi!／pause＠tea_bot"],
    ["、/pause", "、／pause"],
    ["#免费 $TON 5$ C# 第3#楼", "＃免费 ＄TON 5$ C# 第3#楼"],
    ["  \t\r\n ", ""],
    ["\uD800坏\uDC00", "坏"],
  ])("%j is shown as %j", (text, shown) => {
    expect(cleanText(text, 100)).toBe(shown);
  });

  test("whatever was said: one visible line, short, with nothing to tap, and clean already", () => {
    const sign = fc.constantFrom(..."a文1.:/@＠．：／ \n\u202E\u200B\u2028-#");
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ unit: sign })),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          const shown = cleanText(text, max);
          expect([...shown].length).toBeLessThanOrEqual(max);
          expect(shown).not.toMatch(/[@\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|:\/\/|\p{L}\.\p{L}/u);
          expect(cleanText(shown, max)).toBe(shown);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test("a text of nothing but dots and letters costs no more than its first signs", () => {
  for (const piece of ["a.", "a", ".", "1.", "a@", "http:", "文."]) {
    const text = piece.repeat(20_000);
    expect(withoutLinks(text).length).toBeLessThanOrEqual(501);
    expect([...cleanText(text, 50)].length).toBeLessThanOrEqual(50);
  }
});
