import { afterEach, describe, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { forgettable } from "../../../src/engine/retention.js";
import { endChanged } from "../../../src/features/experiment/daily-look.js";
import { boss, calm, DAY, started } from "../../support/started.js";
import { editions } from "../../support/tea.js";
import { BOSS, closeTowns, groupId, HQ, HQ2, openTown, PLATFORM } from "../../support/town.js";

afterEach(closeTowns);

test("an experiment is planned, confirmed, runs from midnight, and every group has its arm", async () => {
  const town = await started("persona");
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.heard("优惠", HQ);
  expect((await town.store.facts("tea-town", "said_line")).at(-1)?.arms).toBeUndefined();
  await town.forward(DAY);
  const assigned = await town.store.facts("tea-town", "assigned");
  expect(assigned.map(({ data }) => data?.arm).sort()).toEqual(["office", "village"]);
  expect(assigned.map(({ data }) => data?.propensity)).toEqual([0.5, 0.5]);
  town.api.say(HQ, 502, "阿强", "有优惠吗");
  await town.heard("优惠", HQ);
  const here = assigned.find(({ group }) => group === groupId(HQ))?.data?.arm;
  const line = (await town.store.facts("tea-town", "said_line")).at(-1);
  expect(line?.arms).toEqual({ persona: here });
  expect(line?.data?.persona).toBe(here === "office" ? "office-lady" : "village-girl");

  boss(town, "/实验");
  await town.heard("persona | village/office | 进行中 | 第 1/28 天", HQ);
  await town.forward(2 * DAY);
  boss(town, "/实验 报告 persona");
  const report = await town.heard("到第 2/28 天", HQ);
  expect(report?.text).toContain("证据不足");
  boss(town, "/实验 开始 persona");
  await town.heard("已经在进行", HQ);
  boss(town, "/实验 采用 persona office");
  const asked = await town.heard("采用 persona 的 office？", HQ);
  expect(asked?.text).toMatch(/^persona 正在进行，第 3\/28 天，还没有结论。/);
  boss(town, "/人设 使用 office-lady");
  const choice = await town.heard("已切换人设：office-lady", HQ);
  expect(choice?.text).toContain("实验 persona 正在进行：参加的 2 个群由它决定谁说话");
  expect(town.bugs).toEqual([]);
});

test("it ends at its horizon, everybody hears of it, and the groups are back to the playbook", async () => {
  const town = await started("persona");
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner");
  await town.forward(30 * DAY);
  const notice = await town.heard("【实验 persona】", BOSS);
  expect(notice?.text).toMatch(/\n第 28\/28 天，登记号 [0-9a-f]{12}$/);
  // A claim is read the way it is put: the favoured arm first.
  expect(notice?.text).toMatch(/到期了：\n证据不足：还看不出 village 和 office 谁好/);
  boss(town, "/实验");
  await town.heard("persona | village/office | 已结束", HQ);
  boss(town, "/实验 核对 persona");
  await town.heard("核对无误：28 次分组", HQ);
  boss(town, "/经验");
  await town.heard("经验榜：", HQ);
  boss(town, "/大师");
  await town.heard("不排名", HQ);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.heard("优惠", HQ);
  expect((await town.store.facts("tea-town", "said_line")).at(-1)?.arms).toBeUndefined();
  expect(town.bugs).toEqual([]);
});

test("it can be stopped; what is not known or not running is one sentence", async () => {
  const town = await started("persona");
  await town.forward(2 * DAY);
  boss(town, "/实验 停止 persona");
  await town.heard("停下 persona？", HQ);
  boss(town, "/确认");
  await town.heard("已停下 persona", HQ);
  boss(town, "/实验 报告 persona");
  const report = await town.heard("第 1/28 天被 老板 提前停下。登记的期限没有走完", HQ);
  expect(report?.text).not.toMatch(/还需|\? …/);
  expect(report?.text).toContain("没有发生");
  boss(town, "/实验 核对 persona");
  await town.heard("核对无误：2 次分组", HQ);
  // From then on the group is back to the playbook as written.
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.heard("优惠", HQ);
  expect((await town.store.facts("tea-town", "said_line")).at(-1)?.arms).toBeUndefined();
  boss(town, "/实验 停止 persona");
  await town.heard("没有在进行", HQ);
  boss(town, "/实验 采用 persona office");
  const asked = await town.heard("采用 persona 的 office？", HQ);
  expect(asked?.text).toMatch(/^persona 在第 1\/28 天停下了，没有跑完。到那天为止：/);
  boss(town, "/实验 报告 nothing");
  await town.heard("没有实验 nothing", HQ);
  boss(town, "/实验 报告 threshold");
  await town.heard("还没开始过", HQ);
});

test("a group that was not counted long enough can't take part", async () => {
  const town = await openTown({ edit: calm });
  boss(town, "/实验 计划 persona");
  await town.heard("persona：2 个群配成 1 对", HQ);
  boss(town, "/实验 开始 persona");
  await town.heard("至少要 2 个有成员、数满 7 天的群，现在有 0 个", HQ);
});

describe("adopting", () => {
  test("an arm is taken over for every group and taken back", async () => {
    const town = await openTown({ edit: calm });
    boss(town, "/实验 采用 persona nobody");
    await town.heard("没有组 nobody，请从这些里选：village, office", HQ);
    boss(town, "/实验 采用 persona office");
    const asked = await town.heard("采用 persona 的 office？", HQ);
    expect(asked?.text).toMatch(/^persona 还没有跑过，没有任何证据。/);
    expect((await town.store.get("tea-town", "setting", "client"))?.value.adopted).toBeUndefined();
    boss(town, "/确认");
    await town.heard("已采用", HQ);
    boss(town, "/人设 使用 village-girl");
    await town.heard("已采用实验 persona 的 office，各群由它决定谁说话", HQ);
    town.api.say(HQ, 501, "小雨", "有优惠吗");
    await town.heard("优惠", HQ);
    const spoken = async () =>
      (await town.store.facts("tea-town", "said_line")).at(-1)?.data?.persona;
    expect(await spoken()).toBe("office-lady");
    boss(town, "/实验 退回 persona");
    await town.heard("已退回", HQ);
    await town.forward(DAY / 24);
    town.api.say(HQ, 502, "阿强", "有优惠吗");
    await town.heard("优惠", HQ);
    expect(await spoken()).toBe("village-girl");
  });
});

test("verify finds a tampered assignment, and the report is void", async () => {
  const town = await started("persona");
  await town.forward(5 * DAY);
  const [first] = await town.store.facts("tea-town", "assigned");
  const arm = first?.data?.arm === "office" ? "village" : "office";
  const facts = first ? [{ ...first, data: { ...first.data, arm } }] : [];
  await town.store.commit({ client: "tea-town", changes: [], outbox: [], facts });
  boss(town, "/实验 核对 persona");
  await town.heard(`结论作废，记录和登记对不上：\n第 1 段，群 ${PLATFORM}:`, HQ);
  boss(town, "/实验 报告 persona");
  const report = await town.heard("结论作废：记录和登记对不上。\n1 条分组记录与登记不符", HQ);
  expect(report?.text).not.toMatch(/设计|提升|E \d/);
});

test("a run is verified when all other facts of its time are forgotten", async () => {
  const town = await started("persona");
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.forward(30 * DAY);
  await town.store.prune(forgettable(town.clock.now() + 365 * DAY, features));
  expect(await town.store.facts("tea-town", "said")).toEqual([]);
  boss(town, "/实验 核对 persona");
  await town.heard("核对无误：28 次分组", HQ);
  boss(town, "/实验 报告 persona");
  await town.heard("到第 28/28 天", HQ);
  expect(town.bugs).toEqual([]);
});

test("verify finds a registration that was changed", async () => {
  const town = await started("persona");
  const [run] = await town.store.list("tea-town", "experiment");
  if (!run) throw new Error("nothing runs");
  const registration = { ...run.value.registration, alpha: 0.5 };
  const value = { ...run.value, registration };
  const changes = [{ op: "put", kind: "experiment", key: run.key, value, rev: run.rev } as const];
  await town.store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
  boss(town, "/实验 核对 persona");
  await town.heard("登记本身被改过", HQ);
});

test("verify finds that groups go by another copy than the registered one", async () => {
  const town = await started("persona");
  const setting = await town.store.get("tea-town", "setting", "client");
  const running = (setting?.value.running ?? []).map((one) => ({ ...one, blockDays: 7 }));
  const value = { ...setting?.value, running };
  const put = { op: "put", kind: "setting", key: "client", value } as const;
  await town.store.commit({ client: "tea-town", changes: [put], outbox: [], facts: [] });
  boss(town, "/实验 核对 persona");
  await town.heard("各群正用着的设置里 blockDays 不对：应为 2，现在是 7。", HQ);
});

test("what runs can't be changed by a reload; everything else can", async () => {
  const town = await started("persona");
  const before = town.playbooks.current("tea-town")?.hash;
  town.edit((text) => calm(text).replace("block: 2d", "block: 4d"));
  boss(town, "/剧本 重载");
  await town.heard("实验 persona 正在进行，不能改", HQ);
  expect(town.playbooks.current("tea-town")?.hash).toBe(before);
  town.edit((text) => calm(text).replace("capacity: 200", "capacity: 199"));
  boss(town, "/剧本 重载");
  await town.until("taken into use", () => town.playbooks.current("tea-town")?.hash !== before);
  await town.forward(2 * DAY);
  boss(town, "/实验 报告 persona");
  await town.heard("期间剧本换过 1 次", HQ);
});

test("a file that was changed while the bot was stopped ends the experiment", async () => {
  const town = await started("persona");
  await town.forward(2 * DAY);
  const changed = editions({
    edit: (text) =>
      calm(text).replace("office: { persona: office-lady }", 'office: { quiet.to: "09:00" }'),
  });
  town.playbooks.replace(changed);
  await endChanged(town, "tea-town");
  boss(town, "/实验");
  await town.heard("persona | village/office | 已停", HQ);
  expect(
    (await town.store.facts("tea-town", "experiment_ended")).map(({ data }) => data?.why),
  ).toEqual(["playbook"]);
});

test("an arm may send at another hour: each group hears its own, once a day", async () => {
  const hour = `experiments:
  hour:
    design: switchback
    horizon: 14d
    arms: { early: {}, late: { schedule.slump.at: "15:30" } }
    primary: reply_rate
`;
  const edit = (text: string) => text.replace("experiments:\n", hour);
  const town = await openTown({ edit });
  for (const user of [601, 602]) town.api.join(HQ, user, `客${user}`);
  for (const user of [604, 605]) town.api.join(HQ2, user, `客${user}`);
  await town.forward(8 * DAY);
  boss(town, "/实验 开始 hour");
  await town.heard("请输入 /确认", HQ);
  boss(town, "/确认");
  await town.heard("已登记 hour", HQ);
  await town.forward(2 * DAY);
  // Thursday, the first day of the experiment.
  const from = Date.parse("2026-12-03T00:00:00+08:00");
  const said = (await town.store.facts("tea-town", "said_line"))
    .filter(({ at, data }) => data?.line === "slump" && at >= from && at < from + DAY)
    .map(({ at, arms }) => [arms?.hour, new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)]);
  expect(said.sort()).toEqual([
    ["early", "14:30"],
    ["late", "15:30"],
  ]);
  expect(town.bugs).toEqual([]);
});
