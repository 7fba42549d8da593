import { describe, expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import { estimateOf } from "../../../../src/domain/experiment/analysis/estimate.js";
import { decisionOf } from "../../../../src/domain/experiment/analysis/secondary.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { type Design, designSchema } from "../../../../src/domain/experiment/design/design.js";
import { orientedTo } from "../../../../src/domain/experiment/report/oriented.js";
import { secondaryText } from "../../../../src/domain/experiment/report/secondary-text.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

const design = (of: object = {}): Design =>
  designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 28,
    pairs: pairsOf(16),
    ...of,
  });
const world = { world: "poisson", groups: 16, days: 28, seed: "beside" } as const;
const standing = (coin: number, value: number, slope = 1) => ({ coin, value, slope });
const look = (...changes: ReturnType<typeof standing>[]) => ({ fraction: 1, changes });

describe("the standard error", () => {
  test("of pairs is that of their mean, from each coin's last value", () => {
    const looks = [
      look(standing(0, 9), standing(1, 0.4)),
      look(standing(0, 0.2), standing(2, 0.3)),
    ];
    const found = estimateOf(looks, undefined);
    expect(found?.estimate).toBeCloseTo(0.3, 12);
    expect(found?.error).toBeCloseTo(0.1 / Math.sqrt(3), 12);
    expect(found?.values).toEqual([0.2, 0.4, 0.3]);
  });

  test("of weighted pairs follows the ratio estimator", () => {
    const found = estimateOf([look(standing(0, 1, 2), standing(1, 2, 2))], undefined);
    expect(found?.estimate).toBeCloseTo(0.75, 12);
    expect(found?.error).toBeCloseTo(Math.sqrt(2 * 0.5) / 4, 12);
  });

  test("of groups without pairs is that of a difference of means", () => {
    const coins = [0.1, 0.3, 0.6, 1].map((value, i) => standing(i, value, i < 2 ? -0.5 : 0.5));
    const found = estimateOf([look(...coins)], [false, false, true, true]);
    expect(found?.estimate).toBeCloseTo(0.6, 12);
    expect(found?.error).toBeCloseTo(Math.sqrt(0.02 / 2 + 0.08 / 2), 12);
  });

  test("is not known from one coin", () => {
    expect(estimateOf([look(standing(0, 1))], undefined)).toBeUndefined();
    expect(estimateOf([], undefined)).toBeUndefined();
  });
});

test("losses are the reference's level over all groups times what is lost of the lift, a week", () => {
  const rows: Row[] = [1, 2].flatMap((day) => [
    { group: "g0", day, line: 0, members: 10, arm: "a", orders: 2 },
    { group: "g1", day, line: 0, members: 30, arm: "b", orders: 9 },
  ]);
  const of = { design: design(), rows, arm: "b", until: 2 };
  // 0.2 a member and day, 40 members, 7 days: 56 orders a week; E max(N(0, s), 0) = s/√(2π).
  const even = decisionOf(of, { estimate: 0, error: 0.1 });
  expect(even.chance).toBe(0.5);
  expect(even.loss_per_week?.a).toBeCloseTo((56 * 0.1) / Math.sqrt(2 * Math.PI), 9);
  expect(even.loss_per_week?.b).toBeCloseTo(even.loss_per_week?.a as number, 9);
  const sure = decisionOf(of, { estimate: Math.log(1.3), error: 1e-9 });
  expect(sure.chance).toBeCloseTo(1, 12);
  expect(sure.loss_per_week?.a).toBeCloseTo(56 * 0.3, 6);
  expect(sure.loss_per_week?.b).toBeCloseTo(0, 9);
  const nothing = rows.map((row) => ({ ...row, orders: 0 }));
  expect(decisionOf({ ...of, rows: nothing }, { estimate: 0, error: 1 }).loss_per_week).toBeNull();
});

test("of a parallel design the exact permutation p, cluster means and CR2 stand beside the verdict", () => {
  const rows = simulate({ ...world, lift: 0.8, block: 28 });
  const found = analyze(design({ design: "parallel" }), rows);
  const beside = found.not_peeking_calibrated;
  expect(beside?.permutation).toEqual({ p: found.p, exact: true });
  expect(beside?.cluster_mean_t?.df).toBe(14);
  expect(beside?.cluster_mean_t?.p).toBeLessThan(0.05);
  expect(beside?.cr2?.t).toBeGreaterThan(2);
  expect(beside?.cr2?.df).toBeLessThanOrEqual(14.001);
  // Clusters of equal weight: CR2 of their rows is close to Student's t of their means.
  expect(Math.abs((beside?.cr2?.t ?? 0) / (beside?.cluster_mean_t?.t ?? 1) - 1)).toBeLessThan(0.25);
  expect(secondaryText(found, "zh-CN")[1]).toMatch(
    /^只看一次的检验：精确置换 p .+，群均值 t：p .+（自由度 14），CR2：p/,
  );
  const { pairs: _, ...bare } = design({ design: "parallel" });
  // Arms that follow no matching: all allotments of the groups instead of the pairs' coins.
  const swapped = rows.map((row) => {
    const n = Number(row.group.slice(1));
    return row.day < 1 ? row : { ...row, arm: n < 8 ? "a" : "b" };
  });
  const free = analyze(bare as Design, swapped);
  expect(free.warnings.map(({ code }) => code)).toContain("GROUPS_UNPAIRED");
  expect(free.not_peeking_calibrated?.permutation?.p).toBeCloseTo(free.p as number, 12);
});

test.each([
  ["a", "b"],
  ["b", "a"],
])("with one group left that has kept arm %s, the permutation test stands alone", (kept, other) => {
  const rows = simulate({ ...world, groups: 4, lift: 0.8, block: 28 });
  // Before the start it had the other arm, so it is no group of either.
  const changed = rows.find(({ arm }) => arm === kept)?.group;
  const edited = rows.map((row) =>
    row.group === changed && row.day === 0 ? { ...row, arm: other } : row,
  );
  const found = analyze(design({ design: "parallel", pairs: pairsOf(4) }), edited);
  const { permutation, cluster_mean_t, cr2 } = found.not_peeking_calibrated ?? {};
  expect({ permutation, cluster_mean_t, cr2 }).toEqual({ permutation: { p: 0.5, exact: true } });
  expect(secondaryText(found, "en")[1]).toBe("For one look only: exact permutation p 0.5");
});

test("of a switchback there are no such tests, and too little tells nothing", () => {
  const found = analyze(design(), simulate({ ...world, lift: 0.3 })).not_peeking_calibrated;
  expect(Object.keys(found ?? {})).toEqual(["chance", "loss_per_week", "unit"]);
  const first = simulate({ ...world, groups: 2, lift: 0 }).filter(({ day }) => day <= 1);
  expect(analyze(design({ pairs: pairsOf(2) }), first).not_peeking_calibrated).toBeNull();
});

test("seen from the reference the chance is the other's, and an arm's loss stays its own", () => {
  const found = analyze(
    design({ design: "parallel" }),
    simulate({ ...world, lift: 0.3, block: 28 }),
  );
  const before = found.not_peeking_calibrated;
  const after = orientedTo(found, "a").not_peeking_calibrated;
  expect(after?.chance).toBeCloseTo(1 - (before?.chance ?? 0), 12);
  expect(after?.loss_per_week).toEqual(before?.loss_per_week);
  expect(after?.cr2?.t).toBe(-(before?.cr2?.t ?? 0));
  expect(after?.permutation).toEqual(before?.permutation);
});

test("of members the error is Woolf's, and money is said in the data's own unit", () => {
  const rows: Row[] = [
    { group: "all", day: 1, line: 0, members: 1000, arm: "a", orders: 50 },
    { group: "all2", day: 1, line: 0, members: 1000, arm: "b", orders: 50 },
  ];
  const member = design({ design: "member", pairs: undefined });
  const beside = analyze(member, rows).not_peeking_calibrated;
  expect(beside?.chance).toBe(0.5);
  const error = Math.sqrt(1 / 50 + 1 / 50);
  expect(beside?.loss_per_week?.b).toBeCloseTo((7 * 100 * error) / Math.sqrt(2 * Math.PI), 6);
  const found = analyze(design(), simulate({ ...world, lift: 0.3 }));
  const money = { chance: 0.4, loss_per_week: { a: 1230, b: 4 }, unit: "margin" } as const;
  const say = (currency?: string) =>
    secondaryText(
      { ...found, not_peeking_calibrated: money, ...(currency ? { currency } : {}) },
      "zh-CN",
    ).join();
  expect(say()).toContain("b 更好的概率 40%；选 a 每周预期少赚 1230 (margin)，选 b 4 (margin)");
  expect(say("CNY")).toContain("选 a 每周预期少赚 12.30 元，选 b 0.04 元");
  expect(say("CNY")).toContain("未按天天看校准");
  // A reply isn't earned.
  const replies = { ...money, unit: "replies" } as const;
  const text = secondaryText({ ...found, not_peeking_calibrated: replies }, "zh-CN").join();
  expect(text).toContain("选 a 每周预期少 1230 次回应，选 b 4 次回应");
});

test.each([
  [1, ">99%"],
  [0.996, ">99%"],
  [0.99, "99%"],
  [0.504, "50%"],
  [0.01, "1%"],
  [0.004, "<1%"],
  [0, "<1%"],
])("a chance of %d is said as %s, never as certain", (chance, said) => {
  const found = analyze(design(), simulate({ ...world, lift: 0.3 }));
  const beside = { chance, loss_per_week: { a: 1, b: 1 }, unit: "replies" } as const;
  const [line] = secondaryText({ ...found, not_peeking_calibrated: beside }, "zh-CN");
  expect(line).toContain(`b 更好的概率 ${said}；`);
});
