import { afterEach, expect, test } from "vitest";
import { boss, calm, DAY, live, started } from "../../support/started.js";
import { BOSS, closeTowns, HQ, openTown } from "../../support/town.js";
import { checkTrial, edited } from "../../support/trial-playbook.js";

afterEach(closeTowns);

/** An A/A, and for good measure one that somebody wrote a claim to. */
const alike = (text: string) =>
  text.replace(
    "experiments:\n",
    `experiments:
  aa:
    heuristic: sixty-beats-sixtyfive
    favours: left
    design: switchback
    horizon: 14d
    arms: { left: {}, right: {} }
    primary: orders_per_member
    on_verdict: adopt
`,
  );

test("check lets two empty arms be an A/A", () => {
  const found = checkTrial(
    edited("{ girl: {}, lady: { persona: lady } }", "{ girl: {}, lady: {} }"),
  );
  expect(found.findings).toEqual([]);
});

const AS_WRITTEN = 'right: { quiet.to: "08:00" }';
/** The same, with an arm that sets what stands there already. */
const disguised = (text: string) => alike(text).replace("right: {}", AS_WRITTEN);

test("until it ends an A/A has raised no alarm, promises nothing and weighs no arm", async () => {
  const town = await started("aa", { edit: alike });
  await live(town, "aa", { arms: { left: { orders: 5 }, right: { orders: 5 } }, days: 6 });
  boss(town, "/实验 报告 aa");
  const report = await town.heard("实验 aa@2026-12-03，到第 6/14 天", HQ);
  expect(report?.text).toContain("到第 6/14 天还没有报警：");
  expect(report?.text).not.toMatch(/正常|若提升保持|预期少赚|更好的概率/);
});

test("an arm that sets what stands there already makes an A/A: no master is scored", async () => {
  const town = await started("aa", { edit: disguised });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner", BOSS);
  const [run] = await town.store.list("tea-town", "experiment");
  expect(run?.value).toMatchObject({ alike: true });
  expect(run?.value.claim).toBeUndefined();
  boss(town, "/实验 计划 aa");
  await town.heard("这是 A/A：各组一模一样", HQ);
  await live(town, "aa", { arms: { left: { orders: 5 }, right: { orders: 12 } }, days: 14 });
  const notice = await town.heard("【实验 aa】", BOSS);
  expect(notice?.text).toContain("一模一样，算盘却看出了差别");
  expect(notice?.text).not.toContain("采用");
  boss(town, "/实验");
  await town.heard("aa | left/right | 已结束 | 报警", HQ);
  boss(town, "/大师");
  await town.heard("还没有大师的说法有结论", HQ);
});

test("the plan offers an A/A and how to do it, until one has been done", async () => {
  const none = await openTown({ edit: calm });
  boss(none, "/实验 计划 persona");
  const how = await none.heard("建议先跑一次 A/A", HQ);
  expect(how?.text).toContain("arms 写 { a: {}, b: {} }");
  await closeTowns();

  const town = await started("aa", { edit: alike });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner", BOSS);
  boss(town, "/实验 计划 persona");
  expect((await town.heard("建议先跑一次 A/A", HQ))?.text).toContain("剧本里有 aa：/实验 开始 aa");
  boss(town, "/实验 计划 aa");
  await town.heard("这是 A/A：各组一模一样，应当看不出差别", HQ);
  await live(town, "aa", { arms: { left: { orders: 5 }, right: { orders: 5 } }, days: 14 });
  const notice = await town.heard("【实验 aa】", BOSS);
  expect(notice?.text).toMatch(/正常：(left 和 right|right 和 left) 一模一样，算盘没有看出差别/);
  boss(town, "/实验");
  await town.heard("aa | left/right | 已结束 | 正常", HQ);
  boss(town, "/实验 计划 persona");
  expect((await town.heard("persona：", HQ))?.text).not.toContain("A/A");
  expect(town.bugs).toEqual([]);
});

test("a difference where there is none is an alarm, adopts nothing and scores no master", async () => {
  const town = await started("aa", { edit: alike });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner", BOSS);
  await live(town, "aa", { arms: { left: { orders: 12 }, right: { orders: 5 } }, days: 14 });
  const notice = await town.heard("【实验 aa】有结论了", BOSS);
  expect(notice?.text).toContain("一模一样，算盘却看出了差别");
  expect(notice?.text).not.toMatch(/有效|有害|已采用/);
  boss(town, "/实验");
  await town.heard("aa | left/right | 已结束 | 报警", HQ);
  boss(town, "/大师");
  await town.heard("还没有大师的说法有结论", HQ);
  await town.forward(DAY);
  expect((await town.store.get("tea-town", "setting", "client"))?.value.adopted).toBeUndefined();
  expect(town.bugs).toEqual([]);
});
