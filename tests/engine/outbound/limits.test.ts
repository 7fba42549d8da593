import { afterEach, expect, test } from "vitest";
import {
  type Brand,
  type Corner,
  closeCorners,
  DAY,
  HOUR,
  OPENED,
  openCorner,
} from "../../support/corner.js";

afterEach(closeCorners);

/** After a greeting three lines that nobody asked for, an hour apart. */
const chatty = (limits: object, more: Brand["sections"] = {}): Brand => ({
  sections: {
    limits,
    replies: { hours: { when: { keywords: ["open"] }, say: "hours" } },
    scripts: {
      welcome: {
        on: "joined",
        steps: ["greet", "one", "two", "three"].map((say) => ({ say, wait: "1h" })),
      },
    },
    ...more,
  },
  lines: Object.fromEntries(
    ["greet", "one", "two", "three", "hours", "post"].map((line) => [line, line]),
  ),
});

/** What was said unasked, and how long after the opening. */
const unasked = async (corner: Corner) =>
  (await corner.facts("said_line"))
    .filter(({ data }) => data?.unasked)
    .map(({ at, member, data }) => [
      (at - OPENED) / HOUR,
      data?.line,
      ...(member === undefined ? [] : [member.replace("sandbox:", "")]),
    ]);

test("a member gets two unasked lines a day and the third exactly a day after the first", async () => {
  const corner = await openCorner({ brands: [chatty({ member: { max: 2, per: "day" } })] });
  await corner.joins("corner", "amy");
  await corner.forward(5 * HOUR);
  expect(await unasked(corner)).toEqual([
    [1, "one", "amy"],
    [2, "two", "amy"],
  ]);
  // What she asks for is answered, and counts for nothing.
  await corner.says("corner", "amy", "open");
  await corner.says("corner", "amy", "open now");
  await corner.forward(20 * HOUR - 1);
  expect(await unasked(corner)).toHaveLength(2);
  await corner.forward(1);
  expect((await unasked(corner))[2]).toEqual([25, "three", "amy"]);
  expect(corner.heard("corner")).toEqual(["greet", "one", "two", "hours", "hours", "three"]);
});

test("each member has a limit of their own, which holds in all groups of the brand", async () => {
  const corner = await openCorner({ brands: [chatty({ member: { max: 2, per: "day" } })] });
  await corner.joins("corner", "amy");
  await corner.joins("corner", "bob");
  await corner.forward(HOUR);
  await corner.joins("corner-2", "amy");
  await corner.forward(6 * HOUR);
  const mine = async (name: string) => (await unasked(corner)).filter((each) => each[2] === name);
  expect(await mine("amy")).toHaveLength(2);
  expect(await mine("bob")).toHaveLength(2);
});

test("a group's limit counts what is said to any of its members and to all of them", async () => {
  const post = { schedule: { post: { at: "10:30", days: ["tue"], pool: "street", say: "post" } } };
  const limits = { group: { max: 3, per: "day" } };
  const corner = await openCorner({ brands: [chatty(limits, post)] });
  await corner.joins("corner", "amy");
  await corner.joins("corner", "bob");
  await corner.forward(DAY + HOUR / 2 - 1);
  expect(await unasked(corner)).toEqual([
    [0.5, "post"],
    [0.5, "post"],
    [1, "one", "amy"],
    [1, "one", "bob"],
  ]);
  // The other group's post is no business of this one; both scripts wait.
  expect(corner.heard("corner")).toEqual(["greet", "greet", "post", "one", "one"]);
  await corner.forward(1);
  // A day after the post there is room for one.
  expect(corner.heard("corner")).toEqual(["two"]);
});

test("a gap is kept to the millisecond", async () => {
  const corner = await openCorner({
    brands: [chatty({ group: { max: 9, per: "day", gap: "90m" } })],
  });
  await corner.joins("corner", "amy");
  await corner.forward(6 * HOUR);
  expect(await unasked(corner)).toEqual([
    [1, "one", "amy"],
    [2.5, "two", "amy"],
    [4, "three", "amy"],
  ]);
});

test("what an operator says unasked counts for the group, too", async () => {
  const corner = await openCorner({ brands: [chatty({ group: { max: 1, per: "day" } })] });
  await corner.joins("corner", "amy");
  await corner.says("corner", "corner-boss", "/say hello");
  await corner.says("corner", "corner-boss", "/yes");
  expect(corner.heard("corner")).toContain("hello");
  await corner.forward(DAY - 1);
  expect(await unasked(corner)).toEqual([]);
  await corner.forward(1);
  expect(await unasked(corner)).toEqual([[24, "one", "amy"]]);
});
