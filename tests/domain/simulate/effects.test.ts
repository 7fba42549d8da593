import { expect, test } from "vitest";
import type { Experiment } from "../../../src/domain/experiment/design/schema.js";
import { createMemory, factorOf, parseEffect } from "../../../src/domain/simulate/effect.js";
import { armReader, favouredArm } from "../../../src/domain/simulate/heard.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { teaEdition } from "../../support/tea.js";

test.each([
  ["persona=0.3", { experiment: "persona", lift: 0.3 }],
  ["persona=0", { experiment: "persona", lift: 0 }],
  ["a-b_2=-.25", { experiment: "a-b_2", lift: -0.25 }],
  ["persona=+1.", { experiment: "persona", lift: 1 }],
  ["persona=-1", undefined],
  ["persona=30%", undefined],
  ["persona=1e9", undefined],
  ["persona=11", undefined],
  ["persona", undefined],
  ["=0.3", undefined],
])("the effect %s", (text, effect) => {
  expect(parseEffect(text)).toEqual(effect);
});

test("a tenth of yesterday's arm is felt today", () => {
  const feel = createMemory();
  expect([true, false, false, true].map(feel)).toEqual([
    1,
    expect.closeTo(0.1, 10),
    expect.closeTo(0.01, 10),
    expect.closeTo(0.901, 10),
  ]);
  expect(factorOf(0.3, 1)).toBeCloseTo(1.3, 10);
  expect(factorOf(0.3, 0.5) ** 2).toBeCloseTo(1.3, 10);
  expect(factorOf(0.3, 0)).toBe(1);
});

test("arms are read off what the runtime gives a group", () => {
  const version = teaEdition();
  const { playbook } = version;
  const playbooks = createPlaybooks();
  playbooks.replace([version]);
  const rules = Object.entries(playbook.experiments);
  expect(rules.map(([id]) => id)).toEqual(["threshold", "persona", "capacity"]);
  for (const [id, rule] of rules) {
    const read = armReader(playbook, rule);
    const [first] = Object.keys(rule.arms);
    // As written, the reference is heard; other experiments change nothing of it.
    expect(read(playbook)).toBe(first);
    for (const arm of Object.keys(rule.arms)) {
      const arms = { threshold: "sixtyfive", capacity: "small", [id]: arm };
      const compiled = playbooks.compiled("tea-town", { arms });
      expect(compiled && read({ ...compiled.playbook, persona: compiled.persona.id })).toBe(arm);
    }
  }
  const persona = armReader(playbook, playbook.experiments.persona as Experiment);
  expect(persona({ ...playbook, persona: "brand-voice" })).toBeUndefined();
  expect(favouredArm(playbook.experiments.persona as Experiment)).toBe("village");
  expect(favouredArm({ ...(playbook.experiments.persona as Experiment), favours: undefined })).toBe(
    "office",
  );
});
