import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Corner, closeCorners, HOUR, MINUTE, openCorner } from "../../support/corner.js";
import { wechat } from "../../support/governed.js";
import { type ListedChats, listedChats } from "../../support/listed-chat.js";

afterEach(closeCorners);

let listed: ListedChats;
let corner: Corner;
const last = (chat = "corner-boss") => corner.heard(chat).at(-1) ?? "";
const boss = async (text: string) => {
  await corner.writes("corner-boss", text);
  return last();
};
/** The account has logged in anew: what was one chat has another id, and so have its people. */
function moves(from: string, to: string, title = "street 1"): void {
  const people = [...listed.of(from).values()];
  listed.of(from).clear();
  listed.chats.delete(from);
  listed.chats.set(to, { chat: to, title });
  for (const [n, name] of people.entries()) listed.of(to).set(`${to}-${n}`, name);
}

beforeEach(async () => {
  listed = listedChats();
  listed.chats.set("corner", { chat: "corner", title: "street 1" });
  listed.chats.set("corner-2", { chat: "corner-2", title: "street 2" });
  corner = await openCorner({ adapt: listed.adapt });
  for (const name of ["ann", "bob", "cid", "dot"]) await corner.joins("corner", name);
  for (const name of ["eve", "fay"]) await corner.joins("corner-2", name);
  await boss("/rebind");
});

test("what an operator has looked up is counted, and is refused when the hour is used up", async () => {
  await closeCorners();
  const reads = { ...wechat.reads, most: [{ most: 4, withinMs: HOUR }] };
  corner = await openCorner({ adapt: listed.adapt, limits: { ...wechat, warmUp: [], reads } });
  const looked = async () =>
    (await corner.store.ledger("sandbox", 0)).filter(({ kind }) => kind === "look");
  const from = listed.asked.length;
  await boss("/rebind");
  await corner.forward(MINUTE);
  const asked = listed.asked.length - from;
  expect(asked).toBeGreaterThan(0);
  expect(await looked()).toHaveLength(asked);
  await boss("/rebind");
  await corner.forward(MINUTE);
  await corner.writes("corner-boss", "/rebind");
  await corner.forward(MINUTE);
  const [, refused] =
    /looked up as much as it may in an hour or a day\. Try again in (\d+) minutes/.exec(last()) ??
    [];
  expect(Number(refused)).toBeGreaterThan(50);
  expect((await looked()).length).toBeLessThanOrEqual(4);
  expect(await looked()).toHaveLength(listed.asked.length - from);
});

describe("a group whose chat has another id", () => {
  test("is found by its members, and goes on there once an operator says so", async () => {
    moves("corner", "new-1");
    const proposed = await boss("/rebind");
    expect(proposed.split("\n")[0]).toBe(
      "1. “street 1” → “street 1” | 4 of its 4 members are there | same title",
    );
    expect(await boss("/rebind 1")).toContain("Type /yes");
    expect((await corner.group("corner"))?.chat).toBe("corner");
    expect(await boss("/yes")).toContain("“street 1” goes on in the new chat");
    const group = await corner.group("corner");
    expect(group).toMatchObject({ chat: "new-1", n: 1, gone: false });
    await corner.runtime.pump();
    expect((await corner.group("corner"))?.link).toContain("new-1");
    await corner.joins("new-1", "gus");
    expect((await corner.facts("joined")).at(-1)).toMatchObject({
      ...{ member: "sandbox:gus", group: "sandbox:corner" },
    });
    expect((await corner.facts("rebound"))[0]?.data).toEqual({ from: "corner", to: "new-1" });
    expect(await boss("/rebind")).toContain("No group has to be bound anew");
  });

  test("is not bound by its name", async () => {
    listed.chats.delete("corner");
    listed.chats.set("fake", { chat: "fake", title: "street 1" });
    for (const name of ["x", "y", "ann"]) listed.of("fake").set(`id-${name}`, name);
    expect(await boss("/rebind")).toBe(
      "The chat of “street 1” is gone, and there is none like it: type /rebind street 1 in the chat where it is now",
    );
    expect((await corner.group("corner"))?.chat).toBe("corner");
  });

  test("of two that are alike it says so, and the liker is first", async () => {
    moves("corner", "new-1");
    listed.chats.set("twin", { chat: "twin", title: "other" });
    for (const name of ["ann", "bob", "cid", "dot"]) listed.of("twin").set(`t-${name}`, name);
    const first = (await boss("/rebind")).split("\n")[0];
    expect(first).toContain("“street 1” → “street 1” | 4 of its 4 members are there | same title");
    moves("new-1", "new-2", "renamed");
    expect((await boss("/rebind")).split("\n")[0]).toContain("not sure");
  });

  test("a proposal that is old, or was never made, is not taken", async () => {
    moves("corner", "new-1");
    await boss("/rebind");
    await corner.forward(10 * MINUTE);
    expect(await boss("/rebind 1")).toContain("There is no proposal 1");
    await boss("/rebind");
    expect(await boss("/rebind 2")).toContain("There is no proposal 2");
  });

  test("nothing is proposed while the platform is away", async () => {
    listed.away(true);
    expect(await boss("/rebind")).toContain("doesn't answer");
  });
});

describe("in the new chat itself", () => {
  test("an operator names the group", async () => {
    await corner.says("new-1", "corner-boss", "/rebind street 1");
    expect(last("new-1")).toContain("“street 1” will go on in this chat (new-1)");
    await corner.says("new-1", "corner-boss", "/yes");
    expect(last("new-1")).toContain("goes on");
    expect((await corner.group("corner"))?.chat).toBe("new-1");
    // What is said in the old one is nobody's.
    await corner.says("corner", "ann", "TD");
    expect((await corner.member("ann"))?.optedOut).toBeUndefined();
  });

  test("but not in one that is a group already, and not a group that there isn't", async () => {
    await corner.says("corner-2", "corner-boss", "/rebind street 1");
    expect(last("corner-2")).toContain("bound to another");
    await corner.says("new-1", "corner-boss", "/rebind street 9");
    expect(last("new-1")).toContain("There is no group street 9");
    await corner.says("new-1", "ann", "/rebind street 1");
    expect(corner.heard("new-1")).toEqual([]);
    expect((await corner.group("corner"))?.chat).toBe("corner");
  });
});

test("no operator is shown or given a chat in which their own members aren't", async () => {
  const other = listedChats();
  for (const chat of ["teas", "pets"]) other.chats.set(chat, { chat, title: `${chat} CANARY` });
  const groups = (client: string) => ({
    groups: {
      pools: { street: { title: "street {{ n }}" } },
      chats: { one: { platform: "sandbox", chat: client, pool: "street" } },
    },
  });
  corner = await openCorner({
    brands: ["teas", "pets"].map((client) => ({ client, sections: groups(client) })),
    adapt: other.adapt,
  });
  for (const client of ["teas", "pets"])
    for (const n of [1, 2, 3]) await corner.joins(client, `${client}-${n}`);
  const rename = (from: string, to: string) => {
    other.chats.delete(from);
    other.chats.set(to, { chat: to, title: `${from} CANARY` });
    for (const [user, name] of other.of(from)) other.of(to).set(`new-${user}`, name);
  };
  rename("teas", "x-1");
  rename("pets", "x-2");
  await corner.writes("teas-boss", "/rebind");
  const said = corner.heard("teas-boss").join();
  expect(said).toContain("teas CANARY");
  expect(said).not.toContain("pets CANARY");
  await corner.writes("teas-boss", "/rebind 1");
  await corner.writes("teas-boss", "/yes");
  expect((await corner.group("teas", "teas"))?.chat).toBe("x-1");
  await corner.writes("teas-boss", "/rebind 2");
  expect(corner.heard("teas-boss").at(-1)).toContain("There is no proposal 2");
});

test("in the new chat everybody is there from the beginning: nobody has come or gone", async () => {
  await corner.forward(10 * MINUTE);
  const before = [await corner.facts("joined"), await corner.facts("left")];
  moves("corner", "new-1");
  await boss("/rebind");
  await boss("/rebind 1");
  await boss("/yes");
  await corner.forward(60 * MINUTE);
  expect([await corner.facts("joined"), await corner.facts("left")]).toEqual(before);
  const seats = await corner.store.list("corner", "seat", "in:sandbox:corner");
  expect(seats.map(({ value }) => value.member).sort()).toEqual(
    [0, 1, 2, 3].map((n) => `sandbox:new-1-${n}`),
  );
});
