import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import { againstThen, voided } from "../../../../src/domain/experiment/audit/void.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { type Design, designSchema } from "../../../../src/domain/experiment/design/design.js";
import type { Registration } from "../../../../src/domain/experiment/design/registration.js";
import { describe as sentences } from "../../../../src/domain/experiment/report/describe.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

const design = (change: Partial<Design> = {}): Design =>
  designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 28,
    pairs: pairsOf(8),
    ...change,
  });
const world = { world: "poisson", groups: 8, days: 28, lift: 0.3, seed: "story" } as const;
const rows = simulate(world);

test("a planted lift of +30 % is found before the horizon and its interval holds it", () => {
  const found = analyze(design(), rows);
  expect(found.verdict).toBe("effective");
  expect(found.stopped_on).toBeLessThan(28);
  expect(found.estimate.low).toBeLessThan(0.3);
  expect(found.estimate.high).toBeGreaterThan(0.3);
  expect(found.p).toBeLessThan(0.05);
  expect(found.looks).toHaveLength(28);
  expect(found.looks.filter(({ rejected }) => rejected)[0]?.day).toBe(found.stopped_on);
  expect(Object.keys(found).sort()).toEqual(
    (
      "design arms primary looks estimate p evidence stopped_on verdict more_days attainable_p " +
      "guardrails sample_ratio warnings not_peeking_calibrated"
    )
      .split(" ")
      .sort(),
  );
});

test("a planted harm is called harmful", () => {
  expect(analyze(design(), simulate({ ...world, lift: -0.3 })).verdict).toBe("harmful");
});

test("ten days of a small lift are not enough, and it says how many more", () => {
  const early = simulate({ ...world, lift: 0.05, seed: "early" }).filter(({ day }) => day <= 10);
  const found = analyze(design(), early);
  expect(found.verdict).toBe("insufficient");
  expect(found.stopped_on).toBeNull();
  expect(found.more_days).toBeGreaterThan(10);
});

test("forty groups without a difference over 84 days are called no practical difference", () => {
  const calm = simulate({ ...world, groups: 40, days: 84, lift: 0 });
  const found = analyze(
    design({ horizon: 84, pairs: pairsOf(40), smallest_interesting: 0.1 }),
    calm,
  );
  expect(found.verdict).toBe("no_difference");
  expect(found.estimate.low).toBeGreaterThan(-0.0953);
  expect(found.estimate.high).toBeLessThan(0.1);
});

test("a permutation of the rows changes nothing", () => {
  const money = simulate({ ...world, world: "zero_inflated_revenue" });
  const revenue = design({ primary: "revenue_per_member" });
  const wanted = analyze(revenue, money);
  fc.assert(
    fc.property(fc.shuffledSubarray([...money], { minLength: money.length }), (shuffled) => {
      expect(analyze(revenue, shuffled)).toEqual(wanted);
    }),
    { numRuns: 5 },
  );
});

test("relabelling the arms flips the sign of the lift and nothing else", () => {
  const there = analyze(design(), rows);
  const back = analyze(design({ arms: ["b", "a"] }), rows);
  const log = (lift: number | null) => Math.log1p(lift as number);
  expect(log(back.estimate.lift)).toBeCloseTo(-log(there.estimate.lift), 9);
  expect(log(back.estimate.low)).toBeCloseTo(-log(there.estimate.high), 5);
  expect(log(back.estimate.high)).toBeCloseTo(-log(there.estimate.low), 5);
  expect(back.verdict).toBe("harmful");
  expect([back.p, back.stopped_on, back.attainable_p]).toEqual([
    there.p,
    there.stopped_on,
    there.attainable_p,
  ]);
  expect(back.evidence).toBeCloseTo(there.evidence as number, 6);
});

test.each([
  [
    "orders known",
    (row: Row): Row => ({ ...row, orders: Math.ceil((row.revenue as number) / 60) }),
  ],
  ["orders not known", (row: Row): Row => row],
])("counting revenue in fen instead of yuan changes nothing, %s", (_name, complete) => {
  const money = simulate({ ...world, world: "zero_inflated_revenue" }).map(complete);
  const yuan = analyze(design({ primary: "revenue_per_member" }), money);
  const fen = analyze(
    design({ primary: "revenue_per_member" }),
    money.map((row) => ({ ...row, revenue: (row.revenue as number) * 100 })),
  );
  expect(fen.estimate.lift).toBeCloseTo(yuan.estimate.lift as number, 9);
  expect([fen.p, fen.verdict, fen.stopped_on]).toEqual([yuan.p, yuan.verdict, yuan.stopped_on]);
});

test("twice the orders in every group and on every day leave the verdict, and nearly the lift", () => {
  const lift = analyze(design(), rows).estimate.lift as number;
  const twice = rows.map((row) => ({ ...row, orders: 2 * (row.orders as number) }));
  const found = analyze(design(), twice);
  // The half in log(Y + ½) weighs less beside larger counts, so this one is close, not exact.
  expect(found.verdict).toBe("effective");
  expect(Math.abs((found.estimate.lift as number) - lift)).toBeLessThan(0.06);
});

test("without noise the lift comes out as it was planted, however unlike the groups are", () => {
  const exact = rows.map((row, i): Row => {
    const grown = 1 + (row.group === "g2" && row.day >= 1 ? 0.5 : 0);
    return { ...row, orders: 1e7 * (1 + (i % 8)) * grown * (row.arm === "b" ? 1.3 : 1) };
  });
  // A group that jumps by half on day 1 is noise until its drift is known.
  expect(Math.abs((analyze(design(), exact).estimate.lift as number) - 0.3)).toBeLessThan(0.05);
  const steady = exact.map(
    (row): Row =>
      row.group === "g2" && row.day >= 1 ? { ...row, orders: (row.orders as number) / 1.5 } : row,
  );
  expect(analyze(design(), steady).estimate.lift).toBeCloseTo(0.3, 5);
});

test("a missing group-day is missing, not zero", () => {
  const holes = rows.filter(({ group, day }) => !(group === "g3" && day >= 5 && day <= 9));
  const found = analyze(design(), holes);
  expect(found.attainable_p).toBeCloseTo(2 / 2 ** 107, 40);
  expect(Math.abs((found.estimate.lift as number) - 0.3)).toBeLessThan(0.2);
});

test("both groups with one arm: the block isn't used, and it says so", () => {
  const broken = rows.map(
    (row): Row => (row.day === 3 && row.group === "g0" ? { ...row, arm: "a" } : row),
  );
  const twin = broken.map(
    (row): Row => (row.day === 3 && row.group === "g1" ? { ...row, arm: "a" } : row),
  );
  expect(analyze(design(), twin).warnings).toContainEqual({
    code: "BLOCKS_UNUSABLE",
    params: { blocks: 1 },
  });
});

test("without pairs groups are matched on their pre-period, and days after the horizon are ignored", () => {
  const { pairs: _, ...bare } = design({ horizon: 20 });
  const found = analyze(bare as Design, rows);
  expect(found.warnings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["DAYS_AFTER_HORIZON", "PAIRS_DERIVED"]),
  );
  expect(found.looks).toHaveLength(20);
});

/** Blocks of a week whose first day is left out. */
test("blocks of several days: looks inside a block move, the coin counts once", () => {
  const weekly = simulate({ ...world, groups: 16, days: 28, block: 7 });
  const found = analyze(design({ block: 7, washout: 1, pairs: pairsOf(16) }), weekly);
  expect(found.attainable_p).toBeCloseTo(2 / 2 ** 32, 15);
  expect(found.looks[0]?.statistic).toBe(0);
  expect(found.looks[1]?.statistic).not.toBe(found.looks[2]?.statistic);
  expect(found.looks[6]?.statistic).toBe(found.looks[7]?.statistic);
  const hole = weekly.filter(({ group, day }) => !(group === "g3" && day === 4));
  const gap = analyze(design({ block: 7, washout: 1, pairs: pairsOf(16) }), hole);
  expect(gap.attainable_p).toBe(found.attainable_p);
  expect(gap.looks[3]?.statistic).not.toBe(found.looks[3]?.statistic);
});

test("four groups in parallel can never answer; sixteen can, unpaired ones too", () => {
  const run = (groups: number, pairs?: string[][]) => {
    const parallel = simulate({ ...world, groups, lift: 1.5, block: 28 });
    const { pairs: _, ...bare } = design({ design: "parallel" });
    return analyze({ ...bare, ...(pairs ? { pairs } : {}) } as Design, parallel);
  };
  expect(run(4, pairsOf(4))).toMatchObject({ verdict: "unanswerable", attainable_p: 0.5 });
  expect(run(16, pairsOf(16))).toMatchObject({ verdict: "effective", attainable_p: 2 / 2 ** 8 });
  const unpaired = run(16);
  expect(unpaired.verdict).toBe("effective");
  expect(Math.abs((unpaired.estimate.lift as number) - 1.5)).toBeLessThan(1);
});

test("three arms: each later one against the first, with Holm's p", () => {
  const sets = [
    ["g0", "g1", "g2"],
    ["g3", "g4", "g5"],
    ["g6", "g7", "g8"],
  ];
  const three = simulate({ ...world, groups: 9, days: 28, lift: 0.5, arms: ["a", "b", "c"] });
  const found = analyze(design({ arms: ["a", "b", "c"], pairs: sets }), three);
  expect(found.others?.map(({ arm }) => arm)).toEqual(["b", "c"]);
  expect(found.others?.[0]?.verdict).toBe("effective");
  expect(found.others?.[1]?.verdict).toBe("insufficient");
});

test("members with their own coins: the e-process judges counts", () => {
  const member = (rate: number): Row[] =>
    Array.from({ length: 14 }, (_, i) =>
      (["a", "b"] as const).map((arm) => ({
        group: "g1",
        day: i + 1,
        arm,
        line: 0,
        members: 200,
        orders: arm === "b" ? rate : 20,
      })),
    ).flat();
  const { pairs: _, ...bare } = design({ design: "member" });
  const found = analyze(bare as Design, member(32));
  expect(found).toMatchObject({ verdict: "effective", design: "member" });
  expect(sentences(found, "zh-CN").join()).toContain("可达到的最小 p 小于 0.0001");
  expect(sentences(found, "en").join()).toContain("attainable p below 0.0001");
  expect(found.estimate.lift).toBeCloseTo(0.6, 9);
  expect(found.estimate.low).toBeGreaterThan(0);
  expect(found.estimate.high).toBeGreaterThan(0.6);
  expect(analyze(bare as Design, member(20)).verdict).not.toBe("effective");
});

test("leavers under treatment raise the alarm, and only there", () => {
  const leaving = rows.map((row): Row => ({ ...row, leaves: row.arm === "b" ? 9 : 3 }));
  const [guardrail] = analyze(design(), leaving).guardrails;
  expect(guardrail).toMatchObject({ metric: "leave_rate", alarm: true, share: 0.5 });
  const calm = rows.map((row): Row => ({ ...row, leaves: row.arm === "b" ? 3 : 9 }));
  expect(analyze(design(), calm).guardrails[0]?.alarm).toBe(false);
});

test("a broken coin raises the sample-ratio alarm", () => {
  const stuck = rows.map(
    (row): Row =>
      row.day < 1 ? row : { ...row, arm: Number(row.group.slice(1)) % 2 === 0 ? "a" : "b" },
  );
  expect(analyze(design(), stuck).sample_ratio?.alarm).toBe(true);
  expect(analyze(design(), rows).sample_ratio?.alarm).toBe(false);
});

test("one tampered assignment voids the verdict", () => {
  const found = analyze(design(), rows);
  const registration = {
    design: "switchback",
    arms: ["a", "b"].map((key) => ({ key, patch: {} })),
    primary: "orders_per_member",
  } as unknown as Registration;
  const mismatch = { problem: "wrong_arm", block: 0, group: "g1" } as const;
  const seal = { ok: false, intact: true, checked: 1, mismatches: [mismatch], altered: [] };
  const spoilt = voided(registration, seal);
  expect(Object.keys(spoilt).sort()).toEqual(Object.keys(found).sort());
  expect(spoilt).toMatchObject({ verdict: "unanswerable", stopped_on: null, p: null });
  expect(sentences(spoilt, "zh-CN")).toEqual([
    "结论作废：记录和登记对不上。",
    "1 条分组记录与登记不符，或者缺了。",
  ]);
  expect(sentences(voided(registration, { ...seal, intact: false, mismatches: [] }), "en")).toEqual(
    [
      "Void: the records are not what was registered.",
      "The registration itself was changed: it isn't what its hash was made of at the start.",
    ],
  );
});

test("a verdict that no longer follows from the data is said", () => {
  const found = analyze(design(), rows);
  expect(againstThen(found, found.verdict)).toBe(found);
  expect(againstThen(found, "harmful").warnings[0]?.code).toBe("VERDICT_OTHERWISE");
});

test("both clocks: the open-ended one may strike too, at a tenth of α", () => {
  const strong = simulate({ ...world, lift: 1.5 });
  const found = analyze(design({ clocks: "both" }), strong);
  expect(found.looks.at(-1)?.spent).toBeCloseTo(0.045, 12);
  expect(found.verdict).toBe("effective");
});

test("what didn't happen has no E, and what isn't known says why", () => {
  const none = { arm: "b", metric: "leave_rate", events: 0, treated: 0, share: 0.5 } as const;
  const guardrail = { ...none, evidence: 1.04, evidence_if_independent: 1, alarm: false };
  const unknown = { lift: null, low: null, high: null };
  const found = { ...analyze(design(), rows), guardrails: [guardrail], estimate: unknown };
  expect(sentences(found, "zh-CN")).toContain("护栏 退群率：没有发生");
  expect(sentences(found, "zh-CN")).toContain("人均订单：还没有数据，算不出提升");
  expect(sentences(found, "en").join()).not.toMatch(/1\.04|\?/);
});

test("plain words come first, in both languages", () => {
  const found = analyze(design(), rows);
  expect(sentences(found, "zh-CN")[0]).toBe("有效：b 比 a 好。");
  expect(sentences(found, "en")[0]).toBe("Effective: b does better than a.");
});
