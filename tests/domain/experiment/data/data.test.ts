import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../../../src/core/errors.js";
import { readCsv } from "../../../../src/domain/experiment/data/csv.js";
import { parseData } from "../../../../src/domain/experiment/data/data.js";
import { parseDesign } from "../../../../src/domain/experiment/design/design.js";

const text = {
  design: "switchback",
  arms: ["a", "b"],
  primary: "orders_per_member",
  horizon: 28,
  pairs: [["g1", "g2"]],
};
const design = parseDesign(JSON.stringify(text), "design.json");
const good = [
  "group,day,arm,members,orders",
  "g1,0,,150,4",
  "g2,0,,150,5",
  "g1,1,a,150,4",
  "g2,1,b,150,6",
];

function failure(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("a good file is rows", () => {
  expect(parseData(good.join("\n"), "data.csv", design)).toEqual([
    { group: "g1", day: 0, line: 2, members: 150, orders: 4 },
    { group: "g2", day: 0, line: 3, members: 150, orders: 5 },
    { group: "g1", day: 1, arm: "a", line: 4, members: 150, orders: 4 },
    { group: "g2", day: 1, arm: "b", line: 5, members: 150, orders: 6 },
  ]);
});

test("a byte-order mark, CRLF, quotes, blank lines, other columns and empty cells are fine", () => {
  const odd =
    '\uFEFFday,group,arm,members,orders,note,leaves\r\n0,"茶友, 一群",,150,4,"他说 ""好""",\r\n\r\n1,"茶友, 一群",b,150,4,x,2\r\n';
  const { pairs: _, ...bare } = design;
  expect(parseData(odd, "data.csv", bare)).toEqual([
    { group: "茶友, 一群", day: 0, line: 2, members: 150, orders: 4 },
    { group: "茶友, 一群", day: 1, arm: "b", line: 4, members: 150, orders: 4, leaves: 2 },
  ]);
});

const changed = (line: number, to: string) =>
  good.map((own, i) => (i === line - 1 ? to : own)).join("\n");

test.each([
  [
    "a missing column",
    "group,day,members,orders\ng1,0,150,4",
    "DATA_COLUMN_MISSING",
    { line: 1, column: "arm" },
  ],
  [
    "the metric's column missing",
    "group,day,arm,members\ng1,0,,150",
    "DATA_COLUMN_MISSING",
    { line: 1, column: "orders" },
  ],
  [
    "a column twice",
    "group,day,arm,members,orders,orders\ng1,0,,1,1,1",
    "DATA_COLUMN_TWICE",
    { line: 1, column: "orders" },
  ],
  [
    "a day twice",
    [...good, "g2,1,b,150,7"].join("\n"),
    "DATA_DAY_TWICE",
    { line: 6, group: "g2", day: 1, earlier: 5 },
  ],
  [
    "an unknown arm",
    changed(4, "g1,1,c,150,4"),
    "DATA_ARM_UNKNOWN",
    { line: 4, arm: "c", known: "a, b" },
  ],
  ["no arm after the start", changed(4, "g1,1,,150,4"), "DATA_ARM_UNKNOWN", { line: 4 }],
  ["an arm before the start", changed(2, "g1,0,a,150,4"), "DATA_ARM_EARLY", { line: 2, arm: "a" }],
  [
    "a negative count",
    changed(5, "g2,1,b,150,-6"),
    "DATA_NEGATIVE",
    { line: 5, column: "orders", text: "-6" },
  ],
  [
    "negative members",
    changed(5, "g2,1,b,-150,6"),
    "DATA_NEGATIVE",
    { line: 5, column: "members" },
  ],
  [
    "a number that isn't",
    changed(5, "g2,1,b,150,six"),
    "DATA_NUMBER",
    { line: 5, column: "orders", text: "six" },
  ],
  ["a hexadecimal number", changed(5, "g2,1,b,150,0x6"), "DATA_NUMBER", { line: 5 }],
  ["members not given", changed(5, "g2,1,b,,6"), "DATA_NUMBER", { line: 5, column: "members" }],
  [
    "a day that isn't whole",
    changed(4, "g1,1.5,a,150,4"),
    "DATA_DAY_FORM",
    { line: 4, day: "1.5" },
  ],
  ["a cell too many", changed(4, "g1,1,a,150,4,9"), "DATA_CELLS", { line: 4, found: 6, wanted: 5 }],
  ["no group", changed(4, ",1,a,150,4"), "DATA_GROUP_EMPTY", { line: 4 }],
  [
    "a group without pre-period",
    good.filter((_, i) => i !== 2).join("\n"),
    "DATA_NO_PRE_PERIOD",
    { line: 4, group: "g2" },
  ],
  [
    "a paired group without a line",
    good.filter((own) => !own.startsWith("g2")).join("\n"),
    "DATA_GROUP_ABSENT",
    { group: "g2" },
  ],
  ["nothing", "", "DATA_EMPTY", {}],
  ["a header alone", good[0] as string, "DATA_EMPTY", {}],
])("%s is refused with its line", (_name, csv, code, params) => {
  const error = failure(() => parseData(csv, "data.csv", design));
  expect(error.code).toBe(code);
  expect(error.params).toMatchObject({ file: "data.csv", ...params });
});

test.each([
  ["{", "DESIGN_JSON", { line: 1 }],
  ['{\n "design": "switchback",\n "arms": ["a" "b"]\n}', "DESIGN_JSON", { line: 3 }],
  ["[]", "DESIGN_OBJECT", {}],
  [
    JSON.stringify({ ...text, alhpa: 0.05 }, null, 1),
    "DESIGN_FIELD_UNKNOWN",
    { field: "alhpa", line: 15 },
  ],
  [JSON.stringify({ ...text, arms: ["a", "a"] }), "DESIGN_FIELD_ARMS", {}],
  [JSON.stringify({ ...text, alpha: 1 }), "DESIGN_FIELD_ALPHA", {}],
  [JSON.stringify({ ...text, horizon: 0 }), "DESIGN_FIELD_HORIZON", {}],
  [JSON.stringify({ ...text, washout: 1 }), "DESIGN_FIELD_WASHOUT", {}],
  [JSON.stringify({ ...text, pairs: [["g1", "g1"]] }), "DESIGN_FIELD_PAIRS", {}],
  [JSON.stringify({ ...text, pairs: [["g1", "g2", "g3"]] }), "DESIGN_FIELD_PAIRS", {}],
  [JSON.stringify({ ...text, draws: 99 }), "DESIGN_FIELD_DRAWS", {}],
  [JSON.stringify({ ...text, primary: "redemption_rate" }), "DESIGN_FIELD_PRIMARY", {}],
  [
    JSON.stringify({ ...text, design: "member", primary: "margin_per_member" }),
    "DESIGN_MEMBER_MONEY",
    {},
  ],
])("the design %p is refused", (json, code, params) => {
  const error = failure(() => parseDesign(json, "design.json"));
  expect(error.code).toBe(code);
  expect(error.params).toMatchObject({ file: "design.json", ...params });
});

test("any cells survive being quoted", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.array(
          fc.string({ minLength: 1 }).map((cell) => `x${cell.replaceAll("\r", "")}x`),
          { minLength: 2, maxLength: 4 },
        ),
        {
          minLength: 1,
        },
      ),
      (table) => {
        const csv = table
          .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        expect(readCsv(csv).map(({ cells }) => cells)).toEqual(table);
      },
    ),
  );
});

test("whatever the file holds, it is rows or one sentence", () => {
  const noise = fc.string({
    unit: fc.constantFrom(...'group,day,arm,members,orders\n"g1-0ab,,5.é'),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        noise,
        noise.map((tail) => `${good.join("\n")}\n${tail}`),
      ),
      (csv) => {
        try {
          parseData(csv, "data.csv", design);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 300 },
  );
});
