import { afterEach, describe, expect, test } from "vitest";
import { boss, calm, chatOf, live, started } from "../../support/started.js";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const BETTER = { arms: { sixty: { orders: 5 }, sixtyfive: { orders: 12 } }, days: 28 };
const adopts = (text: string) =>
  text.replace(
    "promos.main.title: 饮品满65减5 }\n    primary: margin_per_member",
    "promos.main.title: 饮品满65减5 }\n    primary: orders_per_member\n    on_verdict: adopt",
  );
const threshold = (yuan: number) => (text: string) =>
  text.replace('饮品满60减5\n    spend: "60.00"', `饮品满${yuan}减5\n    spend: "${yuan}.00"`);
const seventy = (text: string) =>
  text.replace(
    '"65.00", promos.main.title: 饮品满65减5',
    '"70.00", promos.main.title: 饮品满70减5',
  );
const renamed = (text: string) => text.replace("      sixtyfive: {", "      sixtysix: {");
const whoami = async (town: Town) => {
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner");
};
/** What the main promo makes of so many yuan of drinks in a group: the -5.00 of 满60减5, or why not. */
async function price(town: Town, chat: number, yuan = 62): Promise<string> {
  town.api.say(chat, BOSS, "老板", `/算价 ${yuan}`);
  const answer = await town.heard(`商品 ${yuan}.00`, chat);
  return /\(main\): (\S+)/.exec(answer?.text ?? "")?.[1] ?? "";
}

describe("on_verdict: adopt", () => {
  test("the verdict falls in the daily look: the better arm is every group's, operators hear how to go back, and a restart keeps it", async () => {
    const town = await started("threshold", { edit: adopts });
    await whoami(town);
    await live(town, "threshold", BETTER);
    const notice = await town.heard("【实验 threshold】已采用 sixtyfive", BOSS);
    expect(notice?.text).toContain("要退回就输入 /实验 退回 threshold");
    expect(notice?.text).toContain("有害：sixty 比 sixtyfive 差");
    expect(await price(town, HQ)).toBe("SPEND_BELOW");
    expect(await price(town, HQ2)).toBe("SPEND_BELOW");
    town.api.say(HQ, 501, "小雨", "算一下 62");
    await town.heard("满65减5", HQ);
    boss(town, "/剧本");
    await town.heard("已采用: threshold.sixtyfive", HQ);

    await town.runtime.stop();
    // Telegram is where the town is: what comes first after a start is judged by the machine's clock.
    town.api.tellTimeBy(town.clock.now);
    const again = await openTown({
      store: town.store,
      api: town.api,
      edit: (text) => adopts(calm(text)),
      at: town.clock.now(),
    });
    expect(await price(again, HQ2, 63)).toBe("SPEND_BELOW");
    boss(again, "/实验");
    await again.heard("已采用 sixtyfive", HQ);
    boss(again, "/实验 退回 threshold");
    await again.heard("已退回 threshold", HQ);
    expect(await price(again, HQ2, 64)).toBe("-5.00");
    expect([...town.bugs, ...again.bugs]).toEqual([]);
  });

  test("an edit that the arm would hide waits: the reload is refused, and the arm is adopted over what was registered", async () => {
    const town = await started("threshold", { edit: adopts });
    await whoami(town);
    town.edit((text) => adopts(threshold(58)(calm(text))));
    boss(town, "/剧本 重载");
    const refused = await town.heard("实验 threshold 正在进行", HQ);
    expect(refused?.text).toContain("要改 promos.main.spend、promos.main.title");
    await live(town, "threshold", BETTER);
    await town.heard("【实验 threshold】已采用 sixtyfive", BOSS);
    boss(town, "/剧本 重载");
    await town.heard("已采用实验 threshold 的 sixtyfive", HQ);
    boss(town, "/实验 退回 threshold");
    await town.heard("已退回 threshold", HQ);
    boss(town, "/剧本 重载");
    await town.heard("已启用新剧本", HQ);
    expect(await price(town, HQ, 59)).toBe("-5.00");
    expect(town.bugs).toEqual([]);
  });

  test("a better reference that is the playbook as written needs no adopting", async () => {
    const town = await started("threshold", { edit: adopts });
    await whoami(town);
    const worse = { sixty: { orders: 12 }, sixtyfive: { orders: 5 } };
    await live(town, "threshold", { arms: worse, days: 28 });
    const notice = await town.heard("【实验 threshold】", BOSS);
    expect(notice?.text).toContain("有效：sixty 比 sixtyfive 好");
    expect(notice?.text).not.toContain("采用");
    expect((await town.store.get("tea-town", "setting", "client"))?.value.adopted).toBeUndefined();
  });
});

describe("the file after an arm was adopted", () => {
  const adopted = async () => {
    const town = await openTown({ edit: calm });
    await whoami(town);
    boss(town, "/实验 采用 threshold sixtyfive");
    await town.heard("采用 threshold 的 sixtyfive？", HQ);
    boss(town, "/确认");
    await town.heard("已采用", HQ);
    return town;
  };
  const chosen = async ({ store }: Town) =>
    (await store.get("tea-town", "setting", "client"))?.value.adopted;

  test.each([
    ["the place the arm sets", threshold(58)],
    ["the arm", seventy],
    ["the arm's name", renamed],
  ])("an edit of %s waits for a word", async (_, edited) => {
    const town = await adopted();
    town.edit((text) => edited(calm(text)));
    boss(town, "/剧本 重载");
    const refused = await town.heard("已采用实验 threshold 的 sixtyfive", HQ);
    expect(refused?.text).toContain("promos.main.spend、promos.main.title");
    expect(await price(town, HQ)).toBe("SPEND_BELOW");
    boss(town, "/实验 退回 threshold");
    await town.heard("已退回", HQ);
    boss(town, "/剧本 重载");
    await town.heard("已启用新剧本", HQ);
    expect(await price(town, HQ)).toBe("-5.00");
  });

  test("an edit elsewhere is taken, and one that says what the arm says takes its place", async () => {
    const town = await adopted();
    town.edit((text) => calm(text).replace("capacity: 200", "capacity: 199"));
    boss(town, "/剧本 重载");
    await town.heard("已启用新剧本", HQ);
    expect(await chosen(town)).toEqual({ threshold: "sixtyfive" });
    town.edit((text) => threshold(65)(calm(text)));
    boss(town, "/剧本 重载");
    await town.heard("已启用新剧本", HQ);
    expect(await chosen(town)).toEqual({});
    expect(await price(town, HQ)).toBe("SPEND_BELOW");
  });

  test("edited while the bot was stopped, the file wins and operators hear of it", async () => {
    const town = await adopted();
    await town.runtime.stop();
    const again = await openTown({
      store: town.store,
      api: town.api,
      edit: (text) => threshold(58)(calm(text)),
    });
    const notice = await again.heard("剧本文件改了 promos.main.spend", BOSS);
    expect(notice?.text).toContain("不再采用 sixtyfive");
    expect(await chosen(again)).toEqual({});
    expect(await price(again, HQ)).toBe("-5.00");
  });
});

describe("guardrails", () => {
  const LEAVING = { arms: { sixty: { orders: 5 }, sixtyfive: { orders: 5, leaves: 3 } }, days: 28 };
  const runOf = async ({ store }: Town) => (await store.list("tea-town", "experiment"))[0]?.value;

  test("one that is listed stops the only arm it can pause, and says so", async () => {
    const town = await started("threshold");
    await whoami(town);
    await live(town, "threshold", LEAVING);
    const notice = await town.heard("【实验 threshold】护栏报警，已停下", BOSS);
    expect(notice?.text).toContain("护栏 退群率：sixtyfive 占");
    expect(await runOf(town)).toMatchObject({ state: "stopped", why: "guardrail" });
  });

  test("one that is not listed stops nothing and is not shown", async () => {
    const edit = (text: string) =>
      text.replace("guardrails: [leave_rate, complaint_rate]", "guardrails: [complaint_rate]");
    const town = await started("threshold", { edit });
    await live(town, "threshold", { ...LEAVING, days: 20 });
    expect(await runOf(town)).toMatchObject({ state: "running" });
    boss(town, "/实验 报告 threshold");
    const report = await town.heard("到第 20/28 天", HQ);
    expect(report?.text).not.toContain("退群率");
    expect(report?.text).toContain("护栏 投诉率");
  });

  test("of three arms it pauses one: its groups have the first arm, the others go on", async () => {
    const HQ3 = -1001000000003;
    const edit = (text: string) =>
      text
        .replace(
          "    lobby: {",
          `    hq3: { platform: telegram, chat: "${HQ3}", pool: welfare }\n    lobby: {`,
        )
        .replace("      sixtyfive: {", '      other: { quiet.to: "09:00" }\n      sixtyfive: {');
    const town = await started("threshold", { edit, chats: [HQ, HQ2, HQ3] });
    await whoami(town);
    await live(town, "threshold", { ...LEAVING, days: 27 });
    const notice = await town.heard("护栏报警，已暂停 sixtyfive，", BOSS);
    expect(notice?.text).toContain("护栏 退群率：sixtyfive 占");
    expect(town.since(BOSS).filter((text) => text.includes("护栏报警"))).toEqual([]);
    const run = await runOf(town);
    expect(run).toMatchObject({
      state: "running",
      running: { paused: { sixtyfive: expect.any(String) } },
    });
    // The group that chance gives it today has the first arm.
    expect(await price(town, await chatOf(town, "sixtyfive"))).toBe("-5.00");
    boss(town, "/实验 报告 threshold");
    const report = await town.heard("到第 27/28 天", HQ);
    expect(report?.text).not.toContain("分组比例不对");
    boss(town, "/实验 核对 threshold");
    await town.heard("核对无误", HQ);
    expect(town.bugs).toEqual([]);
  });
});
