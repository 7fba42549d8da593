import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLossless, readEnvelope, readJson } from "../../../src/web/hooks/lossless-json.js";

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

/** Where a look for the end of a string begins anew at every quote, one of these takes hours. */
const MIB = 1024 * 1024;
test.each([
  ['\\"', SyntaxError],
  ['"', SyntaxError],
  ["\\", SyntaxError],
  ["1", undefined],
  ["-", SyntaxError],
  ["9007199254740993.", SyntaxError],
])("a mebibyte of %j is read in one go", (piece, error) => {
  const read = () => parseLossless(piece.repeat(MIB / piece.length));
  if (error) expect(read).toThrow(error);
  else expect(read()).toHaveLength(MIB);
});

test("a mebibyte of valid JSON with long strings and numbers is read in one go", () => {
  const quotes = '\\"'.repeat(MIB / 4);
  const read = parseLossless(`{"a":"${quotes}","b":[${"9007199254740993,".repeat(MIB / 64)}1]}`);
  expect(read).toMatchObject({ a: '"'.repeat(MIB / 4) });
});

test("bytes that are no UTF-8 are malformed", () => {
  expect(() => readJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow("MALFORMED");
});

/** How many values there are, and names of none. */
const valuesOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + valuesOf(one), 1)
    : 1;

test("an envelope has a few values, whatever stands in its texts", () => {
  const piece = fc.constantFrom(
    '"',
    "\\",
    "{",
    "[",
    ",",
    ":",
    "a",
    "字",
    "a".repeat(60),
    "\\".repeat(61),
  );
  const said = fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.dictionary(said, fc.array(said, { minLength: 1, maxLength: 9 })), (value) => {
      const read = () => readEnvelope(Buffer.from(JSON.stringify(value)));
      if (valuesOf(value) <= 60) expect(read()).toEqual({ ...value });
      else if (valuesOf(value) > 70) expect(read).toThrow();
    }),
  );
});
