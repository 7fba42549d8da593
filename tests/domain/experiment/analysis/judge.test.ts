import { expect, test } from "vitest";
import { type Judged, judge } from "../../../../src/domain/experiment/analysis/judge.js";
import type { Analysis } from "../../../../src/domain/experiment/analysis/verdict.js";
import { describe as sentences } from "../../../../src/domain/experiment/report/describe.js";
import { fairCoins } from "../../../../src/domain/stats/law.js";
import { type Look, walkPaths } from "../../../../src/domain/stats/paths.js";

/** So many coins, each with one log lift, known at a part of the horizon. */
const coins = (fraction: number, from: number, to: number, value: number): Look => ({
  fraction,
  changes: Array.from({ length: to - from }, (_, i) => ({ coin: from + i, value, slope: 1 })),
});
const judged = (...looks: Look[]): Judged =>
  judge(walkPaths(fairCoins(40, 1999, "judge"), looks), {
    ...{ level: 0.05, margin: 0.05, answerable: true, moreDaysHelp: true },
  });
const analysis = (of: Judged): Analysis => ({
  ...{ design: "switchback", arms: ["a", "b"], primary: "orders_per_member" },
  ...{ evidence: null, attainable_p: 0.001, guardrails: [], sample_ratio: null },
  ...{ not_peeking_calibrated: null },
  ...of,
});

test("days that contradict each other leave no lift: the interval is empty, and that is said", () => {
  const found = judged(coins(0.5, 0, 16, 1), coins(1, 16, 40, -1));
  expect(found.estimate).toMatchObject({ low: null, high: null });
  expect(found.warnings).toEqual([{ code: "INTERVAL_EMPTY", params: {} }]);
});

test("days that agree leave one, and nothing is warned of", () => {
  const { changes } = coins(1, 0, 40, 0.5);
  const spread = changes.map((each, i) => ({ ...each, value: i % 2 === 0 ? 0.2 : 0.8 }));
  const found = judged({ fraction: 1, changes: spread });
  expect(found.estimate.low).toBeGreaterThan(0.4);
  expect(found.estimate.high).toBeLessThan(1);
  expect(found.warnings).toEqual([]);
});

test.each([
  [null, null, "too few data to bound it"],
  [-0.05, null, "−5.0% … ?"],
  [null, 0.3, "? … +30.0%"],
  [-0.05, 0.3, "−5.0% … +30.0%"],
])("an interval from %p to %p is said as %s", (low, high, said) => {
  const found = { ...judged(coins(1, 0, 16, 0.1)), estimate: { lift: 0.1, low, high } };
  expect(sentences(analysis(found), "en")).toContain(
    `Orders per member: lift +10.0% (interval ${said})`,
  );
});
