import { expect, test } from "vitest";
import { PlatformFailure } from "../../../src/core/errors.js";
import { openAccount, ROOM, TO } from "../../support/wechat-account.js";

const hello = { kind: "send_text", to: TO, text: "hi" } as const;

test.each(["hang", "hang-after"] as const)(
  "a send that never answers (%s) ends after 15 s: nobody knows what became of it",
  async (how) => {
    const { platform, memory, time, start, outcome } = openAccount();
    await start();
    memory.fault("messageSendText", { how });
    const sent = outcome(platform.perform(hello));
    await time.pass(14_999);
    expect(sent).toEqual({});
    await time.pass(1);
    expect(sent.refusal).toEqual({ kind: "offline", delivered: "maybe" });
    expect(memory.sent).toHaveLength(how === "hang" ? 0 : 1);
    await platform.perform(hello);
    expect(memory.sent).toHaveLength(how === "hang" ? 1 : 2);
  },
);

test("whatever a call throws is a failure of the platform, on one line, without the token", async () => {
  const { platform, memory, start } = openAccount();
  await start();
  for (const error of [
    new Error("SECRET\n  at stack"),
    "SECRET",
    { code: 2 },
    null,
    undefined,
    7,
  ]) {
    memory.fault("messageSendText", { how: "reject", error });
    const thrown = await platform.perform(hello).catch((one: unknown) => one);
    expect(thrown).toBeInstanceOf(PlatformFailure);
    expect(String(thrown)).not.toMatch(/SECRET|\n/);
  }
});

test("who is in is asked each time; a list of nobody is none", async () => {
  const { platform, memory, start } = openAccount();
  await start();
  expect(await platform.count(TO)).toBe(2);
  memory.join(ROOM, "bo");
  expect(await platform.count(TO)).toBe(3);
  const empty = { ...TO, chat: "9@chatroom" };
  await expect(platform.count(empty)).rejects.toBeInstanceOf(PlatformFailure);
  memory.fault("roomMemberList", { how: "reject", error: new Error("boom") });
  await expect(platform.members?.(TO)).rejects.toBeInstanceOf(PlatformFailure);
});

test("members are told without the account itself, twenty new names at a time", async () => {
  const { platform, memory, start } = openAccount();
  for (let n = 0; n < 30; n++) memory.name(`u${n}`, `Name ${n}`);
  const users = Array.from({ length: 30 }, (_, n) => `u${n}`);
  memory.addRoom("9@chatroom", users);
  await start();
  const there = { ...TO, chat: "9@chatroom" };
  const first = (await platform.members?.(there)) ?? [];
  expect(first.map(({ user }) => user)).toEqual(users);
  expect(first.filter(({ name }) => name === "")).toHaveLength(10);
  expect(first[3]?.name).toBe("Name 3");
  const second = (await platform.members?.(there)) ?? [];
  expect(second.every(({ user, name }) => name === `Name ${user.slice(1)}`)).toBe(true);
  expect(memory.called("roomMemberPayload")).toBe(30);
});

test("a message whose words can't be had at first is asked for again", async () => {
  const { memory, time, start, told } = openAccount();
  await start();
  memory.fault("messagePayload", { how: "reject", error: new Error("busy") });
  memory.say("ana", "one", { roomId: ROOM });
  await time.settle();
  expect(told()).toEqual(["one"]);
});

test("one whose words never come holds up those behind it for half a minute, and is new when told again", async () => {
  const { memory, time, start, told, logged } = openAccount();
  await start();
  memory.fault("messagePayload", { how: "hang" }, 2);
  const lost = memory.say("ana", "one", { roomId: ROOM });
  await time.pass(15_000);
  memory.say("ana", "two", { roomId: ROOM });
  await time.pass(14_999);
  expect(told()).toEqual([]);
  await time.pass(1);
  expect(told()).toEqual(["two"]);
  expect(logged.join()).toContain("WECHAT_EVENT_UNREADABLE");
  memory.again(lost);
  await time.settle();
  expect(told()).toEqual(["two", "one"]);
});

test("what nobody tells again is read later: once, behind what came meanwhile, and given up after ten times", async () => {
  const { memory, time, start, told } = openAccount();
  await start();
  const say = (text: string) => memory.say("ana", text, { roomId: ROOM });
  memory.fault("messagePayload", { how: "hang" }, 4);
  for (const text of ["one", "two"]) say(text);
  await time.pass(30_000);
  say("three");
  await time.settle();
  memory.fault("messagePayload", { how: "hang" });
  await time.pass(74_999);
  expect(told()).toEqual(["three"]);
  await time.pass(1);
  expect(told()).toEqual(["three", "two", "one"]);
  await time.pass(600_000);
  expect(told()).toHaveLength(3);
  memory.fault("messagePayload", { how: "reject", error: new Error("gone") }, 12);
  say("four");
  await time.pass(600_000);
  expect(told()).toHaveLength(3);
  expect(memory.called("messagePayload")).toBe(4 + 1 + 3 + 12);
  say("five");
  await time.settle();
  expect(told()).toContain("five");
});

test("a name that can't be had is none, and is asked for again a minute later", async () => {
  const { memory, time, start, heard } = openAccount();
  memory.name("ana", "Ana");
  await start();
  const error = new Error("busy");
  memory.fault("roomMemberPayload", { how: "reject", error });
  memory.fault("contactPayload", { how: "reject", error });
  const names = () => heard.map((event) => ("person" in event ? event.person.name : ""));
  memory.say("ana", "one", { roomId: ROOM });
  await time.settle();
  memory.say("ana", "two", { roomId: ROOM });
  await time.pass(60_000);
  memory.say("ana", "three", { roomId: ROOM });
  await time.settle();
  expect(names()).toEqual(["", "", "Ana"]);
  expect(memory.called("roomMemberPayload")).toBe(2);
});

test("while the store takes nothing in, nothing is passed over, and it is tried ever less often", async () => {
  const { memory, time, start, told, failing, logged } = openAccount();
  await start();
  failing.error = new Error("the disk is full");
  memory.say("ana", "one", { roomId: ROOM });
  await time.pass(1_000);
  memory.say("ana", "two", { roomId: ROOM });
  await time.pass(600_000);
  const tries = logged.filter((line) => line.startsWith("WECHAT_BATCH_NOT_TAKEN")).length;
  expect(tries).toBeGreaterThan(15);
  expect(tries).toBeLessThan(60);
  failing.error = undefined as unknown as Error;
  await time.pass(30_000);
  expect(told()).toEqual(["one", "two"]);
});

test("a message that is shown to the account itself has arrived; one that isn't is told of", async () => {
  const { platform, memory, time, start, outcome } = openAccount();
  await start();
  const echo = (id: unknown) => memory.say("wxid_bot", "hi", { id: String(id), roomId: ROOM });
  const first = outcome(platform.perform(hello));
  await time.settle();
  // It doesn't know yet whether this puppet shows them.
  expect(first.value).toEqual({ messageId: "1000" });
  echo(1000);
  await time.settle();
  const second = outcome(platform.perform(hello));
  await time.settle();
  expect(second).toEqual({});
  echo(1001);
  await time.settle();
  expect(second.value).toEqual({ messageId: "1001" });
  const third = outcome(platform.perform(hello));
  await time.pass(29_999);
  expect(third).toEqual({});
  await time.pass(1);
  expect(third.value).toEqual({ messageId: "1002", echo: "missing" });
});

test("an echo behind a crowd's messages that are slow to be read is no missing one", async () => {
  const { platform, memory, time, start, outcome } = openAccount();
  await start();
  const echo = (id: number) => memory.say("wxid_bot", "hi", { id: String(id), roomId: ROOM });
  const first = outcome(platform.perform(hello));
  await time.settle();
  echo(1000);
  await time.settle();
  expect(first.value).toEqual({ messageId: "1000" });
  for (let n = 0; n < 50; n++) {
    memory.fault("messagePayload", { how: "hang" });
    memory.say("ana", `${n}`, { roomId: ROOM });
  }
  const second = outcome(platform.perform(hello));
  await time.settle();
  expect(second).toEqual({});
  // The crowd's have the numbers before.
  echo(1051);
  await time.settle();
  expect(second.value).toEqual({ messageId: "1051" });
});
