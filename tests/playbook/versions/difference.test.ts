import fc from "fast-check";
import { expect, test } from "vitest";
import { differencesOf } from "../../../src/playbook/versions/difference.js";
import { concerned, differenceText } from "../../../src/playbook/versions/difference-text.js";
import { ownOf } from "../../../src/playbook/versions/own.js";
import { editions } from "../../support/tea.js";

const groups = [
  { id: "a", pool: "welfare" },
  { id: "b", pool: "welfare" },
  { id: "c", pool: "stores" },
];
const say = (lang: "zh-CN" | "en", before: unknown, now: unknown, personas = [{}, {}]) =>
  differencesOf(
    { playbook: before, personas: personas[0] ?? {} },
    { playbook: now, personas: personas[1] ?? {} },
  ).map((one) => differenceText(one, { lang, groups }));

const main = { title: "满60减5", spend: "60.00", give: { off: "5.00" }, budget: "100.00" };

test("the tea brand's threshold goes from 60 to 65: one line says so, and where", () => {
  const of = (edit: (text: string) => string) => {
    const [version] = editions({ edit });
    if (!version) throw new Error("no tea brand");
    return ownOf(version);
  };
  const edited = (text: string) =>
    text.replace('spend: "60.00"', 'spend: "65.00"').replace("饮品满60减5\n", "饮品满65减5\n");
  const found = differencesOf(
    of((text) => text),
    of(edited),
  );
  expect(found.map((one) => differenceText(one, { lang: "zh-CN", groups }))).toEqual([
    "促销 main：满60减5 → 满65减5（3 个群）",
    "促销 main 标题：饮品满60减5 → 饮品满65减5（3 个群）",
  ]);
});

const CASES: readonly (readonly [string, unknown, unknown, string, string])[] = [
  [
    "a threshold and what it gives",
    { promos: { main } },
    { promos: { main: { ...main, spend: "65.00", give: { off: "6.50" } } } },
    "促销 main：满60减5 → 满65减6.50（3 个群）",
    "promo main: 5 off from 60 → 6.50 off from 65 (3 groups)",
  ],
  [
    "another form",
    { promos: { main } },
    { promos: { main: { ...main, spend: undefined, give: { percent: 12, cap: "10.00" } } } },
    "促销 main：满60减5 → 减百分之12（最多减10）（3 个群）",
    "promo main: 5 off from 60 → 12% off (at most 10) (3 groups)",
  ],
  [
    "tiers",
    { promos: { main: { ...main, give: { tiers: [{ spend: "100.00", off: "12.00" }] } } } },
    { promos: { main: { ...main, give: { gift: "lemon-tea" } } } },
    "促销 main：满100减12 → 满60赠品 lemon-tea（3 个群）",
    "promo main: 12 off from 100 → from 60: gift lemon-tea (3 groups)",
  ],
  [
    "a budget",
    { promos: { main } },
    { promos: { main: { ...main, budget: "200.00" } } },
    "促销 main 预算：100.00 → 200.00（3 个群）",
    "promo main budget: 100.00 → 200.00 (3 groups)",
  ],
  [
    "a promo that is new",
    { promos: {} },
    { promos: { title: main } },
    "新增 促销 title：满60减5（3 个群）",
    "new: promo title: 5 off from 60 (3 groups)",
  ],
  [
    "a schedule's time, for its pool alone",
    { schedule: { slump: { at: "14:30", pool: "stores" } } },
    { schedule: {} },
    "去掉 定时 slump（时间 14:30，群池 stores）（1 个群）",
    "gone: schedule slump (time 14:30, pool stores) (1 group)",
  ],
  [
    "keywords",
    { replies: { hours: { when: { keywords: ["几点", "开门"] } } } },
    { replies: { hours: { when: { keywords: ["几点", "打烊"] } } } },
    "回答 hours 触发 关键词：去「开门」，加「打烊」（3 个群）",
    "reply hours when keywords: − “开门”, + “打烊” (3 groups)",
  ],
  [
    "a step in the middle of a script",
    { scripts: { welcome: { steps: [{ say: "a" }, { wait: "30m" }, "stop"] } } },
    { scripts: { welcome: { steps: [{ say: "a" }, { wait: "1h" }, "stop"] } } },
    "流程 welcome 步骤 第 2 项 等：30m → 1h（3 个群）",
    "script welcome steps #2 waits: 30m → 1h (3 groups)",
  ],
  [
    "a step more",
    { scripts: { welcome: { steps: [{ say: "a" }, "stop"] } } },
    { scripts: { welcome: { steps: [{ say: "a" }, { say: "b" }, "stop"] } } },
    "新增 流程 welcome 步骤 第 2 项：说 b（3 个群）",
    "new: script welcome steps #2: says b (3 groups)",
  ],
  [
    "limits",
    { limits: { group: { max: 4, gap: "90m" } } },
    { limits: { group: { max: 6, gap: "90m" } } },
    "上限 每群 最多：4 → 6（3 个群）",
    "limits per group at most: 4 → 6 (3 groups)",
  ],
  [
    "a pool's title",
    { groups: { pools: { stores: { title: "门店{{ n }}群" } } } },
    { groups: { pools: { stores: { title: "新店{{ n }}群" } } } },
    "群 群池 stores 标题：门店{{ n }}群 → 新店{{ n }}群（1 个群）",
    "groups pool stores title: 门店{{ n }}群 → 新店{{ n }}群 (1 group)",
  ],
  [
    "what is felt in no group",
    { operators: { boss: { role: "operator" } }, experiments: { t: { horizon: "28d" } } },
    { operators: { boss: { role: "owner" } }, experiments: { t: { horizon: "30d" } } },
    "人员 boss 角色：operator → owner",
    "operator boss role: operator → owner",
  ],
  [
    "a key without a name of its own",
    { points: { check_in: 5 } },
    { points: { check_in: 6 } },
    "积分 check_in：5 → 6（3 个群）",
    "points check_in: 5 → 6 (3 groups)",
  ],
];

test.each(CASES)("tells %s", (_what, before, now, zh, en) => {
  expect(say("zh-CN", before, now)[0]).toBe(zh);
  expect(say("en", before, now)[0]).toBe(en);
});

test("a line of a persona is told by its wordings, long ones cut", () => {
  const lines = (...greet: string[]) => ({ girl: { name: "阿翠", lines: { greet } } });
  const [told] = say("zh-CN", {}, {}, [
    lines("来啦", "旧".repeat(200)),
    lines("来啦", "新话\n两行"),
  ]);
  expect(told).toBe(`人设 girl 话术 greet：去「${"旧".repeat(59)}…」，加「新话 两行」（3 个群）`);
});

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
const tree = fc.dictionary(
  fc.constantFrom("promos", "schedule", "groups", "limits", "scripts"),
  fc.dictionary(fc.constantFrom("main", "pools", "title"), fc.dictionary(fc.string(), leaf)),
);

test("nothing is told of the same, and something of whatever differs; no line is long", () => {
  fc.assert(
    fc.property(tree, tree, (before, now) => {
      const told = say("zh-CN", before, now);
      expect(say("zh-CN", before, before)).toEqual([]);
      expect(told.length === 0).toBe(
        JSON.stringify(sorted(before)) === JSON.stringify(sorted(now)),
      );
      for (const line of told) expect(line.includes("\n")).toBe(false);
      for (const one of differencesOf(
        { playbook: before, personas: {} },
        { playbook: now, personas: {} },
      ))
        for (const group of concerned(one, groups) ?? []) expect(groups).toContain(group);
    }),
    { numRuns: 60 },
  );
});

/** With the keys of maps in one order, and without `version`, which has no words. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.entries(value)
    .filter(([key]) => key !== "version")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
