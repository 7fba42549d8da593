import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paceTexts } from "../../../src/domain/persona/pacing.js";

const base = { reading: "10/s", min: "1s", max: "3s", split_at: 20 };
const s = (n: number, end = "。") => "茶".repeat(n - 1) + end;

describe("paceTexts", () => {
  test.each([
    ["short text stays whole", "你好。再见。", ["你好。再见。"]],
    ["just at the limit", s(10) + s(10), [s(10) + s(10)]],
    ["over the limit", s(10) + s(11), [s(10), s(11)]],
    ["as much as fits goes together", s(8) + s(8) + s(8), [s(8) + s(8), s(8)]],
    ["a long sentence is never cut", `${s(30)}好。`, [s(30), "好。"]],
    ["no sentence end", "茶".repeat(50), ["茶".repeat(50)]],
    ["line ends", `${s(15, "a")}\n\n${s(15, "b")}`, [s(15, "a"), s(15, "b")]],
    ["closing quotes stay", `“${s(14, "！")}”${s(14)}`, [`“${s(14, "！")}”`, s(14)]],
    ["several marks", `${s(15, "？！……")}${s(15)}`, [s(15, "？！……"), s(15)]],
    [
      "a decimal and a link",
      "tea is 3.50 at https://t.co/a?b=1 today",
      ["tea is 3.50 at https://t.co/a?b=1 today"],
    ],
    ["English", "Come in, friend! Tea is ready. Sit.", ["Come in, friend!", "Tea is ready. Sit."]],
    ["code points, not units", "🍵".repeat(20), ["🍵".repeat(20)]],
    ["blank", " \n ", []],
    ["empty", "", []],
  ])("%s", (_name, text, texts) => {
    expect(paceTexts(text, base).texts).toEqual(texts);
  });

  test.each([
    ["at least min", "你", base, [1_000]],
    ["reading speed", s(20), base, [2_000]],
    ["at most max", s(40), base, [3_000]],
    ["capped together", s(40).repeat(5), base, [3_000, 3_000, 3_000, 0, 0]],
    ["no speed is the slowest", "你", { ...base, reading: "0/s" }, [3_000]],
    ["min over max", "你", { ...base, min: "9s" }, [3_000]],
  ])("delays: %s", (_name, text, pacing, delays) => {
    expect(paceTexts(text, pacing).delaysMs).toEqual(delays);
  });

  test("keeps all text and stays within the cap", () => {
    const unit = fc.constantFrom(..."茶好a1🍵。！？…!?.\n ”）,@");
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 300 }),
        fc.integer({ min: 20, max: 60 }),
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        (text, split_at, speed, min, max) => {
          const pacing = { reading: `${speed}/s`, min: `${min}s`, max: `${max}s`, split_at };
          const { texts, delaysMs } = paceTexts(text, pacing);
          expect(texts.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
          // Nothing but whitespace at splits goes: each part stands in the text as it is.
          let from = 0;
          for (const part of texts) {
            const at = text.indexOf(part, from);
            expect(at).toBeGreaterThanOrEqual(from);
            expect(part.trim()).not.toBe("");
            from = at + part.length;
          }
          expect(delaysMs).toHaveLength(texts.length);
          for (const delay of delaysMs) {
            expect(delay).toBeGreaterThanOrEqual(0);
            expect(delay).toBeLessThanOrEqual(max * 1_000);
          }
          expect(delaysMs.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(max * 3_000);
        },
      ),
    );
  });

  // Read once they take less than a second; read again from each sign they would take many minutes.
  test.each(["!", "。", " ", "\n", "!a", "”"])("reads a million times %j once", (text) => {
    const began = performance.now();
    paceTexts(text.repeat(1_000_000), base);
    expect(performance.now() - began).toBeLessThan(100_000);
  });
});
