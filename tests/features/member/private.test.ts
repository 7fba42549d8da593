import { afterEach, describe, expect, test } from "vitest";
import { type Brand, closeCorners, DAY, HOUR, MINUTE, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const asked = (per: "member" | "group"): Brand => ({
  sections: {
    replies: {
      open: { when: { keywords: ["open"] }, say: "hours", cooldown: { per, for: "10m" } },
    },
  },
  lines: { hours: "at nine" },
});

describe("a reply's cooldown", () => {
  test.each(["member", "group"] as const)(
    "per %s is each member's own in private, to the millisecond",
    async (per) => {
      const corner = await openCorner({ brands: [asked(per)] });
      for (const name of ["amy", "bob"]) await corner.says("corner", name, "hello");
      await corner.writes("amy", "open?");
      expect(corner.heard("amy")).toEqual(["at nine"]);
      await corner.forward(10 * MINUTE - 1);
      await corner.writes("amy", "open?");
      expect(corner.heard("amy")).toEqual([]);
      await corner.writes("bob", "open?");
      expect(corner.heard("bob")).toEqual(["at nine"]);
      await corner.forward(1);
      await corner.writes("amy", "open?");
      expect(corner.heard("amy")).toEqual(["at nine"]);
      await corner.writes("bob", "open?");
      expect(corner.heard("bob")).toEqual([]);
    },
  );

  test("that was answered in private keeps no group waiting, nor the other way round", async () => {
    const corner = await openCorner({ brands: [asked("group")] });
    for (const name of ["amy", "bob"]) await corner.says("corner", name, "hello");
    await corner.writes("amy", "open?");
    await corner.says("corner", "amy", "open?");
    expect(corner.heard("corner")).toEqual(["at nine"]);
    await corner.says("corner", "bob", "open?");
    expect(corner.heard("corner")).toEqual([]);
    await corner.writes("bob", "open?");
    expect(corner.heard("bob")).toEqual(["at nine"]);
    await corner.says("corner-2", "bob", "open?");
    expect(corner.heard("corner-2")).toEqual(["at nine"]);
  });

  test("per member goes with the member, from the group into private", async () => {
    const corner = await openCorner({ brands: [asked("member")] });
    await corner.says("corner", "bob", "hello");
    await corner.says("corner", "amy", "open?");
    await corner.writes("amy", "open?");
    await corner.says("corner", "bob", "open?");
    expect(corner.heard("corner")).toEqual(["at nine", "at nine"]);
    expect(corner.heard("amy")).toEqual([]);
  });
});

describe("a private message is for the brand that saw its writer last", () => {
  const brand = (client: string): Brand => ({
    client,
    sections: { replies: { open: { when: { keywords: ["open"] }, say: "hours" } } },
    lines: { hours: `this is ${client}` },
  });

  test.each([
    ["ape", "bee"],
    ["bee", "ape"],
  ])("first %s, then %s", async (first, second) => {
    const corner = await openCorner({ brands: [brand("ape"), brand("bee")] });
    await corner.says(first, "amy", "hello");
    await corner.forward(1_000);
    await corner.says(second, "amy", "hello");
    await corner.writes("amy", "open?");
    expect(corner.heard("amy")).toEqual([`this is ${second}`]);
    await corner.forward(2 * HOUR);
    await corner.joins(`${first}-2`, "amy");
    await corner.writes("amy", "open?");
    expect(corner.heard("amy")).toEqual([`this is ${first}`]);
    const said = (await corner.facts("said", first)).filter(({ data }) => data?.direct);
    expect(said.map(({ group }) => group)).toEqual([`sandbox:${first}-2`]);
    // Only one brand learns of it.
    expect(await corner.facts("said", second)).toHaveLength(2);
    for (const group of [first, second, `${first}-2`]) expect(corner.heard(group)).toEqual([]);
  });

  test("a brand that was left is still the one, until another is seen", async () => {
    const corner = await openCorner({ brands: [brand("ape"), brand("bee")] });
    await corner.says("ape", "amy", "hello");
    await corner.forward(DAY);
    await corner.joins("bee", "amy");
    await corner.leaves("bee", "amy");
    await corner.writes("amy", "open?");
    expect(corner.heard("amy")).toEqual(["this is bee"]);
  });

  test("nobody's brand answers a stranger", async () => {
    const corner = await openCorner({ brands: [brand("ape"), brand("bee")] });
    await corner.says("ape", "amy", "hello");
    await corner.writes("bob", "open?");
    expect(corner.heard("bob")).toEqual([]);
    expect(corner.bugs).toEqual([]);
  });
});
