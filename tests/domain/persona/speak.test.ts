import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fnv1a32, pick } from "../../../src/core/hash.js";
import { chooseVariant, cleanName } from "../../../src/domain/persona/speak.js";

test.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
  ["茶", 0x3e8456d5],
])("fnv1a32 of %j", (text, hash) => {
  expect(fnv1a32(text)).toBe(hash);
});

describe("pick", () => {
  test("stays below n", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (seed, n) => {
        const index = pick(seed, n);
        return Number.isInteger(index) && index >= 0 && index < n && index === pick(seed, n);
      }),
    );
  });
  test("spreads numbered seeds", () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4_000; i++)
      counts[pick(`seed-${i}`, 4)] = (counts[pick(`seed-${i}`, 4)] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
  test.each([0, -1, 1.5, Number.NaN])("refuses %p", (n) => {
    expect(() => pick("x", n)).toThrow(RangeError);
  });
});

describe("chooseVariant", () => {
  const lines = { one: "a", single: ["a"], three: ["a", "b", "c"] };

  test.each([
    ["one", undefined],
    ["one", 0],
    ["single", 0],
  ])("the only variant of %s after %p", (line, last) => {
    expect(chooseVariant({ lines }, line, "s", last)).toBe(0);
  });
  test.each(["nothing", "constructor"])("no line %s", (line) => {
    expect(() => chooseVariant({ lines }, line, "s")).toThrow(line);
  });
  test("is stable, in range and never the last one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 50 }),
        fc.string(),
        fc.option(fc.integer({ min: -1, max: 60 }), { nil: undefined }),
        (count, seed, last) => {
          const persona = { lines: { x: Array.from({ length: count }, (_, i) => `v${i}`) } };
          const index = chooseVariant(persona, "x", seed, last);
          expect(index).toBe(chooseVariant(persona, "x", seed, last));
          expect(index).not.toBe(last);
          expect(persona.lines.x[index]).toBeDefined();
        },
      ),
    );
  });
  test("reaches every variant", () => {
    const seen = new Set<number>();
    for (let i = 0; i < 100; i++) seen.add(chooseVariant({ lines }, "three", `${i}`));
    expect(seen.size).toBe(3);
  });
});

describe("cleanName", () => {
  test.each([
    ["阿翠", "阿翠"],
    ["  Li  Lei ", "Li Lei"],
    ["a\nb\r\u0000\u2028c", "abc"],
    ["\u202Eevil\u202C\u2066x\u2069", "evilx"],
    ["z\u200Be\u200Dr\uFEFFo", "zero"],
    ["@all 大家", "＠all 大家"],
    ["", "朋友"],
    [" \n\u200B ", "朋友"],
    ["\u3164\u2800", "朋友"],
    ["\uD83C", "朋友"],
    ["🍵".repeat(40), "🍵".repeat(32)],
    [`${"a".repeat(31)} b`, "a".repeat(31)],
    ["领奖 evil.example/win", "领奖"],
    ["领奖evil.example", "领奖"],
    ["加我 HTTPS://T.ME/+abc_1 有奖", "加我 有奖"],
    ["ｗｗｗ．evil．ｃｏｍ 看", "看"],
    ["ev\u200Bil.c\u202Eom 看", "看"],
    ["看 10.0.0.1:8080/x", "看"],
    ["mail boss＠evil.co.uk", "mail"],
    ["中国移动.公司 客服", "客服"],
    ["https://evil.example", "朋友"],
    ["/pause 小王", "／pause 小王"],
    ["36.5度", "36.5度"],
    ["J. R. 小王", "J. R. 小王"],
  ])("%j is %j", (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });
  test("is always short, visible, and clean already", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (name) => {
        const clean = cleanName(name);
        expect([...clean].length).toBeLessThanOrEqual(32);
        expect(clean).not.toMatch(/[@\p{Cc}\p{Cf}]|^\s*$|\p{L}\.\p{L}|:\/\/|(^|\s)\/\w/u);
        expect(cleanName(clean)).toBe(clean);
      }),
    );
  });
});
