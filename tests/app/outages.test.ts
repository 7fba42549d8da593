import { expect, test } from "vitest";
import { createOutages } from "../../src/app/outages.js";

test("an outage is told while it lasts and for a day after, unless nobody noticed it", () => {
  let now = 1_000_000;
  const { away, last } = createOutages({ now: () => now });
  expect(last()).toBeUndefined();
  away(true);
  now += 4_999;
  away(false);
  expect(last()).toBeUndefined();

  away(true);
  now += 5_000;
  expect(last()).toEqual({ from: 1_004_999 });
  now += 1;
  away(false);
  const told = { from: 1_004_999, to: 1_010_000 };
  expect(last()).toEqual(told);
  now += 24 * 3_600_000 - 1;
  expect(last()).toEqual(told);
  now += 1;
  expect(last()).toBeUndefined();
});
