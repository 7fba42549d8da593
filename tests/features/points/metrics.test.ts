import { afterEach, describe, expect, test } from "vitest";
import { runSimulation } from "../../../src/app/simulation/simulation.js";
import { openSimulatedTown } from "../../../src/app/simulation/town.js";
import { localDay } from "../../../src/core/time/local-day.js";
import { armDrawn } from "../../../src/domain/experiment/design/current.js";
import { CLIENT, type Corner, closeCorners, DAY, poolOf } from "../../support/corner.js";
import { editions } from "../../support/tea.js";
import { ask, BOSS, back, balance, gives, openPoints, pays, RULES } from "./points-corner.js";

afterEach(closeCorners);
const TODAY = "2026-11-24";

test("a group's day has what its members earned and how many checked in", async () => {
  const corner = await openPoints();
  const sums = async (group: string) => {
    const range = { from: TODAY, to: TODAY, group: `sandbox:${group}` };
    const [row] = await corner.store.rollups(CLIENT, range);
    return [row?.sums.points ?? 0, row?.sums.check_ins ?? 0];
  };
  await ask(corner, "amy", "签到");
  await ask(corner, "amy", "签到");
  await ask(corner, "bob", "签到", "corner-2");
  await pays(corner, "amy", { id: "1" });
  expect([await sums("corner"), await sums("corner-2")]).toEqual([
    [11, 1],
    [5, 1],
  ]);
  // What operators give, what is spent and what is taken back is nothing that was earned.
  await gives(corner, "amy", 100);
  await ask(corner, "amy", "兑换 cup");
  const at = corner.clock.now() + 1;
  await pays(corner, "amy", { id: "1", modifiedAt: at, refunds: [back("r", 6_100, at)] });
  expect(await sums("corner")).toEqual([11, 1]);
  const { different } = await corner.store.rebuildRollups(CLIENT, { check: true });
  expect(different).toBe(0);
});

describe("an experiment about points", () => {
  const GROUPS = ["corner", "corner-2", "east", "west"];
  const experiments = (primary: string) => ({
    daily: {
      ...{ design: "switchback", block: "1d", horizon: "20d", primary, guardrails: ["leave_rate"] },
      arms: {
        few: {},
        many: { "points.check_in.give": 9, "points.orders.give": 4 },
      },
    },
  });
  const open = async (primary: string): Promise<Corner> => {
    const groups = poolOf(CLIENT, ["east", "west"]);
    const corner = await openPoints({
      ...{ groups, experiments: experiments(primary) },
      points: { ...RULES, check_in: { give: 5 } },
    });
    for (const group of GROUPS) {
      await corner.says(group, `of-${group}`, "hi");
      await corner.tells(group, { kind: "counted", count: 41 });
    }
    // Days before it that differ: without them nothing can be weighed.
    for (let day = 0; day < 8; day++) {
      for (const [n, group] of GROUPS.entries())
        for (let who = 0; who < 1 + ((day * 3 + n) % 3); who++)
          await ask(corner, who === 0 ? `of-${group}` : `${group}-${who}`, "签到", group);
      await corner.forward(DAY);
    }
    await ask(corner, BOSS, "/实验 开始 daily");
    await ask(corner, BOSS, "/确认");
    await corner.forward(DAY);
    return corner;
  };
  const armOf = async ({ store, clock }: Corner, group: string) => {
    const [run] = await store.list(CLIENT, "experiment");
    if (!run) throw new Error("nothing runs");
    const today = localDay(clock.now(), "Asia/Shanghai");
    return armDrawn(run.value.running, `sandbox:${group}`, today)?.arm;
  };

  test.each([
    ["points_per_member", "人均积分", "积分"],
    ["check_in_rate", "签到率", "次签到"],
  ] as const)("measures %s, and its report calls it %s", async (primary, name, unit) => {
    const corner = await open(primary);
    for (let day = 0; day < 3; day++) {
      for (const group of GROUPS) await ask(corner, `of-${group}`, "签到", group);
      await corner.forward(DAY);
    }
    const report = await ask(corner, BOSS, "/实验 报告 daily");
    expect(report).toMatch(new RegExp(`^${name}：提升 .*\\d+\\.\\d%`, "mu"));
    expect(report).not.toContain(primary);
    // Points and check-ins are no money.
    expect(report).toMatch(
      new RegExp(`选 few 每周预期少 [\\d.]+ ${unit}，选 many [\\d.]+ ${unit}$`, "mu"),
    );
    expect(report).toContain("看了 3 次");
    expect(corner.bugs).toEqual([]);
  });

  test("gives each group what its arm gives, for orders by when they were paid", async () => {
    const corner = await open("points_per_member");
    const seen = new Set<string>();
    const was = new Map<string, number>();
    for (const group of GROUPS) {
      const name = `new-in-${group}`;
      const many = (await armOf(corner, group)) === "many";
      seen.add(many ? "many" : "few");
      expect(await ask(corner, name, "签到", group)).toContain(many ? "+9" : "+5");
      await pays(corner, name, { id: group, amount: 2_000 });
      was.set(name, await balance(corner, name));
      expect([name, was.get(name)]).toEqual([name, many ? 17 : 7]);
    }
    expect(seen.size).toBe(2);
    // The next day some have another arm. An order keeps the rate it was paid at, told late or changed.
    const before = await Promise.all(GROUPS.map((group) => armOf(corner, group)));
    await corner.forward(DAY);
    const after = await Promise.all(GROUPS.map((group) => armOf(corner, group)));
    expect(after).not.toEqual(before);
    const at = corner.clock.now();
    const paid = { amount: 2_000, paidAt: at - DAY, modifiedAt: at };
    for (const [n, group] of GROUPS.entries()) {
      const name = `new-in-${group}`;
      const rate = before[n] === "many" ? 4 : 1;
      await pays(corner, name, { ...paid, id: group, refunds: [back("r", 1_000, at)] });
      await pays(corner, name, { ...paid, id: `late-${group}` });
      expect([name, await balance(corner, name)]).toEqual([name, (was.get(name) ?? 0) + rate]);
    }
    // Another member has it by the arm of their own group on the day it was paid.
    const [from, to] = [before.indexOf("many"), before.indexOf("few")].map((n) => GROUPS[n] ?? "");
    const had = await balance(corner, `new-in-${to}`);
    await ask(corner, BOSS, `/订单 归属 shop/late-${from} new-in-${to}`);
    await ask(corner, BOSS, "/确认");
    expect(await balance(corner, `new-in-${to}`)).toBe(had + 2);
  });
});

describe("simulate", () => {
  const withPoints = (text: string) =>
    `${text}\npoints: { check_in: { give: 5 }, orders: { every: "10.00", give: 1 } }\n`;
  const versionOf = (edit: (text: string) => string) => {
    const [tea] = editions({ edit });
    if (!tea) throw new Error("no tea brand");
    return tea;
  };
  const lived = async (edit: (text: string) => string) => {
    const version = versionOf(edit);
    const some = { version, seed: "points", groups: 2, members: 30, pools: ["welfare"] };
    const town = await openSimulatedTown({ ...some, effects: [] });
    await town.moveIn();
    for (let day = 0; day < 3; day++) {
      await town.open(day);
      await town.reach(day + 1);
    }
    const facts = await town.store.facts("tea-town", "points");
    const { ledger } = town.world;
    const { bugs } = town;
    await town.end();
    return { facts, ledger, bugs };
  };

  test("members check in and orders give points where the playbook has them", async () => {
    const { facts, ledger, bugs } = await lived(withPoints);
    const of = (why: string) => facts.filter(({ data }) => data?.why === why).length;
    // 15 % of 60 on each of three days.
    expect(of("check_in")).toBeGreaterThan(10);
    expect(of("check_in")).toBeLessThan(50);
    expect(of("order")).toBeGreaterThan(0);
    expect(of("order")).toBeLessThanOrEqual(ledger.orders);
    expect(bugs).toEqual([]);
  });

  test("without points nobody does, and all else happens alike", async () => {
    const [without, having] = [await lived((text) => text), await lived(withPoints)];
    expect(without.facts).toEqual([]);
    expect(having.ledger.orders).toBe(without.ledger.orders);
    expect(having.ledger.messages).toBeGreaterThan(without.ledger.messages);
    expect(having.ledger.joins).toBe(without.ledger.joins);
  });

  test("an experiment with points as its metric runs to a report", async () => {
    const version = versionOf((text) =>
      withPoints(text).replace("primary: reply_rate", "primary: points_per_member"),
    );
    const effects = [{ experiment: "persona", lift: 0.1 }];
    const wish = { version, seed: "points", groups: 4, members: 20, days: 2, effects };
    const { conclusions, bugs } = await runSimulation(wish);
    expect(bugs).toEqual([]);
    expect(conclusions[0]?.analysis.primary).toBe("points_per_member");
  });
});
