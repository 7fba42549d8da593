import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseLossless, readJson } from "../../../src/web/hooks/lossless-json.js";

test.each<[string, unknown]>([
  ['{"id":3705115058471208928}', { id: "3705115058471208928" }],
  [
    "[9007199254740991,9007199254740992,9007199254740993]",
    [9007199254740991, "9007199254740992", "9007199254740993"],
  ],
  ["[-9007199254740993]", ["-9007199254740993"]],
  [
    '{"a":"3705115058471208928","b\\"1234567890123456789":1}',
    { a: "3705115058471208928", 'b"1234567890123456789': 1 },
  ],
  [
    "[0.12345678901234567890,1234567890123456789.5,12345678901234567890e1]",
    [0.12345678901234568, 1234567890123456800, 123456789012345680000],
  ],
])("%s", (text, expected) => {
  expect(parseLossless(text)).toEqual(expected);
});

test.each([
  "{12345678901234567890:1}",
  "[01234567890123456789]",
  "[12345678901234567890 1]",
  "{",
  "",
  '"\\"',
])("%j stays an error", (text) => {
  expect(() => parseLossless(text)).toThrow(SyntaxError);
});

test("without large integers it reads what JSON.parse reads", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (text) => {
      const unsafe = /\d{16,}/.test(text);
      fc.pre(!unsafe);
      expect(parseLossless(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("bytes that are no UTF-8 are malformed", () => {
  expect(() => readJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow("MALFORMED");
});
