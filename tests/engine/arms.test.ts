import { beforeEach, describe, expect, test } from "vitest";
import type { CompiledPlaybook } from "../../src/engine/compiled-playbook.js";
import { addFact, type Context, openDecision } from "../../src/engine/decision.js";
import { createPlaybooks, type Playbooks } from "../../src/engine/playbooks.js";
import { editions } from "../support/tea.js";

let playbooks: Playbooks;
beforeEach(() => {
  playbooks = createPlaybooks();
  playbooks.replace(editions());
});
const stage = (choice: Parameters<Playbooks["compiled"]>[1] = {}): CompiledPlaybook => {
  const found = playbooks.compiled("tea-town", choice);
  if (!found) throw new Error("no stage");
  return found;
};
const spendOf = ({ playbook }: CompiledPlaybook) => playbook.promos.main?.spend;

describe("the shelf", () => {
  test("without arms gives the playbook as it is written", () => {
    expect(stage().playbook).toBe(playbooks.current("tea-town")?.playbook);
    expect(stage()).not.toHaveProperty("arms");
    expect(stage({ arms: {} })).toBe(stage());
  });

  test("patches what is said and what is counted", () => {
    const threshold = stage({ arms: { threshold: "sixtyfive" } });
    expect(threshold.arms).toEqual({ threshold: "sixtyfive" });
    expect(threshold.version).toBe(stage().version);
    expect([spendOf(threshold), spendOf(stage())]).toEqual(["65.00", "60.00"]);
    expect(JSON.stringify(threshold.promos)).toContain("饮品满65减5");
    expect(stage({ arms: { capacity: "small" } }).playbook.groups.capacity).toBe(150);
  });

  test("puts the arms of several experiments together, once for each combination", () => {
    const both = stage({ arms: { threshold: "sixtyfive", persona: "office" } });
    expect([spendOf(both), both.persona.id]).toEqual(["65.00", "office-lady"]);
    expect(stage({ arms: { persona: "office", threshold: "sixtyfive" } })).toBe(both);
    expect(stage({ arms: { persona: "office" } })).not.toBe(both);
  });

  test("an arm that changes nothing is remembered all the same", () => {
    const sixty = stage({ arms: { threshold: "sixty" } });
    expect(sixty.arms).toEqual({ threshold: "sixty" });
    expect(sixty.playbook).toBe(stage().playbook);
  });

  test("leaves out what this version doesn't have", () => {
    const arms = { threshold: "seventy", nothing: "a", constructor: "name", persona: "village" };
    expect(stage({ arms }).arms).toEqual({ persona: "village" });
    expect(stage({ arms: { nothing: "a" } })).not.toHaveProperty("arms");
  });

  test("an experiment about who speaks goes before the operator's choice, in each of its arms", () => {
    const persona = "brand-voice";
    const speaker = (arms: Record<string, string>) => stage({ persona, arms }).persona.id;
    expect(speaker({})).toBe("brand-voice");
    expect(speaker({ threshold: "sixtyfive" })).toBe("brand-voice");
    expect(speaker({ persona: "village" })).toBe("village-girl");
    expect(speaker({ persona: "office" })).toBe("office-lady");
  });

  test("a promo that an operator turned off stays off", () => {
    const off = stage({ promosOff: ["main"], arms: { threshold: "sixtyfive" } });
    expect(off.playbook.promos.main).toBeUndefined();
  });

  test("keeps what comes from the environment", () => {
    const edit = (text: string) =>
      text.replace('telegram: "10001"', 'telegram: "env:SUANPAN_TEA_TOWN_BOSS"');
    playbooks.replace(editions({ edit }));
    const own = stage().playbook.operators.boss?.telegram;
    expect(own).not.toMatch(/^env:/);
    expect(stage({ arms: { threshold: "sixtyfive" } }).playbook.operators.boss?.telegram).toBe(own);
  });
});

test("a fact names the arms under which it happened", () => {
  const record = (choice?: Parameters<Playbooks["compiled"]>[1]) => {
    const group = { key: "hq", rev: 1, value: { unasked: [], cooldowns: {} } };
    const context = { compiled: stage(choice), now: 1, groupId: "hq", group } as unknown as Context;
    const decision = openDecision(context);
    addFact(decision, "said");
    return decision.facts[0];
  };
  expect(record({ arms: { threshold: "sixty" } })?.arms).toEqual({ threshold: "sixty" });
  expect(record()).not.toHaveProperty("arms");
});
