import type { Row } from "./data.js";

export type Index = ReadonlyMap<string, ReadonlyMap<number, Row>>;

/** Rows by group and day. */
export function indexRows(rows: readonly Row[]): Index {
  const index = new Map<string, Map<number, Row>>();
  for (const row of rows) {
    const days = index.get(row.group) ?? new Map<number, Row>();
    days.set(row.day, row);
    index.set(row.group, days);
  }
  return index;
}

/** The groups that hold the two arms in one block. */
export function armsOfBlock(
  index: Index,
  set: readonly string[],
  [first, second]: readonly [string, string],
  [from, to]: readonly [number, number],
): readonly [string, string] | "absent" | "unusable" {
  const holders = new Map<string, string>();
  for (const group of set) {
    const arms = new Set<string>();
    for (let day = from; day <= to; day += 1) {
      const arm = index.get(group)?.get(day)?.arm;
      if (arm !== undefined) arms.add(arm);
    }
    if (arms.size > 1) return "unusable";
    for (const arm of arms) {
      if (holders.has(arm)) return "unusable";
      holders.set(arm, group);
    }
  }
  const reference = holders.get(first);
  const treated = holders.get(second);
  return reference !== undefined && treated !== undefined ? [reference, treated] : "absent";
}
