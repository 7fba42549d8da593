import { expect, test } from "vitest";
import { createRandom, threefry } from "../../../src/domain/stats/random.js";

/** Known answers of Random123 (kat_vectors, threefry2x32 20). */
test.each([
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x13198a2e, 0x03707344],
    [0x243f6a88, 0x85a308d3],
    [0xc4923a9c, 0x483df7a0],
  ],
] as const)("threefry under the key %p at %p is %p", (key, [high, low], wanted) => {
  const out = new Uint32Array(2);
  threefry([key[0], key[1]], high, low, out);
  expect([...out]).toEqual([...wanted]);
});

test("a seed replays the same draws, another seed doesn't", () => {
  const draw = (seed: string) => {
    const random = createRandom(seed);
    return [random.uint32(), random.below(10), random.normal()];
  };
  expect(draw("周大师")).toEqual(draw("周大师"));
  expect(draw("周大师")).not.toEqual(draw("王大师"));
});

test("draws have the mean and spread they promise", () => {
  const random = createRandom("moments");
  let [sum, squares, small] = [0, 0, 0];
  for (let i = 0; i < 20_000; i += 1) {
    const z = random.normal();
    sum += z;
    squares += z * z;
    small += random.below(3) === 0 ? 1 : 0;
  }
  expect(Math.abs(sum / 20_000)).toBeLessThan(0.03);
  expect(Math.abs(squares / 20_000 - 1)).toBeLessThan(0.05);
  expect(Math.abs(small / 20_000 - 1 / 3)).toBeLessThan(0.015);
});
