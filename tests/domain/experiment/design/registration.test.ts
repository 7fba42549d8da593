import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { auditAssignments, type Logged } from "../../../../src/domain/experiment/audit/audit.js";
import { assignSet } from "../../../../src/domain/experiment/design/assign.js";
import {
  canonicalJson,
  freeze,
  isIntact,
  type Json,
  type Registration,
} from "../../../../src/domain/experiment/design/registration.js";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const registration: Registration = {
  experiment: "threshold",
  arms: [
    { key: "sixty", patch: {} },
    { key: "sixtyfive", patch: { "promos.main.spend": "65.00" } },
  ],
  playbook: "tea-town@3",
  design: "switchback",
  sets: [
    ["g1", "g2"],
    ["g3", "g4"],
  ],
  blockDays: 2,
  washoutDays: 0,
  horizonDays: 28,
  primary: "orders_per_member",
  guardrails: ["leave_rate"],
  smallestInteresting: 0.05,
  alpha: 0.05,
  clocks: "horizon",
  winsorise: null,
  draws: 1999,
  seed: "threshold",
};
const log: readonly Logged[] = Array.from({ length: 14 }, (_, block) =>
  registration.sets.flatMap((set) =>
    assignSet({ experiment: "threshold", arms: ["sixty", "sixtyfive"] }, block, set).map(
      (assignment, i) => ({
        ...assignment,
        block,
        group: set[i] as string,
      }),
    ),
  ),
).flat();

test("a hash doesn't depend on the order of keys, and any change breaks it", () => {
  const { hash, text } = freeze(registration, sha256);
  const shuffled = Object.fromEntries(Object.entries(registration).reverse()) as Registration;
  expect(freeze(shuffled, sha256).hash).toBe(hash);
  expect(JSON.parse(text)).toEqual(registration);
  expect(isIntact(registration, hash, sha256)).toBe(true);
  expect(isIntact({ ...registration, horizonDays: 27 }, hash, sha256)).toBe(false);
});

test("canonical JSON reads back as the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(RangeError);
});

test.each([
  [{ sets: [["g1", "g1"]] }, "EXPERIMENT_GROUP_TWICE"],
  [{ sets: [["g1", "g2", "g3"]] }, "EXPERIMENT_SET_SIZE"],
  [{ experiment: "门槛" }, "EXPERIMENT_ID_ASCII"],
])("%p is refused", (change, code) => {
  expect(() => freeze({ ...registration, ...change }, sha256)).toThrow(code);
});

test("an honest log replays, also one that has only begun", () => {
  expect(auditAssignments(registration, log)).toEqual({ ok: true, checked: 56, mismatches: [] });
  expect(auditAssignments(registration, log.slice(0, 8)).ok).toBe(true);
  expect(auditAssignments(registration, [...log].reverse()).ok).toBe(true);
});

test("every block that has begun is due, however much of the log was cut off its end", () => {
  const short = (blocks: number) => log.filter(({ block }) => block < blocks);
  expect(auditAssignments(registration, log, 28).ok).toBe(true);
  for (const blocks of [0, 7, 13]) {
    const { mismatches } = auditAssignments(registration, short(blocks), 28);
    expect(mismatches).toHaveLength(4 * (14 - blocks));
    expect(mismatches[0]).toMatchObject({ problem: "absent", block: blocks });
  }
  // Two days a block: on the 27th day the last one begins.
  expect(auditAssignments(registration, short(13), 26).ok).toBe(true);
  expect(auditAssignments(registration, short(13), 27).ok).toBe(false);
});

test("any single tampered assignment is found", () => {
  const tamper = fc.record({
    at: fc.nat(log.length - 1),
    change: fc.constantFrom<(one: Logged) => Logged[]>(
      (one) => [{ ...one, arm: one.arm === "sixty" ? "sixtyfive" : "sixty" }],
      (one) => [{ ...one, propensity: one.propensity + 0.01 }],
      (one) => [{ ...one, group: one.group === "g1" ? "g2" : "g1" }],
      (one) => [{ ...one, group: "stranger" }],
      (one) => [{ ...one, block: one.block === 0 ? 1 : one.block - 1 }],
      (one) => [{ ...one, block: 99 }],
      (one) => [{ ...one, arm: "third" }],
      (one) => [one, one],
      () => [],
    ),
  });
  fc.assert(
    fc.property(tamper, ({ at, change }) => {
      const forged = log.flatMap((one, i) => (i === at ? change(one) : [one]));
      const { ok, mismatches } = auditAssignments(registration, forged);
      expect(ok).toBe(false);
      expect(mismatches.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test("a mismatch names block, group, what was due and what was found", () => {
  const [first] = log as [Logged];
  const forged = [
    { ...first, arm: first.arm === "sixty" ? "sixtyfive" : "sixty" },
    ...log.slice(1),
  ];
  expect(auditAssignments(registration, forged).mismatches).toEqual([
    { problem: "wrong_arm", block: 0, group: "g1", expected: first.arm, found: forged[0]?.arm },
  ]);
});
