import { expect, test } from "vitest";
import { runningBy } from "../../../../src/domain/experiment/audit/tampering.js";
import { assignSet } from "../../../../src/domain/experiment/design/assign.js";
import { assignments, dateAfter } from "../../../../src/domain/experiment/design/current.js";
import {
  designOf,
  isAsRegistered,
  register,
} from "../../../../src/domain/experiment/design/register.js";
import type { Experiment } from "../../../../src/domain/experiment/design/schema.js";
import { editions } from "../../../support/tea.js";

const START = "2026-11-25";
const experiment = editions().find(({ playbook }) => playbook.client === "tea-town")?.playbook
  .experiments.persona as Experiment;
const groups = Array.from({ length: 8 }, (_, i) => `sandbox:g${i}`);
const rollups = groups.flatMap((group, i) =>
  Array.from({ length: 14 }, (_, day) => ({
    group,
    day: dateAfter(START, day - 14),
    sums: { members: 150, replies: 5 + i },
  })),
);
const { registration } = register({
  ...{ id: "persona", experiment, version: "v1", start: START, groups, rollups },
});

test("eight groups of two arms: a coin decides two blocks, and the registration says so", () => {
  expect(registration.blocksPerCoin).toBe(2);
  expect(designOf(registration).blocks_per_coin).toBe(2);
  const armOf = (block: number) => assignments(runningBy(registration), block)[0]?.arm;
  for (let block = 0; block < 14; block += 2) expect(armOf(block + 1)).not.toBe(armOf(block));
});

test("a run that was registered when each block had a coin goes on as it was", () => {
  const { blocksPerCoin: _, ...before } = registration;
  expect(isAsRegistered(before, experiment)).toBe(true);
  expect(isAsRegistered(registration, experiment)).toBe(true);
  expect(designOf(before).blocks_per_coin).toBe(1);
  const tossed = { experiment: before.experiment, arms: ["village", "office"] };
  for (let block = 0; block < 14; block += 1) {
    const [set = []] = before.sets;
    const due = assignSet(tossed, block, set).map(({ arm }) => arm);
    expect(
      assignments(runningBy(before), block)
        .slice(0, 2)
        .map(({ arm }) => arm),
    ).toEqual(due);
  }
});
