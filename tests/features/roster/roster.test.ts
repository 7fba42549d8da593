import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { limitsOf } from "../../../src/domain/governor/limits.js";
import {
  CLIENT,
  type Corner,
  closeCorners,
  DAY,
  HOUR,
  MINUTE,
  openCorner,
} from "../../support/corner.js";
import { type ListedChats, listedChats } from "../../support/listed-chat.js";

afterEach(closeCorners);

const WELCOME = {
  sections: {
    scripts: { welcome: { on: "joined", once: { again_after: "1m" }, steps: [{ say: "hi" }] } },
  },
  lines: { hi: "hi {{ member.name }}" },
};

let listed: ListedChats;
let corner: Corner;
/** Somebody comes or goes, and nobody tells of it. */
const slipsIn = (...names: readonly string[]) => {
  for (const name of names) listed.of("corner").set(name, name);
};
const slipsOut = (...names: readonly string[]) => {
  for (const name of names) listed.of("corner").delete(name);
};
const facts = async (kind: string) =>
  (await corner.facts(kind)).map(({ member, data }) => [member?.split(":")[1], data?.inferred]);
const greeted = () => corner.heard("corner").filter((text) => text.startsWith("hi "));
const names = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `m${from + i}`);
const status = async (name: string) =>
  (await corner.store.get(CLIENT, "seat", `sandbox:corner/sandbox:${name}`))?.value.status;

async function open(before: readonly string[] = []): Promise<void> {
  listed = listedChats();
  for (const name of before) listed.of("corner").set(name, name);
  corner = await openCorner({ brands: [WELCOME], adapt: listed.adapt });
  await corner.forward(10 * MINUTE);
}

describe("who comes and goes unseen", () => {
  beforeEach(() => open());

  test("is known within half an hour, and the facts say that it was inferred", async () => {
    await corner.joins("corner", "ann");
    slipsIn("bob");
    await corner.forward(30 * MINUTE);
    expect(await facts("joined")).toEqual([
      ["ann", undefined],
      ["bob", true],
    ]);
    expect(greeted()).toEqual(["hi ann", "hi bob"]);
    expect((await corner.group("corner"))?.taken).toBe(3);
    slipsOut("bob");
    await corner.forward(30 * MINUTE);
    expect(await facts("left")).toEqual([["bob", true]]);
    expect(await status("bob")).toBe("left");
    expect((await corner.member("bob"))?.name).toBe("bob");
    expect((await corner.group("corner"))?.taken).toBe(2);
  });

  test("is greeted once, whoever tells of it first", async () => {
    slipsIn("ann", "bob");
    await corner.forward(30 * MINUTE);
    expect(greeted().sort()).toEqual(["hi ann", "hi bob"]);
    // What the platform lost comes after all, or comes twice.
    await corner.forward(5 * MINUTE);
    await corner.tells("corner", { kind: "joined", person: { user: "bob", name: "bob" } });
    await corner.tells("corner", { kind: "joined", person: { user: "bob", name: "bob" } });
    await corner.forward(2 * HOUR);
    expect(greeted()).toEqual([]);
    // Another stay is greeted again.
    await corner.leaves("corner", "bob");
    await corner.joins("corner", "bob");
    expect(greeted()).toEqual(["hi bob"]);
    slipsOut("bob");
    await corner.forward(30 * MINUTE);
    slipsIn("bob");
    await corner.forward(30 * MINUTE);
    expect(greeted()).toEqual(["hi bob"]);
  });

  test("after a time in which much was missed ten are greeted, and the others are known", async () => {
    slipsIn(...names(15));
    await corner.forward(30 * MINUTE);
    expect(greeted()).toHaveLength(10);
    expect(await facts("joined")).toHaveLength(15);
    await corner.forward(2 * HOUR);
    expect(greeted()).toEqual([]);
  });

  test("is not undone by a list that is a little old", async () => {
    const seen = corner.clock.now();
    await corner.joins("corner", "ann");
    listed.of("corner").delete("ann");
    await corner.tells("corner", {
      ...{ kind: "left", person: { user: "ann", name: "" }, inferred: true },
    });
    expect(corner.clock.now()).toBe(seen);
    // The same instant is not older than her coming, so this counts; one from before it doesn't.
    expect(await status("ann")).toBe("left");
    await corner.forward(MINUTE);
    await corner.joins("corner", "bob");
    const at = corner.clock.now() - 2 * MINUTE;
    const head = { id: "old", platform: "sandbox", account: "sandbox", at };
    await corner.runtime.receive([
      {
        ...{ ...head, place: { platform: "sandbox", chat: "corner", direct: false } },
        ...{ kind: "left", person: { user: "bob", name: "" }, inferred: true },
      },
    ]);
    await corner.runtime.pump();
    expect(await status("bob")).toBe("in");
    expect(await facts("left")).toEqual([["ann", true]]);
  });
});

describe("the first comparison", () => {
  test("of a full group greets nobody, and tells of nothing", async () => {
    await open(names(150));
    await corner.forward(HOUR);
    expect(greeted()).toEqual([]);
    expect(await facts("joined")).toEqual([]);
    expect(await status("m149")).toBe("in");
    expect((await corner.group("corner"))?.taken).toBe(151);
    slipsIn("new");
    await corner.forward(30 * MINUTE);
    expect(greeted()).toEqual(["hi new"]);
    // A platform that replays what was long ago makes nobody new.
    await corner.forward(5 * MINUTE);
    await corner.tells("corner", { kind: "joined", person: { user: "m7", name: "m7" } });
    expect(greeted()).toEqual([]);
  });

  test("makes nobody known who was on their way: they are greeted, and counted once", async () => {
    listed = listedChats();
    corner = await openCorner({ brands: [WELCOME], adapt: listed.adapt });
    await corner.joins("corner", "ann");
    const at = corner.clock.now() + MINUTE;
    const place = { platform: "sandbox", chat: "corner", direct: false };
    const head = { platform: "sandbox", account: "sandbox", place, at };
    const named = (user: string) => ({ user, name: user });
    slipsIn("bob");
    slipsOut("ann");
    await corner.forward(2 * MINUTE);
    expect([await status("bob"), await status("ann")]).toEqual(["in", "left"]);
    for (const n of [1, 2])
      for (const [kind, user] of [["joined", "bob"] as const, ["left", "ann"] as const])
        await corner.runtime.receive([{ ...head, id: `${n}:${user}`, kind, person: named(user) }]);
    await corner.runtime.pump();
    expect(greeted()).toEqual(["hi ann", "hi bob"]);
    const counted = async (kind: string) =>
      (await corner.facts(kind)).filter(({ data }) => !data?.again).map(({ member }) => member);
    expect(await counted("joined")).toEqual(["sandbox:ann", "sandbox:bob"]);
    expect(await counted("left")).toEqual(["sandbox:ann"]);
  });
});

describe("a list that can't be right", () => {
  beforeEach(() => open(names(20)));

  test("is not believed: half of the people are not gone at once", async () => {
    slipsOut(...names(12));
    listed.of("corner").set("new", "new");
    const real = new Map(listed.of("corner"));
    await corner.forward(5 * MINUTE);
    for (const name of names(12)) listed.of("corner").set(name, name);
    await corner.forward(3 * HOUR);
    expect(await facts("left")).toEqual([]);
    expect(real.size).toBe(9);
    expect(greeted()).toEqual(["hi new"]);
  });

  test("is believed when it goes on, and the platform's count says so too", async () => {
    slipsOut(...names(12));
    await corner.forward(HOUR);
    expect(await facts("left")).toHaveLength(12);
    expect(await status("m3")).toBe("left");
    expect(await status("m15")).toBe("in");
  });

  test("changes nothing when it doesn't come at all, and is asked for again", async () => {
    listed.away(true);
    slipsOut(...names(3));
    slipsIn("new");
    await corner.forward(3 * HOUR);
    expect(await facts("left")).toEqual([]);
    expect(corner.bugs).toEqual([]);
    listed.away(false);
    await corner.forward(5 * MINUTE);
    expect((await facts("left")).map(([name]) => name)).toEqual(["m0", "m1", "m2"]);
    expect(greeted()).toEqual(["hi new"]);
  });
});

describe("who has no name yet", () => {
  const nameless = async () =>
    (await corner.store.get(CLIENT, "roster", "sandbox:corner"))?.value.nameless ?? 0;
  /** Until the list was looked at so often without their name. */
  const lookedAt = async (times: number) => {
    while ((await nameless()) < times) await corner.forward(MINUTE);
  };
  beforeEach(() => open());

  test("is greeted by it when there is one", async () => {
    listed.of("corner").set("u7", "");
    await lookedAt(2);
    expect(greeted()).toEqual([]);
    listed.of("corner").set("u7", "Grace");
    await corner.forward(4 * MINUTE);
    expect(greeted()).toEqual(["hi Grace"]);
  });

  test("is greeted without one when it never comes", async () => {
    listed.of("corner").set("u7", "");
    await lookedAt(5);
    await corner.forward(4 * MINUTE);
    expect(greeted()).toEqual(["hi 朋友"]);
    expect(await facts("joined")).toEqual([["u7", true]]);
  });
});

test("a group whose list no longer comes is named by /status, until it comes again", async () => {
  await open(names(3));
  await corner.forward(HOUR);
  listed.away(true);
  const status = async () => {
    await corner.says("corner", "corner-boss", "/status");
    return corner.heard("corner").join();
  };
  await corner.forward(5 * MINUTE);
  expect(await status()).not.toContain("not answer");
  await corner.forward(HOUR);
  expect(await status()).toMatch(
    /2 groups do not answer any more: street 1, street 2\. .*\/rebind/,
  );
  listed.away(false);
  await corner.forward(40 * MINUTE);
  expect(await status()).not.toContain("not answer");
});

test("a group that was just bound is compared within a minute", async () => {
  await open();
  listed.of("new").set("zoe", "zoe");
  await corner.says("new", "corner-boss", "/bind corner street");
  await corner.forward(MINUTE);
  expect(await corner.store.get(CLIENT, "seat", "sandbox:new/sandbox:zoe")).toBeDefined();
});

test("each group is asked for every 10 to 30 minutes, at times of its own", async () => {
  await open();
  const from = listed.asked.length;
  await corner.forward(DAY);
  const asked = listed.asked.slice(from).filter((chat) => chat === "corner");
  expect(asked.length).toBeGreaterThanOrEqual(48);
  expect(asked.length).toBeLessThanOrEqual(144);
  const dues = await corner.store.list(CLIENT, "roster");
  expect(new Set(dues.map(({ due }) => due)).size).toBe(2);
});

test("where a platform lists nobody, nothing is compared", async () => {
  corner = await openCorner({ brands: [WELCOME] });
  await corner.forward(DAY);
  expect(await corner.store.list(CLIENT, "roster")).toEqual([]);
});

test("what is listed for one client's group is nothing to another's", async () => {
  listed = listedChats();
  corner = await openCorner({
    brands: [
      { ...WELCOME, client: "teas" },
      { ...WELCOME, client: "pets" },
    ],
    adapt: listed.adapt,
  });
  await corner.forward(10 * MINUTE);
  listed.of("teas").set("canary", "canary");
  await corner.forward(HOUR);
  expect(corner.heard("teas")).toEqual(["hi canary"]);
  expect(corner.heard("pets")).toEqual([]);
  expect(await corner.member("canary", "pets")).toBeUndefined();
  expect(await corner.facts("joined", "pets")).toEqual([]);
});

test("each look is entered in the account's ledger, and waits where it has to", async () => {
  listed = listedChats();
  corner = await openCorner({
    brands: [WELCOME],
    adapt: listed.adapt,
    limits: limitsOf("wechat"),
  });
  await corner.forward(2 * HOUR);
  // The ledger has a clock of its own.
  const reads = (await corner.store.ledger("sandbox", Number.MIN_SAFE_INTEGER)).filter(
    ({ kind }) => kind === "read",
  );
  const looks = listed.asked.filter((chat) => chat.startsWith("corner"));
  expect(looks.length).toBeGreaterThan(6);
  expect(reads).toHaveLength(looks.length);
  // One after another, as the account's kind wants it.
  const gaps = reads.slice(1).map(({ at }, n) => at - (reads[n]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5_000);
});
