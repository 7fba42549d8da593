import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { designSchema } from "../../../../src/domain/experiment/design/design.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

/** Eight groups, four weeks, blocks of a week, one who leaves in every group on every day. */
const BLOCK = 7;
const design = designSchema.parse({
  design: "switchback",
  arms: ["a", "b"],
  primary: "orders_per_member",
  horizon: 28,
  block: BLOCK,
  pairs: pairsOf(8),
});
const rows = simulate({
  ...{ world: "poisson", groups: 8, days: 28, lift: 0, seed: "last day", block: BLOCK },
}).map((row): Row => ({ ...row, leaves: 1 }));

/** Without the rows of whoever has the second arm on one day of each of the first three blocks. */
const without = (dayOfBlock: number): readonly Row[] =>
  rows.filter(
    ({ arm, day }) => !(arm === "b" && day <= 21 && ((day - 1) % BLOCK) + 1 === dayOfBlock),
  );
const ratio = (of: readonly Row[]) => analyze(design, of).sample_ratio;

test("a block's last day that is absent is missing, as its first and any other are", () => {
  const inside = ratio(without(4));
  expect(ratio(without(7))).toEqual(inside);
  expect(ratio(without(1))).toEqual(inside);
  expect(inside?.evidence).toBeGreaterThan(ratio(rows)?.evidence as number);
});

test("as many days are missing as were lost: a last day beside a day inside is one more", () => {
  const seven = new Set(without(7));
  const both = without(4).filter((row) => seven.has(row));
  expect(ratio(both)?.evidence).toBeGreaterThan(ratio(without(7))?.evidence as number);
  expect(ratio(both)?.counts).toEqual(ratio(rows)?.counts);
});

test("a last day that one group of a pair lacks counts for neither, in guardrails too", () => {
  const events = (of: readonly Row[]) => analyze(design, of).guardrails[0]?.events;
  expect(events(rows)).toBe(8 * 28);
  // Four pairs lose a day of both groups in three blocks.
  expect(events(without(7))).toBe(8 * 28 - 4 * 2 * 3);
  expect(events(without(4))).toBe(8 * 28 - 4 * 2 * 3);
});

test("on a block's last day that nobody's pair has whole, the look learns nothing", () => {
  const looks = (of: readonly Row[]) => analyze(design, of).looks.map(({ statistic }) => statistic);
  const [all, lost] = [looks(rows), looks(without(7))];
  expect(all[6]).not.toBe(all[5]);
  expect(lost[6]).toBe(lost[5]);
  expect(lost[5]).toBe(all[5]);
});
