import { expect, test } from "vitest";
import {
  type ClaimStanding,
  heldOf,
  leaderboard,
  mastersOf,
  type Settled,
} from "../../../../src/domain/experiment/analysis/masters.js";
import type { Verdict } from "../../../../src/domain/experiment/analysis/verdict.js";
import {
  leaderboardText,
  mastersText,
} from "../../../../src/domain/experiment/report/masters-text.js";

const two = (verdict: Verdict): Settled["analysis"] => ({ arms: ["a", "b"], verdict });
const three = (b: Verdict, c: Verdict): Settled["analysis"] => ({
  arms: ["a", "b", "c"],
  verdict: b,
  others: [
    { arm: "b", verdict: b },
    { arm: "c", verdict: c },
  ].map((one) => ({
    ...one,
    estimate: { lift: null, low: null, high: null },
    p: null,
    stopped_on: null,
  })),
});

test.each<[string, Settled["analysis"], boolean | undefined]>([
  ["b", two("effective"), true],
  ["b", two("harmful"), false],
  ["b", two("no_difference"), false],
  ["b", two("insufficient"), undefined],
  ["b", two("unanswerable"), undefined],
  ["a", two("harmful"), true],
  ["a", two("effective"), false],
  ["a", two("no_difference"), false],
  ["a", two("insufficient"), undefined],
  ["c", three("harmful", "effective"), true],
  ["c", three("effective", "insufficient"), undefined],
  ["a", three("harmful", "harmful"), true],
  ["a", three("harmful", "effective"), false],
  ["a", three("harmful", "insufficient"), undefined],
  ["a", three("no_difference", "insufficient"), false],
])("a claim for %s under %j: held %s", (favours, analysis, held) => {
  expect(heldOf({ favours, analysis })).toBe(held);
});

const claims = (master: string, confidence: number, verdicts: readonly Verdict[]): Settled[] =>
  verdicts.map((verdict) => ({ master, confidence, favours: "b", analysis: two(verdict) }));
const held = (n: number) => Array.from({ length: n }, (): Verdict => "effective");

const settled = [
  ...claims("陈大师", 0.75, [...held(3), "insufficient", "unanswerable"]),
  ...claims("周大师", 0.9, [...held(3), "harmful", "no_difference"]),
  ...claims("李大师", 0.6, [...held(3), "harmful", "harmful"]),
  ...claims("王大师", 0.5, ["insufficient"]),
];

test("the modest master stands above the boastful one; below five nobody is ranked", () => {
  expect(mastersOf(settled)).toEqual([
    { master: "李大师", calls: 5, hits: 3, brier: expect.closeTo(0.24, 9), ranked: true, rank: 1 },
    { master: "周大师", calls: 5, hits: 3, brier: expect.closeTo(0.33, 9), ranked: true, rank: 2 },
    {
      master: "陈大师",
      calls: 3,
      hits: 3,
      brier: expect.closeTo(0.0625, 9),
      ranked: false,
      rank: null,
    },
    { master: "王大师", calls: 0, hits: 0, brier: null, ranked: false, rank: null },
  ]);
});

test("equal scores share a rank", () => {
  const twins = [
    ...claims("甲", 0.8, held(5)),
    ...claims("乙", 0.8, held(5)),
    ...claims("丙", 0.7, held(5)),
  ];
  expect(mastersOf(twins).map(({ rank }) => rank)).toEqual([1, 1, 3]);
});

test("the masters' words", () => {
  const [, first, , third, last] = mastersText(mastersOf(settled), "zh-CN");
  expect(first).toBe("第 1 名 李大师：5 个说法中了 3 个，分数 0.240");
  expect(third).toBe("不排名 陈大师：3 个说法中了 3 个，分数 0.063，还差 2 个有结论的说法");
  expect(last).toBe("不排名 王大师：0 个说法中了 0 个，分数 —，还差 5 个有结论的说法");
  expect(mastersText(mastersOf(settled), "en")[2]).toBe(
    "no. 2 周大师: 3 of 5 claims held, score 0.330",
  );
  expect(mastersText([], "en")).toEqual(["No master's claim has been settled yet."]);
});

const standing = (heuristic: string, evidence: number | null): ClaimStanding => ({
  heuristic,
  claim: heuristic,
  evidence,
  lift: evidence === null ? null : 0.1,
});

test.each<[string, (number | null)[], boolean[]]>([
  ["one of one at 20", [20], [true]],
  ["one of four needs 80", [79, 1, 1, null], [false, false, false, false]],
  ["one of four has 80", [80, 1, 1, null], [true, false, false, false]],
  ["two of four at 40 help one another", [41, 40, 1, 1], [true, true, false, false]],
])("%s", (_name, evidence, stands) => {
  const board = leaderboard(evidence.map((e, i) => standing(`h${i}`, e)));
  expect(board.map((one) => one.stands)).toEqual(stands);
});

test("the board puts the strongest first and says what stands", () => {
  const board = leaderboard([standing("低", null), standing("中", 3), standing("高", 900)]);
  expect(leaderboardText(board, "zh-CN")).toEqual([
    "经验榜：3 条里 1 条站得住（一起看，站得住的里面预期最多 5% 是假的）",
    "1. 高：+10.0%，E 900，站得住",
    "2. 中：+10.0%，E 3，还不能算",
    "3. 低：?，E —，还不能算",
  ]);
  expect(leaderboardText([], "en")).toEqual(["No heuristic is being tested yet."]);
});
