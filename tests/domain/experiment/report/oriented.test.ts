import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import { type Design, designSchema } from "../../../../src/domain/experiment/design/design.js";
import { orientedTo } from "../../../../src/domain/experiment/report/oriented.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

const design: Design = designSchema.parse({
  design: "switchback",
  arms: ["a", "b"],
  primary: "orders_per_member",
  horizon: 28,
  pairs: pairsOf(8),
});
const rows = simulate({ world: "poisson", groups: 8, days: 28, lift: 0.5, seed: "seen" });
const analysis = analyze(design, rows);

test("of the arm that was tried an analysis already speaks", () => {
  expect(orientedTo(analysis, "b")).toBe(analysis);
  expect(analysis.verdict).toBe("effective");
});

test("seen from the reference, good is bad and +25 % is −20 %", () => {
  const turned = orientedTo(analysis, "a");
  const { lift, low, high } = analysis.estimate as { lift: number; low: number; high: number };
  expect(turned).toMatchObject({ arms: ["b", "a"], verdict: "harmful", p: analysis.p });
  expect(turned.estimate.lift).toBeCloseTo(1 / (1 + lift) - 1, 12);
  expect(turned.estimate.low).toBeCloseTo(1 / (1 + high) - 1, 12);
  expect(turned.estimate.high).toBeCloseTo(1 / (1 + low) - 1, 12);
  expect(turned.looks.map(({ statistic }) => statistic)).toEqual(
    analysis.looks.map(({ statistic }) => -statistic),
  );
  // Turned twice it is what it was, but for the guardrails.
  const again = orientedTo(turned, "b");
  expect(again.verdict).toBe("effective");
  expect(again.estimate.lift).toBeCloseTo(lift, 12);
});

test("what bounds nothing stays so, and the other verdicts have no direction", () => {
  const open = {
    ...analysis,
    verdict: "insufficient",
    estimate: { lift: null, low: null, high: 0.5 },
  } as const;
  const turned = orientedTo(open, "a");
  expect(turned.verdict).toBe("insufficient");
  expect(turned.estimate).toEqual({
    lift: null,
    low: expect.closeTo(-1 / 3, 12),
    high: null,
  });
});
