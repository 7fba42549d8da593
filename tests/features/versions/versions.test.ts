// An operator edits, looks, tries in one group, takes for all, and goes back.
import { afterEach, describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { boss, DAY, started } from "../../support/started.js";
import { groupId, PLATFORM } from "../../support/stories-on.js";
import { tally } from "../../support/tally.js";
import type { Edits } from "../../support/tea.js";
import { closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

/** The tea brand's promo of its slack hours, which says so in its title. */
const sixtyfive = (text: string) =>
  text
    .replace('spend: "60.00"', 'spend: "65.00"')
    .replace("title: 饮品满60减5\n", "title: 饮品满65减5\n");
const fifty = (text: string) =>
  text
    .replace('spend: "60.00"', 'spend: "50.00"')
    .replace("title: 饮品满60减5\n", "title: 饮品满50减5\n");
const capacity = (text: string) => text.replace("reserve: 2", "reserve: 3");
const delivery = (text: string) => text.replace("      - say: menu\n", "      - say: delivery\n");

async function types(town: Town, text: string, part = ""): Promise<string> {
  boss(town, text);
  return (await town.heard(part, HQ))?.text ?? "";
}
let asked = 0;
/** What a member who has not asked yet is told of the promo that runs, in a group. */
async function deal(town: Town, chat: number): Promise<string> {
  town.api.say(chat, 700 + asked++, "客人", "有满减吗");
  return (await town.heard("满", chat))?.text ?? "";
}

test("diff, a trial in one group, all groups, history, and the way back", async () => {
  const town = await openTown();
  expect(await types(town, "/剧本 对比")).toBe("tea-town：剧本文件和在用的一样。");
  town.edit(sixtyfive);
  const difference = await types(town, "/剧本 对比");
  expect(difference).toContain("改了 2 处，涉及 2 个群");
  expect(difference).toContain("· 促销 main：满60减5 → 满65减5（2 个群）");
  expect(difference).toContain("先在一个群试用：/剧本 启用 <群>");

  const trial = await types(town, "/剧本 启用 hq");
  expect(trial).toMatch(
    /满60减5 → 满65减5[\s\S]*其他群不变[\s\S]*没有进行中的流程[\s\S]*\/确认 开始试用/,
  );
  expect(await deal(town, HQ)).toContain("满60减5");
  expect(await types(town, "/确认")).toContain("开始试用，其他群照旧");
  expect(await deal(town, HQ)).toContain("满65减5");
  expect(await deal(town, HQ2)).toContain("满60减5");
  expect(await types(town, "/剧本 对比")).toMatch(/正在试用[\s\S]*文件里的就是正在试用的这一版/);
  expect(await types(town, "/剧本 启用 hq")).toBe("和在用的一样，没有要启用的。");

  expect(await types(town, "/剧本 启用")).toContain("试用到此结束，全部启用这一版");
  expect(await types(town, "/确认")).toContain("tea-town 已启用");
  expect(await deal(town, HQ2)).toContain("满65减5");

  const history = await types(town, "/剧本 历史");
  expect(history).toMatch(
    /#3 .* 启用 \w{8}（boss） ← 在用\n#2 .* 试用于「.*」 \w{8}（boss）\n#1 .* 启动 \w{8}（机器人）\n/,
  );
  expect(await types(town, "/剧本 回退")).toMatch(/满65减5 → 满60减5[\s\S]*\/确认 回到 #1/);
  expect(await types(town, "/确认")).toContain("已回到 #1");
  expect(await deal(town, HQ)).toContain("满60减5");
  // What was gone back from isn't news; it may be taken again.
  expect(await types(town, "/剧本 对比")).toContain("满60减5 → 满65减5");
  expect(await types(town, "/剧本 回退 3")).toContain("/确认 回到 #3");
  expect(town.bugs).toEqual([]);
});

test("a trial is given up: the group has what all have", async () => {
  const town = await openTown();
  town.edit(sixtyfive);
  await types(town, "/playbook use hq");
  await types(town, "/yes");
  expect(await types(town, "/playbook rollback")).toContain("/确认 结束");
  expect(await types(town, "/yes")).toContain("试用已结束");
  expect(await deal(town, HQ)).toContain("满60减5");
  expect(await types(town, "/playbook history")).toContain("结束试用");
});

test("what was edited after the preview isn't taken", async () => {
  const town = await openTown();
  town.edit(sixtyfive);
  await types(town, "/剧本 启用");
  town.edit(fifty);
  expect(await types(town, "/确认")).toContain("预览以后文件又改过了");
  expect(await deal(town, HQ)).toContain("满60减5");
});

test("what a running experiment has frozen is refused, with the reason", async () => {
  const town = await started("threshold");
  await town.forward(DAY);
  town.edit(sixtyfive);
  for (const command of ["/剧本 启用", "/剧本 启用 hq", "/剧本 对比"])
    expect(await types(town, command)).toMatch(/不能启用：\n.*实验 threshold 正在进行，它的组要改/);
});

test("a trial while an experiment runs says so, and the run notes the version", async () => {
  const town = await started("threshold");
  await town.forward(DAY);
  town.edit(capacity);
  expect(await types(town, "/剧本 启用 hq")).toContain(
    "这个群和别的群会有实验以外的不同：threshold",
  );
  await types(town, "/确认");
  const run = (await town.store.list("tea-town", "experiment")).at(-1)?.value;
  expect(run).toMatchObject({ state: "running" });
  expect(run?.versions).toHaveLength(2);
});

test("an adopted arm stands in the history, with who adopted it; it is taken back as an arm", async () => {
  const town = await openTown();
  await types(town, "/实验 采用 threshold sixtyfive");
  await types(town, "/确认");
  expect(await types(town, "/剧本 历史")).toMatch(
    /采用 threshold\.sixtyfive（boss）\n#1 .* ← 在用/,
  );
  expect(await types(town, "/剧本 回退")).toContain("发 /实验 退回 threshold");
});

test("a schedule of the trial is the group's own; the others keep theirs", async () => {
  const town = await openTown();
  town.edit((text) => text.replace('at: "14:30"', 'at: "11:30"'));
  await types(town, "/剧本 启用 hq");
  await types(town, "/确认");
  const said = async () =>
    (await town.store.facts("tea-town", "said_line"))
      .filter(({ data }) => data?.line === "slump")
      .map(({ group = "" }) => group === groupId(HQ));
  await town.forward(2 * 3_600_000);
  expect(await said()).toEqual([true]);
  await town.forward(3 * 3_600_000);
  expect(await said()).toEqual([true, false]);
});

test("a time zone can't be tried in one group, an unknown group not at all, and operators may look only", async () => {
  const town = await openTown();
  town.edit((text) => text.replace("timezone: Asia/Shanghai", "timezone: Asia/Tokyo"));
  expect(await types(town, "/剧本 启用 hq")).toContain("改了 timezone，所有群要用同一个");
  expect(await types(town, "/剧本 启用 nowhere")).toContain("没有群 nowhere");
  town.api.say(HQ, 10002, "小李", "/剧本 对比");
  await town.heard("时区：Asia/Shanghai → Asia/Tokyo", HQ);
  town.api.say(HQ, 10002, "小李", "/剧本 启用");
  await town.heard("需要 owner 角色", HQ);
});

describe("scripts in progress", () => {
  test.each([
    ["走完", "按开始时的剧本走完", /茉莉青/],
    ["停下", "就此停下", undefined],
  ])("%s", async (how, stated, heard) => {
    const town = await openTown();
    town.api.join(HQ, 501, "小雨");
    await town.heard("小雨", HQ);
    town.edit(delivery);
    expect(await types(town, `/剧本 启用 ${how}`)).toContain(`进行中的流程 1 个，${stated}`);
    expect(await types(town, "/确认")).toContain("已启用");
    await town.forward(31 * 60_000);
    if (heard) expect((await town.heard("", HQ))?.text).toMatch(heard);
    else expect(town.since(HQ)).toEqual([]);
    if (!heard) expect(await types(town, "/剧本 历史")).toContain("停下了进行中的流程");
  });
});

// What a process leaves is looked at with one store over both.
describe.runIf(PLATFORM === "telegram")("over a restart", () => {
  async function bots() {
    const store = await openSqliteStore(":memory:", tally);
    const kept: Store = { ...store, close: async () => {} };
    const first = await openTown({ store: kept });
    const restart = async (edits: Edits) => {
      await first.runtime.stop();
      return openTown({ ...edits, store: kept, api: first.api, at: first.now() + 60_000 });
    };
    return { first, restart, kept };
  }

  test("a draft stays a draft, a trial goes on, and what was gone back from doesn't come back", async () => {
    const { first: town, restart, kept } = await bots();
    town.edit(sixtyfive);
    await types(town, "/剧本 启用 hq");
    await types(town, "/确认");
    const next = await restart({ edit: sixtyfive });
    expect(await deal(next, HQ)).toContain("满65减5");
    expect(await deal(next, HQ2)).toContain("满60减5");
    await types(next, "/剧本 启用", "试用到此结束");
    await types(next, "/确认", "已启用");
    await types(next, "/剧本 回退", "回到 #1");
    await types(next, "/确认", "已回到 #1");
    await next.runtime.stop();
    const last = await openTown({
      ...{ edit: sixtyfive, store: kept, api: next.api, at: next.now() + 60_000 },
    });
    expect(await deal(last, HQ)).toContain("满60减5");
    expect(last.bugs).toEqual([]);
  });

  test("files edited while no bot ran are taken at the start, and stand in the history", async () => {
    const { restart } = await bots();
    const next = await restart({ edit: fifty });
    expect(await deal(next, HQ)).toContain("满50减5");
    expect(await types(next, "/剧本 历史", "用过的剧本")).toMatch(
      /#2 .* 启动 \w{8}（机器人） ← 在用\n#1 .* 启动/,
    );
  });
});
