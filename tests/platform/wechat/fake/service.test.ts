// The fake as a client of the real library finds it, over gRPC and in another process.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type FakeWechat,
  startFakeWechat,
  type Wechat,
} from "../../../support/fake-wechat/client.js";
import { connect } from "../../../support/fake-wechat/grpc-client.js";
import { noWechaty } from "../../../support/fake-wechat/here.js";
import type { ServiceOptions } from "../../../support/fake-wechat/service.js";
import { until } from "../../../support/until.js";

const TOPIC = "茶野福利1群";
const PNG = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");
let fake: FakeWechat;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  if (!noWechaty) fake = await startFakeWechat();
});
afterAll(() => fake?.end());
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function comeTo(wechat: Wechat) {
  const client = await connect(wechat);
  closers.push(client.close);
  return client;
}
/** A WeChat with one group, and a client at it. */
async function open(options: ServiceOptions = {}) {
  const wechat = await fake.open(options);
  closers.push(wechat.close);
  const room = await wechat.do<string>({ deed: "room", topic: TOPIC });
  const client = await comeTo(wechat);
  await client.settled();
  return { wechat, room, client, puppet: client.puppet };
}

describe.skipIf(noWechaty)(`the fake WeChat over gRPC (${noWechaty ?? "all there"})`, () => {
  test("is logged in, answers a ding, and says who is who", async () => {
    const { client, puppet, room, wechat } = await open();
    const self = puppet.currentUserId;
    expect(client.of("login")).toEqual([{ contactId: self }]);
    puppet.ding("nonce");
    await until("the ding is answered", () => client.dongs().includes("nonce"));
    const alice = await wechat.do<string>({ deed: "person", name: "alice" });
    expect(await puppet.contactPayload(alice)).toMatchObject({
      name: "alice",
      friend: true,
      type: 1,
    });
    expect(await puppet.contactPayload("weixin")).toMatchObject({ type: 2 });
    expect(await puppet.roomList()).toEqual([room]);
    expect(await puppet.roomPayload(room)).toMatchObject({ topic: TOPIC, ownerId: self });
  });

  test("a join is told with two errors that mean nothing, and what was remembered is old", async () => {
    const { client, puppet, room, wechat } = await open();
    expect((await puppet.roomPayload(room)).memberIdList).toHaveLength(1);
    await wechat.do({ deed: "join", room: TOPIC, persons: ["alice"], inviter: "bob" });
    await client.settled();
    const [joined] = client.of("room-join");
    expect(joined).toMatchObject({
      roomId: room,
      inviteeIdList: [expect.stringMatching(/^wxid_/)],
    });
    expect(client.of("error")).toHaveLength(2);
    expect((await puppet.roomPayload(room)).memberIdList).toHaveLength(2);
    const [alice = ""] = (joined?.inviteeIdList ?? []) as string[];
    expect(await puppet.roomMemberPayload(room, alice)).toMatchObject({
      name: "alice",
      inviterId: joined?.inviterId,
    });
  });

  test("a silent join stands in the list of members, and not in what was remembered", async () => {
    const { client, puppet, room, wechat } = await open();
    await puppet.roomPayload(room);
    await wechat.do({ deed: "join", room, persons: ["alice"], silent: true });
    await client.settled();
    expect(client.of("room-join")).toEqual([]);
    expect(await puppet.roomMemberList(room)).toHaveLength(2);
    expect((await puppet.roomPayload(room)).memberIdList).toHaveLength(1);
  });

  test("messages come and go, pictures too; one's own are heard as an echo", async () => {
    const { client, puppet, room, wechat } = await open();
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    const said = await wechat.do<string>({ deed: "say", from: "alice", room, text: "在吗" });
    const shown = await wechat.do<string>({
      deed: "say",
      from: "alice",
      room,
      text: "",
      image: PNG,
    });
    const id = await puppet.messageSendText(room, "在的");
    const { FileBox } = await import("file-box");
    await puppet.messageSendFile(room, FileBox.fromBase64(PNG, "chart.png"));
    await client.settled();
    expect(
      client
        .of("message")
        .map(({ messageId }) => messageId)
        .slice(0, 3),
    ).toEqual([said, shown, id]);
    expect(await puppet.messagePayload(said)).toMatchObject({
      text: "在吗",
      roomId: room,
      type: 7,
    });
    expect(await puppet.messagePayload(String(id))).toMatchObject({
      talkerId: puppet.currentUserId,
    });
    expect(await (await puppet.messageFile(shown)).toBase64()).toBe(PNG);
    expect(await wechat.sent()).toMatchObject([{ to: room, text: "在的" }, { image: PNG }]);
    expect(await puppet.messageRecall(String(id))).toBe(true);
  });

  test("what only the owner may do is refused over the wire", async () => {
    const { puppet, wechat } = await open();
    const theirs = await wechat.do<string>({ deed: "room", topic: "theirs", owner: "alice" });
    await expect(puppet.roomAnnounce(theirs, "hear")).rejects.toThrow("only the room's owner");
    await wechat.do({ deed: "owner", room: theirs, owner: "bot" });
    await puppet.roomAnnounce(theirs, "hear");
    expect(await puppet.roomAnnounce(theirs)).toBe("hear");
  });

  test("a QR code, an invitation and a wish to be friends go their ways", async () => {
    const { client, puppet, room, wechat } = await open();
    const code = await puppet.roomQRCode(room);
    await wechat.do({ deed: "scan_code", code, person: "alice" });
    const theirs = await wechat.do<string>({ deed: "room", topic: "theirs", owner: "bob" });
    await wechat.do({ deed: "leave", room: theirs, person: "bot" });
    const crowd = Array.from({ length: 40 }, (_, n) => `c${n}`);
    await wechat.do({ deed: "join", room: theirs, persons: crowd });
    await wechat.do({ deed: "add", by: "bob", room: theirs, person: "bot" });
    await wechat.do({ deed: "ask_to_be_friends", from: "carol", hello: "你好" });
    await client.settled();
    expect(await puppet.roomMemberList(room)).toHaveLength(2);
    const [card] = client.of("room-invite");
    const invitation = String(card?.roomInvitationId);
    expect(await puppet.roomInvitationPayload(invitation)).toMatchObject({ topic: "theirs" });
    await puppet.roomInvitationAccept(invitation);
    expect(await puppet.roomMemberList(theirs)).toContain(puppet.currentUserId);
    const [asked] = client.of("friendship");
    const request = String(asked?.friendshipId);
    expect(await puppet.friendshipPayload(request)).toMatchObject({ hello: "你好", type: 2 });
    await puppet.friendshipAccept(request);
  });

  test("out, asked for a scan, in again; and in with other ids", async () => {
    const { client, puppet, room, wechat } = await open();
    await wechat.do({ deed: "logout", reason: "night" });
    await expect(puppet.messageSendText(room, "hi")).rejects.toThrow("nobody is logged in");
    await wechat.do({ deed: "ask_for_scan" });
    await client.settled();
    await wechat.do({ deed: "login" });
    await wechat.do({ deed: "logout" });
    await client.settled();
    const renamed = await wechat.do<Record<string, string>>({ deed: "renumber", login: "2" });
    await wechat.do({ deed: "login" });
    await client.settled();
    expect(
      client.heard.map(({ event }) => event).filter((event) => event.startsWith("log")),
    ).toEqual(["login", "logout", "login", "logout", "login"]);
    expect(client.of("scan")).toMatchObject([
      { status: 2, qrcode: expect.stringMatching(/^https:/) },
    ]);
    expect(await puppet.roomList()).toEqual([renamed[room]]);
  });

  test("a puppet may be one that tells everything twice, in seconds, without ids and echoes", async () => {
    const settings = { twice: true, seconds: true, tellsIds: false, echo: false, spurious: false };
    const { client, puppet, room, wechat } = await open({ settings, at: 1_795_000_000_500 });
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    const said = await wechat.do<string>({ deed: "say", from: "alice", room, text: "hi" });
    expect(await puppet.messageSendText(room, "hi")).toBeUndefined();
    await client.settled();
    expect(client.of("room-join")).toMatchObject(Array(2).fill({ timestamp: 1_795_000_000 }));
    expect(client.of("message")).toEqual(Array(2).fill({ messageId: said }));
    expect((await puppet.messagePayload(said)).timestamp).toBe(1_795_000_000);
    expect(client.of("error")).toEqual([]);
  });

  test("what was told before is told again, on demand and at every start", async () => {
    const { client, room, wechat } = await open({ settings: { replays: 2, spurious: false } });
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    const said = await wechat.do<string>({ deed: "say", from: "alice", room, text: "hi" });
    await wechat.do({ deed: "replay", many: 1 });
    await client.settled();
    expect(client.of("message")).toEqual(Array(2).fill({ messageId: said }));
    await client.puppet.stop();
    const again = await comeTo(wechat);
    await again.settled();
    expect([again.of("room-join").length, again.of("message")]).toEqual([1, [{ messageId: said }]]);
  });

  describe("faults", () => {
    test("reject and vanish: not done; lost and unanswered: done, and no answer comes", async () => {
      const { puppet, room, wechat } = await open();
      const fault = (kind: "reject" | "vanish" | "unanswered" | "hang" | "lost") =>
        wechat.do({ deed: "fault", method: "messageSendText", kind, message: "risk control" });
      const texts = async () => (await wechat.sent()).map(({ text }) => text);
      const said = new Map<string, string>();
      /** What it was answered, once it has arrived and all that was told has been heard. */
      const send = async (text: string, nth: number) => {
        puppet.messageSendText(room, text).then(
          () => said.set(text, "yes"),
          (error: Error) => said.set(text, error.message),
        );
        await wechat.called("messageSendText", nth);
        await puppet.roomMemberList(room);
      };
      await fault("reject");
      await send("a", 1);
      await fault("vanish");
      await send("b", 2);
      await until("both are answered", () => said.size === 2);
      expect([said.get("a"), said.get("b")]).toEqual([
        expect.stringMatching("risk control"),
        "yes",
      ]);
      await fault("hang");
      await send("c", 3);
      expect(await texts()).toEqual([]);
      await fault("unanswered");
      await send("d", 4);
      expect([await texts(), said.size]).toEqual([["d"], 2]);
      await fault("lost");
      await send("e", 5);
      await until("the break is noticed", () => said.has("e"));
      expect(said.get("e")).toContain("14 UNAVAILABLE");
      expect(await texts()).toEqual(["d", "e"]);
      expect(await wechat.do({ deed: "faults" })).toBe(0);
    });

    test("the stream breaks: an error is heard, and nothing after it", async () => {
      const { client, puppet, room, wechat } = await open({ settings: { spurious: false } });
      await wechat.do({ deed: "break" });
      await until("an error is heard", () => client.of("error").length === 1);
      await wechat.do({ deed: "join", room, persons: ["alice"] });
      expect(await puppet.roomMemberList(room)).toHaveLength(2);
      expect([client.of("room-join"), puppet.isLoggedIn]).toEqual([[], true]);
    });

    test("deaf to events only, or to dings too", async () => {
      const { client, puppet, room, wechat } = await open();
      await wechat.do({ deed: "set", settings: { deaf: "events" } });
      await wechat.do({ deed: "join", room, persons: ["alice"] });
      puppet.ding("one");
      await until("the ding is answered", () => client.dongs().includes("one"));
      await wechat.do({ deed: "set", settings: { deaf: "all" } });
      puppet.ding("two");
      await wechat.called("ding", 2);
      await client.settled();
      expect([client.of("room-join"), client.dongs().includes("two")]).toEqual([[], false]);
    });

    test("a second client hears nothing; when it stops, the first is deaf as well", async () => {
      const { client: first, puppet, room, wechat } = await open({ settings: { spurious: false } });
      const second = await connect(wechat);
      await wechat.do({ deed: "join", room, persons: ["alice"] });
      await first.settled();
      expect([first.of("room-join").length, second.heard]).toEqual([1, []]);
      await second.puppet.stop();
      await wechat.do({ deed: "join", room, persons: ["bob"] });
      expect(await puppet.roomMemberList(room)).toHaveLength(3);
      expect([first.of("room-join").length, puppet.isLoggedIn]).toEqual([1, true]);
      expect(first.of("error")).toEqual([]);
    });
  });
});
