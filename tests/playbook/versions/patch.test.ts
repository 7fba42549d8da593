import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { experimentCodes } from "../../../src/playbook/findings/codes-experiment.js";
import { noEnv } from "../../../src/playbook/read/env.js";
import { applyPatch, overlaps } from "../../../src/playbook/versions/patch.js";
import { patchedBy, versionsOf } from "../../../src/playbook/versions/version.js";
import { checkTrial, PLAYBOOK } from "../../support/trial-playbook.js";

type Edit = readonly [path: string, value: unknown];
/** Changes that a playbook takes, and some that it must refuse. */
const edits: readonly Edit[] = [
  ["brand", "茶野"],
  ["persona", "lady"],
  ["persona", "nobody"],
  ["quiet", { from: "23:00", to: "07:00" }],
  ["quiet.from", "14:00"],
  ["limits.group", { max: 2, per: "day" }],
  ["limits.group.max", 2],
  ["groups.capacity", 150],
  ["groups.capacity", 2],
  ["groups.capacity", "many"],
  ["groups.reserve", 200],
  ["replies.hours.say", "bye"],
  ["replies.hours.say", "nudge"],
  ["replies.hours.when.pattern", "(?=几点)"],
  ["replies.new", { when: { keywords: ["茶"] }, say: "news" }],
  ["replies.new", { say: "news" }],
  ["scripts.welcome.steps.0.say", "news"],
  ["scripts.welcome.steps.1", "stop"],
  ["scripts.welcome.steps.0", null],
  ["schedule.slump.at", "07:30"],
  ["schedule.slump.at", "15:00"],
  ["schedule.slump", null],
  ["schedule.slump.pool", "nowhere"],
  ["promos.main.spend", "65.00"],
  ["promos.main.spend", 65],
  ["promos.main.title", "满65减5"],
  ["promos.main.title", null],
  ["promos.main.give", { tiers: [{ spend: "60.00", off: "5.00" }] }],
  ["promos.main.give.off", "60.00"],
  ["promos.main.nudge", null],
  ["promos.cup.priority", 3],
  ["promos.cup", null],
  ["coupons.newcomer.valid", "24h"],
  ["opt_out", null],
  ["on_uncertain", "skip"],
];
const apart = (chosen: readonly Edit[]) =>
  chosen.every(([path], i) => chosen.slice(i + 1).every(([other]) => !overlaps(path, other)));
const patches = fc.uniqueArray(fc.constantFrom(...edits), { maxLength: 4 }).filter(apart);

/** The playbook with the values written where they belong. */
function byHand(patch: readonly Edit[]): string {
  const file = parseDocument(PLAYBOOK);
  file.delete("experiments");
  for (const [path, value] of patch) {
    const parts = path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    if (value !== null || typeof parts.at(-1) === "number")
      file.setIn(parts, file.createNode(value));
    else file.deleteIn(parts);
  }
  return String(file);
}

/** The playbook with the values in an arm. */
function byArm(patch: readonly Edit[]): string {
  const file = parseDocument(PLAYBOOK);
  const arms = { a: {}, b: Object.fromEntries(patch) };
  const experiments = { t: { design: "parallel", horizon: "28d", arms, primary: "reply_rate" } };
  file.set("experiments", file.createNode(experiments));
  return String(file);
}

function codes(text: string): ReadonlySet<string> {
  const found = new Set<string>(checkTrial(text).findings.map(({ code }) => code));
  for (const code of Object.keys(experimentCodes)) found.delete(code);
  // Lines of a persona that isn't there are nobody's; in a file, those of the other files stand in.
  if (found.has("PLAYBOOK_UNKNOWN_PERSONA")) found.delete("PLAYBOOK_UNKNOWN_VARIABLE");
  return found;
}
const env = noEnv;
const editionOf = (text: string) => versionsOf(checkTrial(text), env)[0];

describe("an arm", () => {
  test("that changes nothing leaves the playbook as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(applyPatch(value, {})).toBe(value);
      }),
    );
  });

  test("says what a file written by hand with its values would, and makes the same playbook", () => {
    const good: unknown[] = [];
    fc.assert(
      fc.property(patches, (patch) => {
        const [hand, arm] = [byHand(patch), byArm(patch)];
        expect(codes(arm)).toEqual(codes(hand));
        const version = editionOf(arm);
        if (!version || checkTrial(hand).findings.some(({ severity }) => severity === "error"))
          return;
        good.push(patch);
        const { playbook, arms } = patchedBy(version, { t: "b" });
        expect(arms).toEqual({ t: "b" });
        expect({ ...playbook, experiments: {} }).toEqual(editionOf(hand)?.playbook);
      }),
      { numRuns: 80, examples: edits.map((edit): [Edit[]] => [[edit]]) },
    );
    expect(good.length).toBeGreaterThan(10);
  });

  test("never changes the value it patches", () => {
    const value = parseDocument(PLAYBOOK).toJS();
    const before = structuredClone(value);
    fc.assert(
      fc.property(patches, (patch) => {
        applyPatch(value, Object.fromEntries(patch) as Parameters<typeof applyPatch>[1]);
        expect(value).toEqual(before);
      }),
    );
  });

  test("finds the same whatever is written in it, and never throws", () => {
    const path = fc.oneof(
      fc.constantFrom(...edits.map(([each]) => each)),
      fc.string({ maxLength: 12 }),
      fc
        .array(fc.constantFrom("promos", "main", "__proto__", "0", "", "steps", "constructor"), {
          minLength: 1,
          maxLength: 4,
        })
        .map((parts) => parts.join(".")),
    );
    fc.assert(
      fc.property(fc.dictionary(path, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }), (patch) => {
        const text = byArm(Object.entries(patch));
        expect(checkTrial(text).findings).toEqual(checkTrial(text).findings);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ["a", "a", true],
    ["a", "a.b", true],
    ["a.b.c", "a.b", true],
    ["a.b", "a.c", false],
    ["a.b", "a.bc", false],
  ])("at %s and one at %s touch: %s", (one, other, touch) => {
    expect(overlaps(one, other)).toBe(touch);
    expect(overlaps(other, one)).toBe(touch);
  });
});
