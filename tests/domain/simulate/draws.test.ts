import { expect, test } from "vitest";
import { exponential, gamma, logNormal, poisson } from "../../../src/domain/simulate/draws.js";
import { createRandom } from "../../../src/domain/stats/random.js";

const RUNS = 40_000;
const random = createRandom("draws");
function momentsOf(draw: () => number) {
  const values = Array.from({ length: RUNS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / RUNS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (RUNS - 1);
  return { mean, variance };
}

test.each([
  ["gamma, shape 0.5", () => gamma(random, 0.5), 1, 2],
  ["gamma, shape 3", () => gamma(random, 3), 1, 1 / 3],
  ["poisson, mean 0.4", () => poisson(random, 0.4), 0.4, 0.4],
  ["poisson, mean 70", () => poisson(random, 70), 70, 70],
  ["exponential, mean 6", () => exponential(random, 6), 6, 36],
  [
    "log-normal, mean 52",
    () => logNormal(random, { mean: 52, deviation: 0.5 }),
    52,
    52 ** 2 * Math.expm1(0.25),
  ],
])("%s: mean and variance", (_name, draw, mean, variance) => {
  const found = momentsOf(draw);
  expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / RUNS));
  expect(found.variance / variance).toBeGreaterThan(0.9);
  expect(found.variance / variance).toBeLessThan(1.1);
});
