import { expect, test } from "vitest";
import { dateAfter } from "../../../../src/domain/experiment/design/current.js";
import {
  designOf,
  isAsRegistered,
  register,
} from "../../../../src/domain/experiment/design/register.js";
import {
  type Experiment,
  experimentsSchema,
} from "../../../../src/domain/experiment/design/schema.js";

const START = "2026-11-25";
const groups = Array.from({ length: 8 }, (_, i) => `sandbox:g${i}`);
const rollups = groups.flatMap((group, i) =>
  Array.from({ length: 14 }, (_, day) => ({
    ...{ group, day: dateAfter(START, day - 14), sums: { members: 150, orders: 5 + i } },
  })),
);
const experiment = (change: object): Experiment =>
  experimentsSchema().parse({
    e: { horizon: "28d", arms: { a: {}, b: {} }, primary: "orders_per_member", ...change },
  }).e as Experiment;
const registered = (of: Experiment) =>
  register({ id: "e", experiment: of, version: "v1", start: START, groups, rollups }).registration;

test.each([
  ["switchback", { blockDays: 4, washoutDays: 1, horizonDays: 28 }],
  // Its one block is the horizon, and nothing changes within it that would have to wash out.
  ["parallel", { blockDays: 28, washoutDays: 0, horizonDays: 28 }],
])("the days of a %s are registered, its washout too", (design, days) => {
  const of = experiment({ design, block: "4d", washout: "1d" });
  const registration = registered(of);
  expect(registration).toMatchObject(days);
  const { block, washout, horizon } = designOf(registration);
  expect([block, washout, horizon]).toEqual([days.blockDays, days.washoutDays, days.horizonDays]);
  expect(isAsRegistered(registration, of)).toBe(true);
});

test("a washout that the playbook says otherwise is no longer as registered", () => {
  const registration = registered(experiment({ design: "switchback", block: "4d", washout: "1d" }));
  const later = experiment({ design: "switchback", block: "4d", washout: "2d" });
  expect(isAsRegistered(registration, later)).toBe(false);
});
