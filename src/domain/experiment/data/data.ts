import { UserError } from "../../../core/errors.js";
import type { Design } from "../design/design.js";
import { columnOf, columns, type DataColumn } from "../design/metrics.js";
import { type CsvLine, readCsv } from "./csv.js";

/** One group on one day. A column that is absent was not measured. Days count from 1; up to 0 is the pre-period. */
export type Row = {
  readonly group: string;
  readonly day: number;
  readonly arm?: string;
  readonly line: number;
} & { readonly [column in DataColumn]?: number };

const MAX_ROWS = 200_000;
const SIGNED: ReadonlySet<string> = new Set(["margin"]);

/**
 * data.csv as rows, checked against the design.
 * @throws UserError with the line of the first cell, day, arm or group that can't be used
 */
export function parseData(text: string, file: string, design: Design): Row[] {
  const [header, ...lines] = readCsv(text);
  if (!header || lines.length === 0) throw new UserError("DATA_EMPTY", { file });
  if (lines.length > MAX_ROWS) throw new UserError("DATA_TOO_LONG", { file, limit: MAX_ROWS });
  const primary = columnOf(design.primary);
  for (const column of ["group", "day", "arm", "members", primary])
    if (!header.cells.includes(column))
      throw new UserError("DATA_COLUMN_MISSING", { file, line: header.line, column });
  const twice = header.cells.find((cell, i) => header.cells.indexOf(cell) !== i);
  if (twice !== undefined)
    throw new UserError("DATA_COLUMN_TWICE", { file, line: header.line, column: twice });
  const rows = lines.map((line) => readRow(line, header.cells, { file, design }));
  checkDays(rows, file, design);
  return rows;
}

type Context = { readonly file: string; readonly design: Design };

function readRow(
  { line, cells }: CsvLine,
  header: readonly string[],
  { file, design }: Context,
): Row {
  const at = { file, line };
  if (cells.length !== header.length)
    throw new UserError("DATA_CELLS", { ...at, found: cells.length, wanted: header.length });
  const cell = (column: string): string => cells[header.indexOf(column)] ?? "";
  const group = cell("group");
  if (group === "") throw new UserError("DATA_GROUP_EMPTY", at);
  if (!/^-?\d{1,5}$/.test(cell("day")))
    throw new UserError("DATA_DAY_FORM", { ...at, day: cell("day") });
  const day = Number(cell("day"));
  const arm = cell("arm");
  if (day >= 1 ? !design.arms.includes(arm) : arm !== "")
    throw new UserError(day >= 1 ? "DATA_ARM_UNKNOWN" : "DATA_ARM_EARLY", {
      ...at,
      arm: arm || '""',
      known: design.arms.join(", "),
    });
  const measured: { [column in DataColumn]?: number } = {};
  for (const column of columns()) {
    const text = cell(column);
    if (text === "" && column !== "members") continue;
    if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text))
      throw new UserError("DATA_NUMBER", { ...at, column, text: text || '""' });
    if (text.startsWith("-") && Number(text) !== 0 && !SIGNED.has(column))
      throw new UserError("DATA_NEGATIVE", { ...at, column, text });
    measured[column] = Number(text);
  }
  return { group, day, ...(arm ? { arm } : {}), line, ...measured };
}

/** A day twice, and groups that can't be predicted because they have no pre-period. */
function checkDays(rows: readonly Row[], file: string, design: Design): void {
  const seen = new Map<string, number>();
  const before = new Set<string>();
  const column = columnOf(design.primary);
  for (const row of rows) {
    const arm = design.design === "member" ? (row.arm ?? "") : "";
    const key = `${row.day} ${arm.length} ${arm} ${row.group}`;
    const earlier = seen.get(key);
    const at = { file, line: row.line, group: row.group, day: row.day };
    if (earlier !== undefined) throw new UserError("DATA_DAY_TWICE", { ...at, earlier });
    seen.set(key, row.line);
    if (row.day < 1 && row.members && row[column] !== undefined) before.add(row.group);
  }
  if (design.design === "member") return;
  const groups = new Set(rows.map(({ group }) => group));
  for (const group of design.pairs?.flat() ?? [])
    if (!groups.has(group)) throw new UserError("DATA_GROUP_ABSENT", { file, line: 1, group });
  for (const row of rows)
    if (row.day >= 1 && !before.has(row.group))
      throw new UserError("DATA_NO_PRE_PERIOD", { file, line: row.line, group: row.group });
}
