import fc from "fast-check";
import { expect, test } from "vitest";
import { firstOffer } from "../../../src/playbook/starter/offer.js";

test.each([
  // order, spend, off, higher, half
  [5_200, 6_000, 500, 6_500, 3_000],
  [800, 950, 80, 1_000, 400],
  [15_200, 18_000, 1_400, 19_000, 8_000],
  [52_000, 60_000, 5_000, 65_000, 30_000],
  [1, 2, 1, 3, 2],
])("an average order of %i begins at %i less %i", (order, spend, off, higher, half) => {
  expect(firstOffer(order, 3)).toEqual({ spend, off, higher, half, budget: off * 300 });
});

test("whatever the order, the threshold is above it and gives less than it asks", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 12 }),
      fc.integer({ min: 1, max: 999 }),
      (order, groups) => {
        const { spend, off, higher, half, budget } = firstOffer(order, groups);
        for (const sum of [spend, off, higher, half, budget])
          expect(Number.isSafeInteger(sum)).toBe(true);
        expect(spend).toBeGreaterThan(order);
        expect(higher).toBeGreaterThan(spend);
        expect(off).toBeGreaterThan(0);
        expect(off).toBeLessThan(spend);
        expect(off).toBeLessThan(half);
      },
    ),
  );
});
