import { afterEach, expect, test } from "vitest";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const NEWS = "店庆三天";
const arrivals = (town: Town) =>
  town.api.sent.filter(({ text }) => text === NEWS).map(({ chat_id }) => Number(chat_id));

/** The boss sends news to all groups. @returns the preview. */
async function broadcast(town: Town): Promise<string> {
  town.api.say(BOSS, BOSS, "老板", `/发言 all ${NEWS}`, true);
  const preview = await town.heard("两分钟内回复", BOSS);
  town.api.say(BOSS, BOSS, "老板", "/确认", true);
  await town.heard("已交付发送", BOSS);
  return preview?.text ?? "";
}

// The first is c19 of the reported cases.
test.each([
  { fault: "topic_closed", why: "重新打开话题", arrived: [HQ2] },
  { fault: "no_rights", why: "设为管理员", arrived: [HQ2] },
  { fault: "lost", why: "不知道发到没有", arrived: [HQ, HQ2] },
  { fault: "internal", why: "不知道发到没有", arrived: [HQ2] },
  { fault: "withdrawn", why: "HIDE_REQUESTER_MISSING", arrived: [HQ2] },
] as const)("a broadcast that meets $fault: who sent it hears where and why", async (given) => {
  const town = await openTown();
  town.api.fault("sendMessage", given.fault, 1, 1, HQ);
  await broadcast(town);
  const told = (await town.heard("没有发到", BOSS))?.text ?? "";
  expect(told).toContain(given.why);
  expect(told).toContain("茶野福利1群");
  expect(told).not.toContain("茶野福利2群");
  expect(arrivals(town).sort()).toEqual([...given.arrived].sort());
  await town.forward(600_000);
  expect(town.since(BOSS).filter((text) => text.includes("没有发到"))).toEqual([]);
});

test("who sent it to a hundred groups that refuse it hears so in one message", async () => {
  const chats = Array.from({ length: 100 }, (_, n) => HQ - n);
  const api = await startFakeBotApi({});
  for (const chat of chats) api.addBot(chat, `chat ${chat}`);
  api.fault("sendMessage", "topic_closed", 1, 1, HQ2);
  const more = chats.slice(2).map((chat, n) => {
    api.fault("sendMessage", "topic_closed", 1, 1, chat);
    return `    more${n}: { platform: telegram, chat: "${chat}", pool: welfare }\n`;
  });
  const edit = (text: string) => text.replace("    lobby: {", `${more.join("")}    lobby: {`);
  const town = await openTown({ api, edit });
  await broadcast(town);
  const told = await town.heard("没有发到", BOSS);
  expect(told?.text).toContain("有 99 个群没有发到");
  expect(told?.text).toMatch(/还有 \d+ 个群$/);
});

test("nobody hears anything more of a broadcast that arrived", async () => {
  const town = await openTown();
  await broadcast(town);
  await town.until("it arrived", () => arrivals(town).length === 2);
  await town.forward(600_000);
  expect(town.since(BOSS)).toEqual([]);
  expect(await town.store.list("tea-town", "broadcast")).toEqual([]);
});

test("a group that the bot has lost is left out beforehand, and named", async () => {
  const town = await openTown();
  town.api.say(BOSS, BOSS, "老板", "/状态", true);
  await town.heard("待发", BOSS);
  town.api.addBot(HQ2, "茶野福利2群", "left");
  await town.heard("移出群", BOSS);
  const preview = await broadcast(town);
  expect(preview).toContain("将发到 1 个群");
  expect(preview).toContain("茶野福利2群");
  town.api.say(BOSS, BOSS, "老板", `/发言 telegram:-1001000000002 ${NEWS}`, true);
  await town.heard("不在这些群里", BOSS);
});

test("one that had to wait too long is told when it is given up", async () => {
  const town = await openTown();
  town.api.say(BOSS, BOSS, "老板", "/暂停 telegram:-1001000000001", true);
  await town.heard("已暂停", BOSS);
  await broadcast(town);
  await town.forward(3 * 3_600_000);
  await town.heard("等得太久", BOSS);
});
