import { afterEach, expect, test } from "vitest";
import { closeCorners, openCorner, poolOf } from "../../support/corner.js";

afterEach(closeCorners);

const BOSS = "corner-boss";
const open = (seats: object = {}) =>
  openCorner({ brands: [{ sections: { groups: { ...poolOf("corner"), ...seats } } }] });
const NEXT = "newcomers will go to “street 2”";

test.each([
  [200, 190],
  [150, 143],
  [100, 95],
  [20, 19],
  [10, 10],
])(
  "of %i seats the one numbered %i warns, once; the one before does not",
  async (capacity, seat) => {
    const corner = await open({ capacity, reserve: 0 });
    const counts = (count: number) => corner.tells("corner", { kind: "counted", count });
    await counts(seat - 1);
    expect(corner.heard(BOSS)).toEqual([]);
    await counts(seat);
    expect(corner.heard(BOSS)).toEqual([`[street 1] has ${seat}/${capacity} people; ${NEXT}.`]);
    await counts(capacity);
    await counts(seat);
    expect(corner.heard(BOSS)).toEqual([]);
  },
);

test("a person who comes in by themselves warns as a count does, and so does one who is let in", async () => {
  const corner = await open();
  for (const [group, deed] of [
    ["corner", corner.joins],
    ["corner-2", corner.asks],
  ] as const) {
    await corner.tells(group, { kind: "counted", count: 188 });
    await deed(group, "amy");
    expect(corner.heard(BOSS)).toEqual([]);
    await deed(group, "bob");
    expect(corner.heard(BOSS)).toEqual([expect.stringContaining("has 190/200 people; newcomers")]);
    await deed(group, "cat");
    expect(corner.heard(BOSS)).toEqual([]);
  }
});

test("a group that emptied and filled again warns again", async () => {
  const corner = await open();
  await corner.tells("corner", { kind: "counted", count: 189 });
  for (let round = 0; round < 2; round++) {
    await corner.joins("corner", "amy");
    expect(corner.heard(BOSS)).toEqual([expect.stringContaining("190/200")]);
    await corner.leaves("corner", "amy");
    expect(corner.heard(BOSS)).toEqual([]);
  }
});

test("the last group of the pool warns that there is no next, and once more when it is full", async () => {
  const corner = await open();
  await corner.tells("corner-2", { kind: "counted", count: 198 });
  expect(corner.heard(BOSS)).toEqual([expect.stringContaining("[street 2] has 198/200")]);
  await corner.tells("corner", { kind: "counted", count: 190 });
  expect(corner.heard(BOSS)).toEqual([expect.stringContaining("street has no next group")]);
  await corner.tells("corner", { kind: "counted", count: 197 });
  expect(corner.heard(BOSS)).toEqual([]);
  await corner.tells("corner", { kind: "counted", count: 198 });
  expect(corner.heard(BOSS)).toEqual([expect.stringContaining("The pool street is full")]);
  await corner.tells("corner", { kind: "counted", count: 199 });
  expect(corner.heard(BOSS)).toEqual([]);
  expect(corner.bugs).toEqual([]);
});
