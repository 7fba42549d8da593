import { expect, test } from "vitest";
import { openAccount, ROOM } from "../../support/wechat-account.js";

const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const pictures = (heard: readonly object[]) =>
  heard.map((event) => ("picture" in event ? event.picture : undefined));

test("what somebody writes in private after a picture stands for its caption, once and for ten minutes", async () => {
  const { memory, time, start, heard } = openAccount();
  await start();
  const first = memory.show("boss", PNG);
  memory.say("ana", "hi");
  memory.say("boss", "/entry picture 1");
  memory.say("boss", "thanks");
  await time.settle();
  expect(pictures(heard)).toEqual([first, undefined, first, undefined]);
  heard.length = 0;
  const late = memory.show("boss", PNG);
  await time.pass(10 * 60_000);
  memory.say("boss", "/entry picture 1");
  const old = memory.show("boss", PNG);
  const latest = memory.show("boss", PNG);
  memory.say("boss", "/entry picture 1");
  await time.settle();
  expect(pictures(heard)).toEqual([late, undefined, old, latest, latest]);
});

test("a group's pictures are nobody's caption", async () => {
  const { memory, time, start, heard } = openAccount();
  await start();
  memory.say("boss", "", { roomId: ROOM, type: 6 });
  memory.say("boss", "/entry picture 1");
  await time.settle();
  expect(pictures(heard)).toEqual([undefined, undefined]);
});

test("a picture comes whole, up to a limit", async () => {
  const { platform, memory, start } = openAccount();
  await start();
  const whole = memory.show("boss", PNG.subarray(0, 3), PNG.subarray(3));
  expect(await platform.picture?.(whole)).toEqual(PNG);
  const mebibyte = Buffer.alloc(1024 * 1024);
  const most = memory.show("boss", mebibyte);
  expect((await platform.picture?.(most))?.length).toBe(mebibyte.length);
  const large = memory.show("boss", mebibyte, PNG);
  await expect(platform.picture?.(large)).rejects.toMatchObject({ refusal: { kind: "too_long" } });
  memory.fault("messageImage", { how: "reject", error: new Error("gone") });
  await expect(platform.picture?.(whole)).rejects.toMatchObject({ name: "PlatformFailure" });
});

test("the chats that it is in, one after the other; one that can't be asked is there all the same", async () => {
  const { platform, memory, start } = openAccount();
  memory.addRoom("9@chatroom", [], "boss");
  await start();
  memory.fault("roomPayload", { how: "reject", error: new Error("busy") });
  expect(await platform.chats?.()).toEqual([
    { chat: ROOM, title: "" },
    { chat: "9@chatroom", title: "T 9@chatroom", owner: "boss" },
  ]);
});
