import { beforeEach, describe, expect, test } from "vitest";
import { askToBeFriends, befriend } from "../../../support/fake-wechat/friends.js";
import { announce, recall, say, send } from "../../../support/fake-wechat/messages.js";
import { renumber } from "../../../support/fake-wechat/renumber.js";
import * as rooms from "../../../support/fake-wechat/rooms.js";
import { addPerson, createWorld, type World, whoIs } from "../../../support/fake-wechat/state.js";

const NOON = Date.parse("2026-11-24T12:00:00+08:00");
const DAY = 86_400_000;
let now = NOON;
let world: World;
let self: string;
let room: string;
let alice: string;

beforeEach(() => {
  now = NOON;
  world = createWorld(() => now);
  self = world.state.self;
  room = rooms.addRoom(world, { topic: "茶野福利1群" });
  alice = whoIs(world, "alice");
});

const refused = (deed: () => unknown) => {
  try {
    deed();
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
  return undefined;
};
const people = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => whoIs(world, `p${from + n}`));
/** So that there are so many in the group. */
const fill = (size: number) => {
  rooms.join(world, { room, persons: people(1, size - rooms.roster(world, room).length) });
  expect(rooms.roster(world, room)).toHaveLength(size);
};
const events = (told: readonly { readonly event: string }[]) => told.map(({ event }) => event);

describe("ids", () => {
  test("look like WeChat's, and are the same in the next run", () => {
    expect(alice).toMatch(/^wxid_[a-z0-9]{14}$/);
    expect(room).toMatch(/^\d{11}@chatroom$/);
    expect(send(world, { to: room, text: "hi" }).id).toMatch(/^[1-9]\d{18}$/);
    const again = createWorld(() => now);
    expect(rooms.addRoom(again, { topic: "茶野福利1群" })).toBe(room);
    expect(whoIs(again, "alice")).toBe(alice);
    expect(
      whoIs(
        createWorld(() => now, "another"),
        "alice",
      ),
    ).not.toBe(alice);
  });

  test("may all change at a login, and everything still hangs together", () => {
    rooms.add(world, self, room, alice);
    const code = rooms.qrCode(world, self, room);
    const renamed = renumber(world, "second", { people: true });
    const [is, she] = [renamed[room] ?? "", renamed[alice] ?? ""];
    expect([is, she]).toEqual([
      expect.stringMatching(/^@@[0-9a-f]{64}$/),
      expect.stringMatching(/^@[0-9a-f]{32}$/),
    ]);
    expect(rooms.roster(world, is)).toEqual([renamed[self], she]);
    expect(world.state.self).toBe(renamed[self]);
    expect(refused(() => rooms.roster(world, room))).toBe("no_such_room");
    rooms.scan(world, code, whoIs(world, "bob"));
    expect(rooms.roster(world, is)).toHaveLength(3);
    expect(send(world, { to: is, text: "hi" }).told).toHaveLength(1);
  });

  test("of people stay where only those of groups change", () => {
    rooms.add(world, self, room, alice);
    const renamed = renumber(world, "second");
    expect(rooms.roster(world, renamed[room] ?? "")).toEqual([self, alice]);
  });
});

describe("a group", () => {
  test("grows to 40 by adding; then people get an invitation, and come when they accept", () => {
    fill(39);
    const [last, next] = people(101, 102);
    expect(events(rooms.add(world, self, room, last ?? ""))).toContain("room-join");
    expect(rooms.roster(world, room)).toHaveLength(40);
    expect(rooms.add(world, self, room, next ?? "")).toEqual([]);
    expect(rooms.roster(world, room)).toHaveLength(40);
    const [card] = Object.values(world.state.cards);
    expect(card).toMatchObject({ room, inviter: self, receiver: next });
    const [, , told] = rooms.accept(world, card?.id ?? "");
    expect(told).toMatchObject({
      event: "room-join",
      payload: { inviteeIdList: [next], inviterId: self, roomId: room, timestamp: NOON },
    });
    expect(rooms.roster(world, room)).toHaveLength(41);
    expect(refused(() => rooms.accept(world, card?.id ?? ""))).toBe("no_such_card");
  });

  test("above 100 takes only people whose name is known", () => {
    fill(100);
    const stranger = addPerson(world, { name: "mallory", verified: false });
    rooms.add(world, self, room, stranger);
    const [card] = Object.values(world.state.cards);
    expect(refused(() => rooms.accept(world, card?.id ?? ""))).toBe("not_verified");
    const code = rooms.qrCode(world, self, room);
    expect(refused(() => rooms.scan(world, code, stranger))).toBe("not_verified");
    rooms.scan(world, code, alice);
    expect(rooms.roster(world, room)).toHaveLength(101);
  });

  test("has a QR code up to 200 people and for seven days", () => {
    fill(199);
    const code = rooms.qrCode(world, self, room);
    const [last, next] = people(301, 302);
    const [, , told] = rooms.scan(world, code, last ?? "");
    expect(told).toMatchObject({ payload: { inviteeIdList: [last], inviterId: "" } });
    expect(refused(() => rooms.scan(world, code, next ?? ""))).toBe("code_closed");
    rooms.leave(world, { room, person: last ?? "" });
    now += 7 * DAY - 1;
    rooms.scan(world, code, next ?? "");
    now += 1;
    expect(refused(() => rooms.scan(world, code, alice))).toBe("code_ran_out");
    expect(refused(() => rooms.scan(world, "https://weixin.qq.com/g/none", alice))).toBe(
      "code_ran_out",
    );
  });

  test("takes only friends of the bot when the bot adds them, and invites the bot too", () => {
    const stranger = addPerson(world, { name: "mallory", friend: false });
    expect(refused(() => rooms.add(world, self, room, stranger))).toBe("not_a_friend");
    const theirs = rooms.addRoom(world, { topic: "theirs", owner: alice });
    rooms.leave(world, { room: theirs, person: self });
    rooms.join(world, { room: theirs, persons: people(1, 39) });
    const [told] = rooms.add(world, alice, theirs, self);
    expect(told?.event).toBe("room-invite");
    rooms.accept(world, Object.keys(world.state.cards)[0] ?? "");
    expect(rooms.roster(world, theirs)).toContain(self);
  });

  test("tells of joins and leaves what is known: all, no inviter, nobody, nothing", () => {
    const bob = whoIs(world, "bob");
    const join = (more: object) => {
      const told = rooms.join(world, { room, persons: [alice], ...more });
      rooms.leave(world, { room, person: alice, silent: true });
      return told.filter(({ event }) => event !== "dirty").map(({ payload }) => payload);
    };
    expect(join({ inviter: bob })).toMatchObject([{ inviteeIdList: [alice], inviterId: bob }]);
    expect(join({})).toMatchObject([{ inviteeIdList: [alice], inviterId: "" }]);
    expect(join({ nameless: true })).toMatchObject([{ inviteeIdList: [], inviterId: "" }]);
    expect(rooms.join(world, { room, persons: [alice], silent: true })).toEqual([]);
    expect(rooms.roster(world, room)).toContain(alice);
    expect(rooms.join(world, { room, persons: [alice] })).toEqual([]);
    expect(events(rooms.leave(world, { room, person: alice }))).toEqual([
      "dirty",
      "dirty",
      "room-leave",
    ]);
    expect(refused(() => rooms.leave(world, { room, person: alice }))).toBe("not_a_member");
  });

  test("obeys its owner and admins alone when it comes to removing and announcing", () => {
    const theirs = rooms.addRoom(world, { topic: "theirs", owner: alice });
    const [bob = ""] = people(1, 1);
    rooms.join(world, { room: theirs, persons: [bob] });
    expect(refused(() => rooms.remove(world, self, theirs, bob))).toBe("not_the_owner");
    expect(refused(() => announce(world, self, theirs, "hear"))).toBe("not_the_owner");
    rooms.handOver(world, theirs, self);
    expect(rooms.remove(world, self, theirs, bob).at(-1)).toMatchObject({
      event: "room-leave",
      payload: { removeeIdList: [bob], removerId: self },
    });
    announce(world, self, theirs, "hear");
    expect(world.state.sent.at(-1)).toMatchObject({ to: theirs, text: "@所有人\nhear" });
    expect(refused(() => rooms.handOver(world, theirs, bob))).toBe("not_a_member");
  });

  test("is renamed, and says what it was called", () => {
    expect(rooms.rename(world, alice, room, "茶野福利2群").at(-1)).toMatchObject({
      payload: { oldTopic: "茶野福利1群", newTopic: "茶野福利2群", changerId: alice },
    });
  });
});

describe("a message", () => {
  test("is said by members in groups, and by anybody in private", () => {
    expect(refused(() => say(world, { from: alice, room, text: "hi" }))).toBe("not_a_member");
    rooms.add(world, self, room, alice);
    const said = say(world, { from: alice, room, text: "hi", mentions: [self], at: NOON - DAY });
    expect(said.told).toEqual([{ event: "message", payload: { messageId: said.id } }]);
    expect(world.state.messages[said.id]).toMatchObject({
      ...{ talker: alice, room, text: "hi", mentions: [self], type: 7, at: NOON - DAY },
    });
    const picture = say(world, { from: alice, text: "", image: "iVBORw0KGgo=" });
    expect(world.state.messages[picture.id]).toMatchObject({ listener: self, type: 6 });
  });

  test("of the bot goes where the bot may speak", () => {
    expect(refused(() => send(world, { to: room, text: "" }))).toBe("text_is_empty");
    expect(refused(() => send(world, { to: "1@chatroom", text: "hi" }))).toBe("no_such_room");
    expect(refused(() => send(world, { to: "wxid_none", text: "hi" }))).toBe("no_such_person");
    const stranger = addPerson(world, { name: "mallory", friend: false });
    expect(refused(() => send(world, { to: stranger, text: "hi" }))).toBe("not_a_friend");
    send(world, { to: alice, text: "hi" });
    rooms.leave(world, { room, person: self });
    expect(refused(() => send(world, { to: room, text: "hi" }))).toBe("not_a_member");
    expect(world.state.sent.map(({ to }) => to)).toEqual([alice]);
  });

  test("is taken back by its own writer, within two minutes", () => {
    const { id } = send(world, { to: room, text: "oops" });
    expect(refused(() => recall(world, alice, id))).toBe("not_yours");
    now += 120_000;
    const [told] = recall(world, self, id).told;
    const notice = told?.event === "message" ? told.payload.messageId : "";
    expect(world.state.messages[notice]).toMatchObject({ type: 13, text: id, room });
    expect(world.state.messages[id]?.recalled).toBe(true);
    now += 1;
    expect(refused(() => recall(world, self, id))).toBe("too_late");
  });
});

test("who asks to be a friend is one when the bot accepts", () => {
  const { id, told } = askToBeFriends(world, alice, "我是alice");
  expect(told).toEqual([{ event: "friendship", payload: { friendshipId: id } }]);
  expect(refused(() => send(world, { to: alice, text: "hi" }))).toBe("not_a_friend");
  befriend(world, id);
  send(world, { to: alice, text: "hi" });
  expect(refused(() => befriend(world, "none"))).toBe("no_such_request");
});

test("a world is data: written down and read again it goes on", () => {
  rooms.add(world, self, room, alice);
  const kept = createWorld(() => now, "fake", JSON.parse(JSON.stringify(world.state)));
  expect(send(kept, { to: room, text: "hi" }).id).toBe(send(world, { to: room, text: "hi" }).id);
  expect(kept.state).toEqual(world.state);
});
