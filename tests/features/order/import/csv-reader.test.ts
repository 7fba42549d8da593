import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CsvRecord,
  createCsvReader,
} from "../../../../src/features/order/import/csv-reader.js";

function read(chunks: readonly string[], delimiter = ","): readonly CsvRecord[] {
  const reader = createCsvReader(delimiter);
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

test("quotes, doubled quotes, newlines in cells, mixed line ends, empty lines", () => {
  const text = 'a,b\r\n1,"x\ny"\n2,"say ""hi"""\n\n3,\r\n"4",z';
  expect(read([text])).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["1", "x\ny"] },
    { line: 4, cells: ["2", 'say "hi"'] },
    { line: 6, cells: ["3", ""] },
    { line: 7, cells: ["4", "z"] },
  ]);
});

test("a bad quote costs one row", () => {
  expect(read(['1,"q" w\n2,ok\n3,"open\n4,ok\n5,in"side\n'])).toEqual([
    { line: 1, problem: "QUOTE" },
    { line: 2, cells: ["2", "ok"] },
    { line: 3, problem: "QUOTE" },
    { line: 4, cells: ["4", "ok"] },
    { line: 5, cells: ["5", 'in"side'] },
  ]);
});

test("an endless record costs one row, in whatever chunks it comes", () => {
  const long = "x".repeat(50_000);
  const chunks = ["1,a\n2,", long, long, long, ",52.00\n3,b\n"];
  const expected = [
    { line: 1, cells: ["1", "a"] },
    { line: 2, problem: "TOO_LONG" },
    { line: 3, cells: ["3", "b"] },
  ];
  expect(read(chunks)).toEqual(expected);
  expect(read([chunks.join("")])).toEqual(expected);
});

test("a quote that is open for too long costs its row before the file ends, one that is closed none", () => {
  const many = "2,ok\n".repeat(20_000);
  const open = createCsvReader(",").push(`1,"open\n${many}`);
  expect(open[0]).toEqual({ line: 1, problem: "QUOTE" });
  expect(open).toHaveLength(20_001);
  const closed = createCsvReader(",").push(`1,"closed"\n${many}`);
  expect(closed[0]).toEqual({ line: 1, cells: ["1", "closed"] });
  expect(closed).toHaveLength(20_001);
});

test("where the chunks are cut changes nothing", () => {
  const cell = fc.stringMatching(/^[a",\n\r 茶]{0,6}$/);
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(60), { maxLength: 5 }),
      (rows, cuts) => {
        const text = rows
          .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b)];
        const chunks = at.map((from, index) => text.slice(from, at[index + 1] ?? text.length));
        expect(read(chunks).map((record) => ("cells" in record ? record.cells : []))).toEqual(rows);
      },
    ),
    { numRuns: 500 },
  );
});

test("other delimiters", () => {
  expect(read(["a;b\n"], ";")).toEqual([{ line: 1, cells: ["a", "b"] }]);
});
