import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Brand,
  type Corner,
  closeCorners,
  DAY,
  HOUR,
  MINUTE,
  openCorner,
  poolOf,
} from "../../support/corner.js";

afterEach(closeCorners);

const BOSS = "corner-boss";
const brand: Brand = {
  sections: {
    groups: { ...poolOf("corner"), capacity: 20, reserve: 2 },
    replies: {
      open: {
        ...{ when: { keywords: ["open"] }, say: "hours" },
        cooldown: { per: "member", for: "1d" },
      },
    },
    scripts: {
      welcome: {
        on: "joined",
        steps: [{ say: "greet" }, { wait: "1h" }, { say: "menu", tag: "shown" }, { ask: "taste" }],
      },
      help: {
        on: "said",
        when: { keywords: ["help"] },
        steps: [{ notify: { operators: true, say: "needed" } }],
      },
      back: { on: { silent: "2d" }, steps: [{ say: "missed" }] },
    },
    schedule: { post: { at: "15:00", pool: "street", say: "post" } },
  },
  lines: {
    ...{ greet: "welcome", menu: "menu", taste: "sweet?", missed: "missed you", post: "a post" },
    ...{ hours: "at nine", needed: "needed", disclosure: "I am" },
  },
};
const open = () => openCorner({ brands: [brand] });

describe.each([
  ["the group", "corner", "here"],
  ["the brand", BOSS, "client"],
])("while %s is paused", (_what, place, what) => {
  let corner: Corner;
  const command = async (name: string) => {
    const text = `/${name} ${what}`;
    await (place === BOSS ? corner.writes(BOSS, text) : corner.says(place, BOSS, text));
    corner.heard("corner");
    corner.heard(BOSS);
  };
  beforeEach(async () => {
    corner = await open();
    await corner.joins("corner", "amy");
    expect(corner.heard("corner")).toEqual(["welcome"]);
    await command("pause");
  });
  afterEach(() => expect(corner.bugs).toEqual([]));

  test("who asks for a seat is let in, and not greeted, then or later", async () => {
    await corner.asks("corner", "bob");
    expect(
      (await corner.store.get("corner", "seat", "sandbox:corner/sandbox:bob"))?.value,
    ).toMatchObject({ status: "in" });
    expect((await corner.group("corner"))?.taken).toBe(3);
    await command("resume");
    await corner.forward(2 * HOUR);
    // Only what Amy's script still has to say.
    expect(corner.heard("corner")).toEqual(["menu", "sweet?"]);
  });

  test("operators hear that it is nearly full, and that the bot was removed", async () => {
    await corner.tells("corner", { kind: "counted", count: 19 });
    expect(corner.heard(BOSS)).toEqual([expect.stringContaining("19/20")]);
    await corner.tells("corner", {
      ...{ kind: "bot_status", status: "gone", title: "", canInvite: false },
    });
    expect(corner.heard(BOSS)).toEqual([expect.stringContaining("was removed")]);
  });

  test("commands are answered where they are typed", async () => {
    await corner.says("corner", BOSS, "/groups");
    expect(corner.heard("corner")).toEqual([expect.stringContaining("street 1")]);
  });

  test("no question is answered, in the group or in private, nor later", async () => {
    for (const text of ["open?", "算一下 58", "help", "are you a bot"]) {
      await corner.says("corner", "amy", text);
      await corner.writes("amy", text);
    }
    const silence = () => {
      for (const place of ["corner", "amy", BOSS]) expect(corner.heard(place)).toEqual([]);
    };
    silence();
    await command("resume");
    await corner.forward(HOUR / 2);
    silence();
    // Not even as one that was answered a moment ago.
    await corner.says("corner", "amy", "open?");
    expect(corner.heard("corner")).toEqual(["at nine"]);
  });

  test("who opts out is left alone, without a word", async () => {
    await corner.says("corner", "amy", "TD");
    await command("resume");
    await corner.forward(MINUTE);
    expect(corner.heard("corner")).toEqual([]);
    expect(await corner.facts("said_line")).toHaveLength(1);
    expect((await corner.member("amy"))?.optedOut).toBe(true);
  });

  test("a script stays where it is, and goes on a minute after", async () => {
    await corner.forward(3 * HOUR);
    expect(corner.heard("corner")).toEqual([]);
    expect((await corner.member("amy"))?.tags).toEqual([]);
    await command("resume");
    await corner.forward(MINUTE);
    expect(corner.heard("corner")).toEqual(["menu", "sweet?"]);
    expect((await corner.member("amy"))?.tags).toEqual(["shown"]);
  });

  test("a post that falls due is left out, for good", async () => {
    await corner.forward(5 * HOUR);
    await command("resume");
    await corner.forward(HOUR / 2);
    expect(corner.heard("corner")).not.toContain("a post");
    const held = (await corner.facts("held")).map(({ group, data }) => [group, data?.why]);
    expect(held).toContainEqual(["sandbox:corner", "paused"]);
    expect(held).toHaveLength(what === "client" ? 2 : 1);
    expect(corner.heard("corner-2")).toEqual(what === "client" ? [] : ["a post"]);
  });

  test("nobody is told that they were missed before it is over", async () => {
    await corner.forward(3 * DAY);
    expect(corner.heard("corner")).toEqual([]);
    await command("resume");
    await corner.forward(MINUTE);
    expect(corner.heard("corner").filter((text) => text === "missed you")).toHaveLength(1);
  });
});

test("what waits to be sent is held with the group, and leaves after it", async () => {
  const slow = { ...brand, persona: { pacing: { min: "5s", max: "5s" } } };
  const corner = await openCorner({ brands: [slow] });
  await corner.says("corner", "amy", "open?");
  await corner.says("corner", BOSS, "/pause");
  expect(corner.heard("corner")).toEqual(["Paused: street 1"]);
  await corner.forward(5 * MINUTE);
  expect(corner.heard("corner")).toEqual([]);
  await corner.says("corner", BOSS, "/resume");
  await corner.forward(MINUTE);
  expect(corner.heard("corner")).toEqual(["Resumed: street 1", "at nine"]);
});

test("a paused group holds up no other", async () => {
  const corner = await open();
  await corner.says("corner", BOSS, "/pause");
  await corner.says("corner-2", "amy", "open?");
  expect(corner.heard("corner-2")).toEqual(["at nine"]);
});
