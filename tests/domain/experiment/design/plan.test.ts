import { expect, test } from "vitest";
import { ASSUMED_BASIS, measuredBasis } from "../../../../src/domain/experiment/design/basis.js";
import { type Plan, planOf } from "../../../../src/domain/experiment/design/plan.js";
import {
  type Experiment,
  experimentsSchema,
} from "../../../../src/domain/experiment/design/schema.js";
import { planText } from "../../../../src/domain/experiment/report/plan-text.js";
import { betOnEvents, evidenceOf, startEProcess } from "../../../../src/domain/stats/e-process.js";
import { eventsToFind } from "../../../../src/domain/stats/plan.js";
import { createRandom } from "../../../../src/domain/stats/random.js";
import { simulate } from "../../../support/validity/worlds.js";

const experiment = (change: object = {}): Experiment =>
  experimentsSchema().parse({
    e: {
      design: "switchback",
      horizon: "28d",
      arms: { a: {}, b: {} },
      primary: "orders_per_member",
      ...change,
    },
  }).e as Experiment;
const parallel = { design: "parallel", horizon: "56d", primary: "active_rate" };
const plan = (change: object, groups: number): Plan =>
  planOf(experiment(change), groups, ASSUMED_BASIS);
const words = (change: object, groups: number, lang: "zh-CN" | "en" = "zh-CN") =>
  planText(plan(change, groups), { id: "threshold" }, lang);

test("eight groups, re-randomised daily, take the published days", () => {
  expect(plan({}, 8).days).toEqual([
    { lift: 0.05, days: 515 },
    { lift: 0.1, days: 135 },
    { lift: 0.15, days: 63 },
    { lift: 0.3, days: 18 },
  ]);
});

test.each([
  ["switchback, 4 groups", {}, 4, 2 * 0.5 ** 28, true],
  ["switchback, 8 groups", {}, 8, 2 * 0.5 ** 56, true],
  ["switchback, blocks as long as the horizon", { block: "28d" }, 8, 0.125, false],
  ["parallel, 4 groups", parallel, 4, 0.5, false],
  ["parallel, 8 groups", parallel, 8, 0.125, false],
  ["parallel, 12 groups", parallel, 12, 2 / 64, true],
  [
    "parallel, both clocks leave the horizon's .045",
    { ...parallel, clocks: "both" },
    12,
    2 / 64,
    true,
  ],
  [
    "three arms in parallel share α",
    { ...parallel, arms: { a: {}, b: {}, c: {} } },
    18,
    2 / 64,
    false,
  ],
  ["one group", {}, 1, 1, false],
])("%s", (_name, change, groups, attainable, reachable) => {
  const found = plan(change, groups);
  expect(found.attainable).toBeCloseTo(attainable, 20);
  expect(found.reachable).toBe(reachable);
});

test.each([
  [{}, 1, { groups: 2, days: null }],
  [parallel, 4, { groups: 12, days: null }],
  [{ block: "7d", horizon: "14d" }, 4, { groups: 6, days: 21 }],
  [{ ...parallel, arms: { a: {}, b: {}, c: {} } }, 4, { groups: 21, days: null }],
])("what would do is what is needed and no more (%#)", (change, groups, needed) => {
  expect(plan(change, groups).needed).toEqual(needed);
  expect(plan(change, needed.groups).reachable).toBe(true);
  expect(plan(change, needed.groups - 2).reachable).toBe(false);
  if (needed.days !== null)
    expect(plan({ ...change, horizon: `${needed.days}d` }, groups).reachable).toBe(true);
});

test("a washout of half the block takes twice the days, in whole blocks", () => {
  const [whole, half] = [plan({}, 8), plan({ block: "2d", washout: "1d" }, 8)];
  expect(half.days.map(({ days }) => days)).toEqual(
    whole.days.map(({ days }) => 2 * (days as number)),
  );
  expect(half.detectable).toBeGreaterThan(whole.detectable);
});

test("the smallest interesting lift is found with the groups it asks for, and not with fewer", () => {
  const { groupsForSmallest } = plan({ smallest_interesting: 0.1 }, 8);
  const at = (groups: number) => plan({ smallest_interesting: 0.1 }, groups).detectable;
  expect(at(groupsForSmallest as number)).toBeLessThanOrEqual(0.1);
  expect(at((groupsForSmallest as number) - 2)).toBeGreaterThan(0.1);
});

test("in parallel, what stays with a group is never averaged out", () => {
  expect(plan(parallel, 12).days.map(({ days }) => days)).toEqual([null, null, null, null]);
  const many = plan(parallel, 200);
  expect(many.days.at(-1)?.days).toBeGreaterThan(0);
  expect(many.detectable).toBeLessThan(0.3);
  const forSmall = plan({ ...parallel, smallest_interesting: 0.3 }, 12).groupsForSmallest as number;
  expect(plan(parallel, forSmall).detectable).toBeLessThanOrEqual(0.3);
  expect(plan(parallel, forSmall - 2).detectable).toBeGreaterThan(0.3);
});

test("members are counted by the events they bring", () => {
  const member = { design: "member", weights: { a: 0.8, b: 0.2 } };
  const found = plan(member, 8);
  expect(found.coins).toBe(8 * 4.5 * 28);
  expect(found.attainable).toBe(0);
  expect(found.detectable).toBeGreaterThan(plan({ design: "member" }, 8).detectable);
  expect(words(member, 8)[0]).toBe(
    "threshold：每个成员自己抛硬币，28 天里大约有 1008 次结果可看。",
  );
});

test("the events it asks for find a lift of members four times in five, half of them don't", () => {
  const wanted = eventsToFind(0.5, { propensity: 0.5, bets: 8 });
  const power = (events: number): number => {
    const random = createRandom("members");
    let found = 0;
    for (let run = 0; run < 200; run += 1) {
      let state = startEProcess({ variance: 1 });
      let best = 0;
      for (let seen = 0; seen < events; seen += 10) {
        let treated = 0;
        for (let i = 0; i < 10; i += 1) if (random.uniform() < 1.5 / 2.5) treated += 1;
        state = betOnEvents(state, { events: 10, treated, p: 0.5 });
        best = Math.max(best, evidenceOf(state));
      }
      if (best >= 20) found += 1;
    }
    return found / 200;
  };
  expect(power(wanted)).toBeGreaterThan(0.8);
  expect(power(wanted / 2)).toBeLessThan(0.65);
});

test("the client's own days before give the variance that made them", () => {
  const seeds = ["a", "b", "c", "d", "e"];
  const found = seeds.map(
    (seed) =>
      measuredBasis(
        simulate({ world: "poisson", groups: 16, days: 1, lift: 0, seed }),
        experiment(),
      ) as NonNullable<ReturnType<typeof measuredBasis>>,
  );
  const mean = found.reduce((sum, { variance }) => sum + variance, 0) / seeds.length;
  expect(mean / ASSUMED_BASIS.variance).toBeGreaterThan(0.8);
  expect(mean / ASSUMED_BASIS.variance).toBeLessThan(1.25);
  expect(found[0]?.measured).toEqual({ groups: 16, days: 14 });
});

test("days that never vary promise no more than counting does", () => {
  const rows = ["a", "b", "c", "d"].flatMap((group) =>
    Array.from({ length: 14 }, (_, i) => ({ group, day: -i, members: 3, active: 3, line: i })),
  );
  const basis = measuredBasis(rows, { primary: "active_rate" });
  // Two groups with three a day: 1/3 + 1/3.
  expect(basis?.variance).toBeCloseTo(2 / 3, 12);
  const found = planOf(experiment({ primary: "active_rate" }), 4, basis ?? ASSUMED_BASIS);
  expect(found.detectable).toBeGreaterThan(0.3);
  expect(found.days.every(({ days }) => (days ?? 0) > 20)).toBe(true);
  expect(planText(found, { id: "x" }, "zh-CN").join()).toContain(
    "4 个群、开始前 14 天的数据。那些天的波动比计数本身的偶然波动还小",
  );
  expect(planText(found, { id: "x" }, "en").join()).toContain("the noise of counting (Poisson)");
});

test("days that vary more are taken as they are, and a silent group tells nothing", () => {
  const row = (group: string, day: number, active: number) => ({
    ...{ group, day, members: 3, active, line: 1 },
  });
  const days = Array.from({ length: 14 }, (_, i) => -i);
  const wild = ["a", "b"].flatMap((group, n) =>
    days.map((day) => row(group, day, (day + n) % 2 === 0 ? 9 : 1)),
  );
  const own = measuredBasis(wild, { primary: "active_rate" });
  expect(own?.counting).toBeUndefined();
  expect(own?.variance).toBeGreaterThan(2 / 5);
  const sets = [
    ["a", "b"],
    ["c", "d"],
  ];
  const dull = ["a", "b", "c", "d"].flatMap((group) =>
    days.map((day) => row(group, day, group < "c" ? 3 : 0)),
  );
  // Half of the pairs tell nothing, so that two tell as much as one.
  expect(measuredBasis(dull, { primary: "active_rate" }, sets)?.variance).toBeCloseTo(4 / 3, 12);
});

test.each([
  ["one group", 1, 14],
  ["six days", 8, 6],
])("%s before the start tells nothing", (_name, groups, days) => {
  const rows = simulate({ world: "poisson", groups: 8, days: 1, lift: 0, seed: "few" });
  const few = rows.filter(({ group, day }) => Number(group.slice(1)) < groups && day > -days);
  expect(measuredBasis(few, experiment())).toBeUndefined();
});

test("four groups: what can be known, and what can't", () => {
  expect(words({}, 4)).toEqual([
    "threshold：4 个群配成 2 对；每段 1 天，每对群每两段抛一次硬币：第一段谁用哪组由它定，第二段对调。2 对在 28 天里合计抛 28 次。",
    "最小能到的 p 小于 0.0001，要 0.05：得得出结论。",
    "28 天里，+34% 以上（或 -26% 以下）的差别有八成把握看出来。",
    "要看出 +5% 约 1030 天，+10% 约 270 天，+15% 约 126 天，+30% 约 36 天。",
    "看不出的：+5%、+10%、+15% 的提升，等 90 天也分不清是真是假。",
    "剧本说 +5% 就值得在意：28 天里看出它要 148 个群。",
    "星期一到星期日每天至少 4 次。",
    "依据：还没有开始前的数据，按每群 150 人、每人每天 0.03 单、每天波动 0.3 假设。",
    "建议先跑一次 A/A：两组一模一样。它应当看不出差别；要是报警，先查记录，别急着试真的。在剧本的 experiments 里加一个，arms 写 { a: {}, b: {} }，重载后用 /实验 开始。",
  ]);
});

test("the capacity of four groups is never decided, and it says what would do", () => {
  const lines = words(parallel, 4);
  expect(lines[1]).toBe(
    "设计无法回答：最小能到的 p 0.5，要 0.05 才算数，永远得不出结论，结果多好看都一样。",
  );
  expect(lines[2]).toBe(
    "要 12 个群（现在 4 个）；多跑几天没有用。改动要是能随时退回，就用 switchback：2 个群也能开始。",
  );
  expect(lines.join("")).not.toContain("八成把握");
  expect(words(parallel, 4, "en")[1]).toMatch(/^This design can never reach a verdict: /);
});

test.each([
  [{ horizon: "7d" }, 8, /^7 天不够/, /^7 days is too short/],
  [{ block: "2d", washout: "1d" }, 8, /每段头 1 天不算/, /the first 1 of a block not counted/],
  [{ arms: { a: {}, b: {}, c: {} } }, 8, /配成 2 套，剩 2 个用不上/, /make 2 sets, 2 left over/],
  [{ block: "7d", horizon: "7d" }, 4, /或者期限不短于 21 天/, /or a horizon of 21 days or more/],
  [{}, 1, /要比 2 组，现在只有 1 个群/, /it compares 2 arms, and there is 1 group\./],
  [{ primary: "margin_per_member" }, 8, /金额比单数更散/, /Money varies more/],
  [parallel, 12, /多少天都不够，要更多群/, /no time is enough, only more groups are/],
])("case %# is said in both languages", (change, groups, zh, en) => {
  expect(words(change, groups).some((line) => zh.test(line))).toBe(true);
  expect(words(change, groups, "en").some((line) => en.test(line))).toBe(true);
});

test("a master is quoted before the figures", () => {
  const claim = { master: "周大师", claim: "60有效", confidence: 0.9 };
  expect(planText(plan({}, 8), { id: "x", claim }, "zh-CN")[0]).toBe(
    "周大师说「60有效」，自称有 90% 的把握。",
  );
});

test("guardrails that can't alarm are named before the start", () => {
  const said = "护栏报不了警：硬币总共才抛 4 次，凑不出报警要的证据。退群和投诉请自己盯着。";
  expect(words(parallel, 8)).toContain(said);
  expect(words(parallel, 8, "en").join("\n")).toContain("4 coins are too few");
  expect(words({ ...parallel, guardrails: [] }, 8)).not.toContain(said);
  expect(words(parallel, 10).join("\n")).not.toContain("护栏报不了警");
  expect(words({}, 4).join("\n")).not.toContain("护栏报不了警");
});
