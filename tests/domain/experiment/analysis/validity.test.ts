import { expect, test } from "vitest";
import { hopelessVerdicts, pauses, ratioAlarms } from "../../../support/validity/alarms.js";
import { nominalPlus2SE, runCell } from "../../../support/validity/cell.js";
import { WORLDS } from "../../../support/validity/worlds.js";

/** The simulation of docs/validity.md at a reduced size; `npm run bench:validity` runs it in full. */
const RUNS = 60;

test("type I under daily looks over the six null worlds, and an adversarial e-process", () => {
  const cells = WORLDS.map((world) =>
    runCell({ world, groups: 4, days: 28, lift: 0, runs: RUNS, seed: "reduced" }),
  );
  const mean = (of: (cell: (typeof cells)[number]) => number) =>
    cells.reduce((sum, cell) => sum + of(cell) / cells.length, 0);
  const bound = nominalPlus2SE(RUNS * WORLDS.length);
  expect(mean(({ rejected }) => rejected)).toBeLessThanOrEqual(bound);
  expect(mean(({ evidence }) => evidence)).toBeLessThanOrEqual(bound);
  expect(mean(({ covered }) => covered)).toBeGreaterThanOrEqual(1 - bound);
  // The same looks with Student's t show what the spending is for.
  expect(mean(({ peekedT }) => peekedT)).toBeGreaterThan(0.15);
});

test("eight groups and +30 %: found about as often as by a t test that waits, and sooner", () => {
  const cell = runCell({
    world: "poisson",
    groups: 8,
    days: 28,
    lift: 0.3,
    runs: RUNS,
    seed: "reduced",
  });
  expect(cell.rejected).toBeGreaterThan(0.8);
  expect(cell.rejected / cell.fixedT).toBeGreaterThan(0.9);
  expect(cell.duration).toBeLessThan(0.75);
  expect(cell.covered).toBeGreaterThan(0.9);
  expect(cell.rightWay).toBe(cell.rejected);
});

test("honest coins never ring the sample-ratio alarm", () => {
  expect(ratioAlarms(100)).toEqual({ coins: 0, members: 0 });
});

test("leavers in waves: the coins pause a harmless arm rarely, independence would do it often", () => {
  const { coins, independent } = pauses(200);
  expect(coins).toBeLessThanOrEqual(nominalPlus2SE(200));
  expect(independent).toBeGreaterThan(2 * 0.05);
});

test("an arm under which three times as many waves of leavers come is paused", () => {
  expect(pauses(40, 3).coins).toBeGreaterThan(0.8);
});

test("no verdict where none is attainable, whatever the lift", () => {
  expect(new Set(hopelessVerdicts(3))).toEqual(new Set(["unanswerable"]));
});
