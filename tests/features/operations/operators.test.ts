import { afterEach, describe, expect, test } from "vitest";
import {
  BOSS,
  closeTowns,
  groupId,
  HQ,
  HQ2,
  memberId,
  openTown,
  storyOfLinks,
  type Town,
  userId,
} from "../../support/town.js";

afterEach(closeTowns);

const HOUR = 3_600_000;
const NEW = -1001000000055;
const boss = (town: Town, text: string, chat = HQ) =>
  town.api.say(chat, BOSS, "老板", text, chat === BOSS);

test("/help lists what the caller may use, and every command has a Chinese and an English form", async () => {
  const town = await openTown();
  boss(town, "/help");
  const help = (await town.heard("/状态"))?.text ?? "";
  for (const name of [
    "/群",
    "/绑定",
    "/暂停",
    "/人设",
    "/流程",
    "/定时",
    "/发言",
    "/剧本",
    "/重试",
  ])
    expect(help).toContain(name);
  town.api.say(HQ, 10002, "小李", "/帮助");
  const less = (await town.heard("/状态"))?.text ?? "";
  expect(less).not.toContain("/绑定");
});

storyOfLinks(
  "/bind attaches a new group: a chat that is bound to nobody is bound by naming the client",
  async () => {
    const town = await openTown({ owner: memberId(10001) });
    town.api.addBot(NEW, "新群");
    boss(town, "/绑定 welfare", NEW);
    await town.heard("品牌方", NEW);
    boss(town, "/bind tea-town welfare", NEW);
    await town.heard("茶野福利3群", NEW);
    await town.until("it has a link to give away", async () => {
      return Boolean((await town.store.get("tea-town", "group", groupId(NEW)))?.value.link);
    });
    town.api.say(NEW, 501, "小雨", "有优惠吗");
    await town.heard("优惠", NEW);
  },
);

test("a released group hears nothing more of its client, and may go to another", async () => {
  const town = await openTown({ owner: memberId(10001) });
  boss(town, "/解绑");
  await town.heard("已解绑", HQ);
  boss(town, "/绑定 paw-post pet-parents");
  await town.heard("爪爪家长1群", HQ);
  await town.forward(5 * HOUR);
  expect(town.since(HQ)).toEqual([]);
  expect(town.since(HQ2)).toHaveLength(1);
  boss(town, "/群 @tea-town", BOSS);
  expect((await town.heard("茶野福利2群", BOSS))?.text).not.toContain("茶野福利1群");
});

test("another client's operator can't command here, nor learn who else is served", async () => {
  const town = await openTown();
  town.api.say(HQ, 20001, "陈", "/状态");
  town.api.say(HQ, 20001, "陈", "/绑定 pet-parents");
  await town.rest();
  expect(town.since()).toEqual([]);
  const paws = -1001000000077;
  town.api.addBot(paws, "爪爪");
  town.api.say(paws, 20001, "陈", "/绑定 paw-post pet-parents");
  await town.heard("已绑定", paws);
  town.api.say(paws, 20001, "陈", "/群");
  expect((await town.heard("爪爪家长", paws))?.text).not.toContain("茶野");
});

describe("/say", () => {
  test("shows a preview with the number of groups, and says it once when it is confirmed", async () => {
    const town = await openTown();
    boss(town, "/发言 all 今天三点上新");
    await town.heard("将发到 2 个群", HQ);
    expect(town.since(HQ2)).toEqual([]);
    boss(town, "/确认");
    await town.heard("今天三点上新", HQ2);
    boss(town, "/确认");
    await town.heard("没有等待确认", HQ);
    await town.forward(HOUR);
    expect(town.api.sent.filter(({ text }) => text === "今天三点上新")).toHaveLength(2);
  });

  test("is not confirmed by somebody else, nor after two minutes", async () => {
    const town = await openTown();
    boss(town, "/发言 all 今天三点上新");
    await town.heard("将发到", HQ);
    town.api.say(HQ, 10002, "小李", "/确认");
    await town.heard("没有等待确认", HQ);
    await town.forward(121_000);
    boss(town, "/确认");
    await town.heard("没有等待确认", HQ);
  });

  test("at night the preview says when it will come, and then it comes", async () => {
    const town = await openTown();
    await town.forward(13 * HOUR);
    boss(town, "/发言 all 明早见");
    const preview = await town.heard("将发到 2 个群", HQ);
    expect(preview?.text).toContain("08:00");
    boss(town, "/确认");
    await town.heard("已交付", HQ);
    await town.forward(8 * HOUR);
    expect(town.since(HQ2).filter((text) => text === "明早见")).toEqual([]);
    await town.forward(2 * HOUR);
    await town.heard("明早见", HQ2);
  });
});

test("/pause bot is for the installation's owner; /pause client for the client's", async () => {
  const town = await openTown({ owner: memberId(999) });
  boss(town, "/pause bot");
  await town.heard("SUANPAN_OWNER", HQ);
  boss(town, "/pause client");
  await town.heard("已暂停", HQ);
  boss(town, "/status");
  await town.heard("本品牌方已暂停", HQ);
});

test("a scheduled send that falls due while paused is left out, and recorded as held", async () => {
  const town = await openTown();
  boss(town, "/pause client");
  await town.heard("已暂停", HQ);
  await town.forward(5 * HOUR);
  expect(town.since()).toEqual([]);
  const held = await town.store.facts("tea-town", "held");
  expect(held.map(({ data }) => data)).toEqual([
    { schedule: "slump", why: "paused" },
    { schedule: "slump", why: "paused" },
  ]);
});

describe("in a busy group", () => {
  const crowd = (town: Town, count: number) => {
    for (let user = 1; user <= count; user++) town.api.join(HQ, user, `客${user}`);
  };

  test("/pause silences what is queued already, and is answered at once", async () => {
    const town = await openTown();
    crowd(town, 20);
    await town.until("greetings wait", async () => (await town.store.counts()).waiting > 10);
    boss(town, "/暂停");
    await town.pass(8_000);
    await town.heard("已暂停", HQ);
    await town.forward(120_000);
    expect(town.since(HQ)).toEqual([]);
    boss(town, "/恢复");
    await town.heard("已恢复", HQ);
    await town.forward(60_000);
    expect(town.since(HQ).length).toBeGreaterThan(5);
  });

  test("who asks is answered before who only came in is greeted", async () => {
    const town = await openTown();
    crowd(town, 20);
    await town.until("greetings wait", async () => (await town.store.counts()).waiting > 10);
    town.api.say(HQ, 501, "小雨", "有优惠吗");
    await town.pass(15_000);
    expect(town.since(HQ).some((text) => text.includes("优惠"))).toBe(true);
    expect(town.since(HQ).length).toBeLessThan(12);
  });
});

test("a slip is told from a command nobody knows", async () => {
  const town = await openTown();
  boss(town, "/statsu");
  await town.heard("是不是想输入 /status", HQ);
  boss(town, "/schedule");
  await town.heard("slump |", HQ);
  boss(town, "/bind nope welfare", BOSS);
  await town.heard("没有品牌方 nope", BOSS);
  boss(town, "/状态 @nope", BOSS);
  await town.heard("没有品牌方 nope", BOSS);
  boss(town, `/发言 all ${"长".repeat(5000)}`);
  await town.heard("太长了：5000 个字", HQ);
});

test("/persona use refuses a persona that lacks a line, and takes one that has them all", async () => {
  const editPersona = (text: string) =>
    text.includes("id: brand-voice") ? text.replace("  hours:", "  opening:") : text;
  const town = await openTown({ editPersona });
  boss(town, "/人设");
  expect((await town.heard("village-girl"))?.text).toContain("* village-girl");
  boss(town, "/persona use office-lady");
  await town.heard("已切换人设", HQ);
  boss(town, "/persona use nobody");
  await town.heard("没有人设 nobody", HQ);
  boss(town, "/persona use brand-voice");
  await town.heard("缺少剧本要用的话术：deal, hours", HQ);
  boss(town, "/人设");
  expect((await town.heard("village-girl"))?.text).toContain("* office-lady");
});

test("/script start walks a member who is in the group; the member's answer is kept", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  boss(town, "/流程 开始 order-help 小雨");
  await town.heard("已为 小雨 开始", HQ);
  await town.heard("小程序", HQ);
  boss(town, "/流程 开始 order-help 没这个人");
  await town.heard("本群没有成员", HQ);
});

test("/schedule pause and resume; the list shows the next time", async () => {
  const town = await openTown();
  boss(town, "/定时");
  expect((await town.heard("slump"))?.text).toMatch(/14:30/);
  boss(town, "/定时 暂停 slump");
  await town.heard("已暂停定时", HQ);
  await town.forward(5 * HOUR);
  expect(town.since(HQ2)).toEqual([]);
  boss(town, "/定时 恢复 slump");
  await town.heard("已恢复定时", HQ);
  await town.forward(24 * HOUR);
  expect(town.since(HQ2)).toHaveLength(1);
});

describe("/playbook reload", () => {
  test("binds new chats, plants new schedules, drops old ones", async () => {
    const town = await openTown();
    town.api.addBot(NEW, "新群");
    town.edit((text) =>
      text
        .replace(
          "    lobby: {",
          `    hq3: { platform: telegram, chat: "${NEW}", pool: welfare }\n    lobby: {`,
        )
        .replace("  slump:\n", "  noon:\n")
        .replace('at: "14:30"', 'at: "12:00"'),
    );
    boss(town, "/剧本 重载");
    await town.heard("已启用新剧本", HQ);
    await town.forward(6 * HOUR);
    expect(town.since(NEW)).toHaveLength(1);
    expect(town.since(HQ2)).toHaveLength(1);
  });

  test("who is on their way through a script goes on in the version they began with", async () => {
    const town = await openTown();
    town.api.join(HQ, 501, "小雨");
    await town.heard("小雨", HQ);
    town.edit((text) => text.replace("      - say: menu\n", "      - say: delivery\n"));
    boss(town, "/剧本 重载");
    await town.heard("已启用新剧本", HQ);
    town.api.join(HQ, 502, "阿明");
    await town.heard("阿明", HQ);
    await town.forward(31 * 60_000);
    const first = await town.heard("", HQ);
    expect(first?.text).toMatch(/茉莉青/);
    await town.forward(2 * HOUR);
    await town.heard("外卖", HQ).catch(() => town.heard("能送", HQ));
  });
});

test("every use of a command is recorded, refused ones too", async () => {
  const town = await openTown();
  boss(town, "/status");
  town.api.say(HQ, 10002, "小李", "/unbind");
  await town.heard("需要 owner 角色");
  const uses = (await town.store.facts("@system", "command")).map(({ data }) => data);
  expect(uses).toEqual([
    { client: "tea-town", by: userId(10001), name: "status", args: "" },
    { client: "tea-town", by: userId(10002), name: "unbind", args: "" },
  ]);
});

test("an anonymous admin is nobody in particular: no command, no hint", async () => {
  const town = await openTown();
  town.api.say(HQ, 1087968824, "群管理员", "/status");
  await town.rest();
  expect(town.since()).toEqual([]);
});
