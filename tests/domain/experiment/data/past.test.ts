import { expect, test } from "vitest";
import { frameOf, inOrder } from "../../../../src/domain/experiment/analysis/analysis.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { pastOf } from "../../../../src/domain/experiment/data/past.js";
import { designSchema } from "../../../../src/domain/experiment/design/design.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

const rows = simulate({ world: "poisson", groups: 2, days: 12, lift: 2, seed: "past", block: 3 });
const design = designSchema.parse({
  design: "switchback",
  arms: ["a", "b"],
  primary: "orders_per_member",
  horizon: 12,
  block: 3,
  pairs: pairsOf(2),
});
const pastOfPair = (of: readonly Row[]) => {
  const { scene } = frameOf(design, inOrder(of));
  return pastOf(scene, scene.sets, design.block).get("g0|g1") ?? [];
};

test("a block ahead lies in the pre-period whole: the last two days begin none", () => {
  const past = pastOfPair(rows);
  expect(past.map(({ day }) => day.days)).toEqual(Array(14).fill(1));
  expect(past.map(({ ahead }) => ahead?.days)).toEqual([
    ...Array(12).fill(3),
    undefined,
    undefined,
  ]);
});

test("what the past teaches is the same whatever comes after it", () => {
  const later = rows.map((row): Row => (row.day < 1 ? row : { ...row, orders: 1000 }));
  expect(pastOfPair(later)).toEqual(pastOfPair(rows));
});

test("where a block is as long as the pre-period there is nothing to foretell it from", () => {
  const { scene } = frameOf(design, inOrder(rows));
  expect(pastOf(scene, scene.sets, 14).size).toBe(0);
  expect(pastOf(scene, scene.sets, 13).get("g0|g1")?.[1]?.ahead?.days).toBe(13);
});
