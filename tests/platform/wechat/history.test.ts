import { expect, test } from "vitest";
import { openAccount, ROOM } from "../../support/wechat-account.js";

const MINUTE = 60;

test("what is told twice is heard once", async () => {
  const { memory, time, start, told } = openAccount();
  await start();
  const id = memory.say("ana", "one", { roomId: ROOM });
  memory.again(id);
  await time.pass(3_600_000);
  memory.again(id);
  memory.join(ROOM, "bo");
  memory.join(ROOM, "bo");
  await time.settle();
  expect(told()).toEqual(["one", "joined bo"]);
});

test("who comes, goes and comes again does so within the second too", async () => {
  const { memory, time, start, told } = openAccount();
  await start();
  memory.join(ROOM, "bo");
  memory.leave(ROOM, "bo");
  memory.join(ROOM, "bo");
  await time.settle();
  expect(told()).toEqual(["joined bo", "left bo", "joined bo"]);
});

test("its own words are not heard, though they mention it", async () => {
  const { memory, time, start, told } = openAccount();
  await start();
  memory.say("wxid_bot", "@me", { roomId: ROOM, mentionIdList: ["wxid_bot"] });
  memory.say("ana", "@bot", { roomId: ROOM, mentionIdList: ["wxid_bot"] });
  await time.settle();
  expect(told()).toEqual(["@bot"]);
});

test("after a start, what was said while nobody heard it is kept, but not answered", async () => {
  const { memory, time, start, told } = openAccount();
  const now = time.clock.now() / 1_000;
  await start(undefined, 0);
  memory.say("ana", "an hour ago", { roomId: ROOM, timestamp: now - 60 * MINUTE });
  memory.say("ana", "a minute ago", { roomId: ROOM, timestamp: now - 61 });
  memory.say("ana", "just now", { roomId: ROOM, timestamp: now - 60 });
  memory.say("bo", "退订", { timestamp: now - 2 * MINUTE });
  memory.say("bo", "", { timestamp: now - 2 * MINUTE, type: 4 });
  await time.settle();
  expect(told()).toEqual([
    "late: an hour ago",
    "late: a minute ago",
    "just now",
    "late: 退订",
    "late: -",
  ]);
  await time.pass(61_000);
  memory.say("ana", "an hour ago again", { roomId: ROOM, timestamp: now - 60 * MINUTE });
  await time.settle();
  expect(told().at(-1)).toBe("an hour ago again");
});

test("what was heard before the restart is not heard again, whatever id it has now", async () => {
  const { memory, time, start, told, heard } = openAccount();
  const now = time.clock.now();
  await start(`wechat:${now - 10 * 60_000}:m:1`, 0);
  const at = (minutes: number) => now / 1_000 - minutes * MINUTE;
  memory.say("ana", "before", { roomId: ROOM, timestamp: at(12) });
  memory.join(ROOM, "old", { timestamp: at(12) });
  memory.leave(ROOM, "old", { timestamp: at(11.5) });
  memory.say("ana", "long before", { roomId: ROOM, timestamp: at(11) - 1 });
  memory.say("ana", "about then", { roomId: ROOM, timestamp: at(11) });
  memory.say("ana", "since", { roomId: ROOM, timestamp: at(5) });
  memory.join(ROOM, "new", { timestamp: at(5) });
  await time.settle();
  expect(told()).toEqual(["late: about then", "late: since", "joined new"]);
  expect(heard.every(({ id }) => id.startsWith("wechat:"))).toBe(true);
});

test("a login after a night is a start like any other", async () => {
  const { memory, time, start, told } = openAccount();
  await start();
  memory.say("ana", "good night", { roomId: ROOM });
  await time.settle();
  const then = time.clock.now() / 1_000;
  memory.logout();
  await time.pass(5 * 3_600_000);
  memory.login();
  // A day's history, under ids of its own.
  for (let n = 0; n < 50; n++)
    memory.say("ana", `old ${n}`, { roomId: ROOM, timestamp: then - 90 * MINUTE + n });
  memory.say("ana", "at night", { roomId: ROOM, timestamp: then + 60 * MINUTE });
  memory.say("ana", "good morning", { roomId: ROOM });
  await time.settle();
  expect(told()).toEqual(["good night", "risk", "late: at night", "good morning"]);
});

test("the platform's time is this machine's while they agree, and the platform's own where they don't", async () => {
  const { platform, memory, time, start } = openAccount();
  await start();
  memory.say("ana", "one", { roomId: ROOM });
  await time.settle();
  expect(platform.time?.()).toEqual({ at: time.clock.now(), within: 3_000 });
  const there = time.clock.now();
  time.jump(600_000);
  await time.pass(1_000);
  expect(platform.time?.().at).toBe(there + 1_000);
  // A time that can't be one moves nothing.
  memory.say("ana", "two", { roomId: ROOM, timestamp: there / 1_000 + 400 * 86_400 });
  await time.settle();
  expect(platform.time?.().at).toBe(there + 1_000);
});
