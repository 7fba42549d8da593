import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AttributionModel,
  attribute,
  creditsBy,
  models,
} from "../../../src/domain/order/attribution.js";

const DAY = 86_400_000;
const NOW = 100 * DAY;
const touch = (id: string, daysBefore: number, of = {}) => ({ id, at: NOW - daysBefore * DAY, of });
const amounts = (model: AttributionModel, days: readonly number[], revenue = 6100) =>
  attribute({
    at: NOW,
    revenue,
    model,
    windowMs: 7 * DAY,
    touches: days.map((before, index) => touch(`t${index}`, before)),
  }).map(({ amount }) => amount);

test.each<[AttributionModel, number[], number[]]>([
  ["last", [3, 1, 2], [0, 0, 6100]],
  ["first", [3, 1, 2], [6100, 0, 0]],
  ["linear", [3, 1, 2], [2034, 2033, 2033]],
  ["position", [3, 1, 2], [2440, 1220, 2440]],
  ["position", [3, 1], [3050, 3050]],
  ["position", [3], [6100]],
  ["position", [4, 3, 2, 1], [2440, 610, 610, 2440]],
  ["decay", [7, 0], [2033, 4067]],
  ["last", [], []],
  ["last", [7.01], []],
  ["last", [7], [6100]],
  ["last", [-1], []],
])("%s of touches %j days before", (model, days, expected) => {
  expect(amounts(model, days)).toEqual(expected);
});

test("decay halves in seven days", () => {
  const credits = attribute({
    at: NOW,
    revenue: 100,
    model: "decay",
    windowMs: 30 * DAY,
    touches: [touch("a", 14), touch("b", 7), touch("c", 0)],
  });
  expect(credits.map(({ weight }) => weight)).toEqual([1 / 7, 2 / 7, 4 / 7]);
});

test("credits by what the touches speak for", () => {
  const credits = attribute({
    at: NOW,
    revenue: 6100,
    model: "linear",
    windowMs: 7 * DAY,
    touches: [touch("a", 3, { persona: "cui" }), touch("b", 2, { persona: "cui", promo: "main" })],
  });
  expect([...creditsBy(credits, "persona")]).toEqual([["cui", 6100]]);
  expect([...creditsBy(credits, "promo")]).toEqual([["main", 3050]]);
});

test("credits sum to the revenue, in every model", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.integer({ min: 0, max: 10 ** 12 }),
      fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (model, revenue, days) => {
        const credits = attribute({
          at: NOW,
          revenue,
          model,
          windowMs: 91 * DAY,
          touches: days.map((before, index) => touch(`t${index}`, before)),
        });
        expect(credits).toHaveLength(days.length);
        expect(credits.every(({ amount }) => Number.isInteger(amount) && amount >= 0)).toBe(true);
        expect(credits.reduce((sum, { amount }) => sum + amount, 0)).toBe(revenue);
      },
    ),
    { numRuns: 500 },
  );
});
