import { describe, expect, test } from "vitest";
import { PlatformFailure } from "../../../src/core/errors.js";
import type { AskRoom } from "../../../src/platform/port.js";
import { BOT } from "../../support/memory-puppet.js";
import { openAccount, ROOM, TO } from "../../support/wechat-account.js";

const EVERY_MS = 10_000;
const QUESTIONS = ["roomMemberPayload", "contactPayload", "roomPayload", "messageImage"];

/** An account that may look up one thing every ten seconds, and what was allowed. */
function openLimited(room?: AskRoom) {
  const account = openAccount();
  const { clock } = account.time;
  const allowed: string[] = [];
  let next = 0;
  const inTurn: AskRoom = async ({ kind }) => {
    if (clock.now() < next) return next;
    next = clock.now() + EVERY_MS;
    allowed.push(kind);
    return undefined;
  };
  account.platform.limitLookUps?.(room ?? inTurn);
  const asked = () => QUESTIONS.map(account.memory.called).reduce((sum, one) => sum + one, 0);
  const names = () =>
    account.heard.map((event) => ("person" in event ? event.person.name : event.kind));
  return { ...account, allowed, asked, names };
}

describe("names that can't be afforded", () => {
  test("are unknown for now: a crowd of new faces is heard at once, and asked for one by one", async () => {
    const { memory, time, start, told, names, asked, allowed } = openLimited();
    for (let n = 0; n < 30; n++) memory.name(`u${n}`, `Name ${n}`);
    memory.addRoom(
      "9@chatroom",
      Array.from({ length: 30 }, (_, n) => `u${n}`),
    );
    await start();
    for (let n = 0; n < 30; n++) memory.say(`u${n}`, `${n}`, { roomId: "9@chatroom" });
    await time.settle();
    expect(told()).toHaveLength(30);
    expect(names()).toEqual(["Name 0", ...Array(29).fill("")]);
    await time.pass(5 * EVERY_MS);
    expect(asked()).toBe(6);
    // Who was wanted first is known first, and whoever is known isn't asked for again.
    for (const n of [3, 5, 6]) memory.say(`u${n}`, "again", { roomId: "9@chatroom" });
    await time.settle();
    expect(names().slice(30)).toEqual(["Name 3", "Name 5", ""]);
    await time.pass(40 * EVERY_MS);
    expect(asked()).toBe(30);
    expect(allowed).toEqual(Array(30).fill("face"));
    memory.say("u29", "again", { roomId: "9@chatroom" });
    await time.settle();
    expect(names().at(-1)).toBe("Name 29");
  });

  test("are those of people who just talk first of all: who comes in, or speaks to the bot, is asked for besides", async () => {
    let talkers = 0;
    const { memory, time, start, names } = openLimited(async ({ kind }) => {
      if (kind === "face") talkers += 1;
      return kind === "face" && talkers > 1 ? time.clock.now() + 3_600_000 : undefined;
    });
    for (const user of ["ana", "bo", "cy", "dee"]) memory.name(user, user.toUpperCase());
    memory.addRoom(ROOM, ["ana", "bo", "dee"]);
    await start();
    for (const user of ["ana", "bo"]) memory.say(user, "hello", { roomId: ROOM });
    await time.settle();
    memory.join(ROOM, "cy");
    memory.say("dee", "@bot you there?", { roomId: ROOM, mentionIdList: [BOT] });
    await time.settle();
    // Who was put off as a talker is not, once they speak to the bot.
    memory.say("bo", "@bot and me?", { roomId: ROOM, mentionIdList: [BOT] });
    await time.settle();
    expect(names()).toEqual(["ANA", "", "CY", "DEE", "BO"]);
  });

  test("count each question, that to the group and that to the person", async () => {
    const { memory, time, start, names, asked, allowed } = openLimited();
    memory.name("gus", "Gus");
    await start();
    // Who isn't in the group is asked for elsewhere, in its turn.
    memory.say("gus", "one", { roomId: ROOM });
    await time.settle();
    expect([asked(), allowed.length]).toEqual([1, 1]);
    await time.pass(EVERY_MS);
    expect([asked(), allowed.length]).toEqual([2, 2]);
    memory.say("gus", "two", { roomId: ROOM });
    memory.say("gus", "three");
    await time.settle();
    expect(names()).toEqual(["", "Gus", "Gus"]);
    expect(memory.called("roomMemberPayload")).toBe(1);
  });

  test("are none where nobody can say whether there is room, and what was said is heard", async () => {
    const { memory, time, start, told, names, asked } = openLimited(() =>
      Promise.reject(new Error("the disk is full")),
    );
    await start();
    memory.say("ana", "hello", { roomId: ROOM });
    await time.pass(30_000);
    expect([told(), names(), asked()]).toEqual([["hello"], [""], 0]);
  });

  test("are not asked for when it has stopped", async () => {
    const { memory, time, start, platform, asked } = openLimited();
    await start();
    for (const user of ["ana", "bo", "cy"]) memory.say(user, "hello", { roomId: ROOM });
    await time.settle();
    await platform.stop();
    await time.pass(10 * EVERY_MS);
    expect(asked()).toBe(1);
  });
});

test("a list of members looks up names while there is room, and leaves the others to be asked for", async () => {
  const { memory, time, start, platform, asked } = openLimited();
  memory.addRoom("9@chatroom", ["ana", "bo", "cy"]);
  for (const [user, name] of Object.entries({ ana: "Ana", bo: "Bo", cy: "Cy" }))
    memory.name(user, name);
  await start();
  const there = { ...TO, chat: "9@chatroom" };
  const named = async () => (await platform.members?.(there))?.map(({ name }) => name);
  expect(await named()).toEqual(["Ana", "", ""]);
  await time.pass(2 * EVERY_MS);
  expect(await named()).toEqual(["Ana", "Bo", "Cy"]);
  expect(asked()).toBe(3);
});

test("what an operator waits for asks as such, and is left out where there is no room", async () => {
  const kinds: string[] = [];
  const { memory, start, platform, asked } = openLimited(async ({ kind }) => {
    kinds.push(kind);
    return kinds.length > 3 ? 99 : undefined;
  });
  memory.addRoom("9@chatroom", ["ana", "bo"], "ana");
  await start();
  expect(await platform.chats?.()).toEqual([
    { chat: ROOM, title: `T ${ROOM}` },
    { chat: "9@chatroom", title: "T 9@chatroom", owner: "ana" },
  ]);
  const people = await platform.members?.({ ...TO, chat: "9@chatroom" }, "wished");
  expect(people?.map(({ name }) => name)).toEqual(["ana", ""]);
  expect(kinds.slice(0, 4)).toEqual(Array(4).fill("look"));
  expect(asked()).toBe(3);
  expect(await platform.chats?.()).toEqual([
    { chat: ROOM, title: "" },
    { chat: "9@chatroom", title: "" },
  ]);
});

test("a picture that can't be afforded is refused with the time to wait", async () => {
  const { memory, time, start, platform } = openLimited(async () => time.clock.now() + 90_000);
  await start();
  const id = memory.show("ana", Buffer.from("png"));
  const error = await platform.picture?.(id).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(PlatformFailure);
  expect(error).toMatchObject({ refusal: { kind: "rate_limited", retryAfterMs: 90_000 } });
  expect(memory.called("messageImage")).toBe(0);
});
