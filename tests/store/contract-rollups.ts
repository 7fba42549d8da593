import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../src/core/fact.js";
import type { Rollup, Tally } from "../../src/core/rollup.js";
import type { Store } from "../../src/store/port.js";
import { tally } from "../support/tally.js";
import { commitOf, message, NOW, putMember, samplesTally } from "./samples.js";

export const EVER = { from: "0000-01-01", to: "9999-12-31" };
const fact = (kind: string, group = "g", day = "2026-11-24"): Fact => ({
  kind,
  at: NOW,
  group,
  day,
});
const row = (sums: Rollup["sums"], group = "g", day = "2026-11-24") => ({ group, day, sums });

export function rollupContract(
  store: () => Store,
  open: (tally: Tally) => Promise<Store>,
  runs: number,
): void {
  const commit = (...facts: Fact[]) => store().commit(commitOf({ facts }));
  const rollups = (client = "a") => store().rollups(client, EVER);

  describe("rollups", () => {
    test("facts add up by day, then by group", async () => {
      await commit(fact("said"), fact("said", "h"), fact("left"));
      await commit(fact("said"), fact("said", "g", "2026-11-23"), { kind: "said", at: NOW });
      expect(await rollups()).toEqual([
        row({ said: 1 }, "g", "2026-11-23"),
        row({ said: 2, left: 1 }),
        row({ said: 1 }, "h"),
      ]);
    });

    test("a range has both its ends, and one group when asked", async () => {
      const days = ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"];
      for (const day of days) await commit(fact("said", "g", day), fact("said", "h", day));
      const range = { from: "2026-11-23", to: "2026-11-24" };
      const found = await store().rollups("a", range);
      expect(found.map(({ day, group }) => `${day} ${group}`)).toEqual([
        "2026-11-23 g",
        "2026-11-23 h",
        "2026-11-24 g",
        "2026-11-24 h",
      ]);
      expect(await store().rollups("a", { ...range, group: "h" })).toEqual([
        row({ said: 1 }, "h", "2026-11-23"),
        row({ said: 1 }, "h"),
      ]);
    });

    test("clients do not see each other", async () => {
      await commit(fact("said"));
      await store().commit(commitOf({ client: "b", facts: [fact("left")] }));
      expect(await rollups()).toEqual([row({ said: 1 })]);
      expect(await rollups("b")).toEqual([row({ left: 1 })]);
    });

    test.each([
      ["stale", putMember("m", { rev: 7 })],
      ["limit", { op: "add", counter: "full", by: 2, limit: 1 }],
    ] as const)("%s adds nothing, and those of the same moment all they have", async (why, bad) => {
      const results = await Promise.all([
        commit(fact("said")),
        store().commit(commitOf({ changes: [bad], facts: [fact("said"), fact("left")] })),
        commit(fact("said"), fact("said")),
      ]);
      expect(results.map((result) => (result.ok ? "ok" : result.why))).toEqual(["ok", why, "ok"]);
      expect(await rollups()).toEqual([row({ said: 3 })]);
    });

    test("a fact that can't be added up is not committed, nor what came with it", async () => {
      const changes = [putMember("m")];
      const facts = [fact("said"), fact("unthinkable")];
      const others = [commit(fact("left")), commit(fact("left"))] as const;
      await expect(store().commit(commitOf({ changes, facts }))).rejects.toThrow("unthinkable");
      await Promise.all(others);
      expect(await rollups()).toEqual([row({ left: 2 })]);
      expect(await store().facts("a")).toEqual([fact("left"), fact("left")]);
      expect(await store().get("a", "member", "m")).toBeUndefined();
    });

    test("the second decision on an event adds nothing", async () => {
      const [event] = await store().accept([message("1")], NOW);
      const decision = commitOf({ handles: event?.seq, facts: [fact("said")] });
      await Promise.all([store().commit(decision), store().commit(decision)]);
      await store().commit(decision);
      expect(await rollups()).toEqual([row({ said: 1 })]);
    });

    test("a check tells what differs and changes nothing; a rebuild puts it right", async () => {
      let weight = 2;
      const honest = samplesTally;
      const changing: Tally = {
        version: 1,
        of(client, one) {
          const added = honest.of(client, one);
          return added && { ...added, sums: { [one.kind]: weight } };
        },
      };
      const other = await open(changing);
      await other.commit(commitOf({ facts: [fact("said")] }));
      weight = 1;
      await other.commit(commitOf({ facts: [fact("said"), fact("left", "h")] }));
      await other.commit(commitOf({ client: "b", facts: [fact("said")] }));
      const different = { group: "g", day: "2026-11-24", sum: "said", stored: 3, fromFacts: 2 };
      const found = { facts: 3, rows: 2, sealed: 0, different: 1, first: [different] };
      expect(await other.rebuildRollups("a", { check: true })).toEqual(found);
      expect(await other.rollups("a", EVER)).toEqual([row({ said: 3 }), row({ left: 1 }, "h")]);
      expect(await other.rebuildRollups("a", { check: false })).toEqual(found);
      expect(await other.rollups("a", EVER)).toEqual([row({ said: 2 }), row({ left: 1 }, "h")]);
      expect(await other.rollups("b", EVER)).toEqual([row({ said: 1 })]);
      const right = { facts: 3, rows: 2, sealed: 0, different: 0, first: [] };
      expect(await other.rebuildRollups("a", { check: true })).toEqual(right);
      await other.close();
    });

    test("whatever is committed at whatever moments, a rebuild finds the same sums", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyCommit, { maxLength: 6 }), { maxLength: 8 }),
          async (moments) => {
            const other = await open(tally);
            const kept: Fact[] = [];
            for (const moment of moments) {
              const commits = moment.map(({ facts, refused }) =>
                other.commit(
                  commitOf({ facts, changes: refused ? [putMember("m", { rev: 7 })] : [] }),
                ),
              );
              for (const [n, { ok }] of (await Promise.all(commits)).entries())
                if (ok) kept.push(...(moment[n]?.facts ?? []));
            }
            const checked = await other.rebuildRollups("a", { check: true });
            expect(checked).toMatchObject({ facts: kept.length, different: 0, first: [] });
            expect(totals(await other.rollups("a", EVER))).toEqual(naively(kept));
            await other.close();
          },
        ),
        { numRuns: runs },
      );
    });
  });
}

/** Every kind that is counted and one that is not, over few groups and days, so that they meet. */
export const anyFact: fc.Arbitrary<Fact> = fc.record({
  kind: fc.constantFrom(
    ...[
      "said",
      "joined",
      "left",
      "opted_out",
      "ordered",
      "refunded",
      "corrected",
      "day_opened",
      "quoted",
    ],
  ),
  at: fc.constant(NOW),
  group: fc.constantFrom("g", "h"),
  day: fc.constantFrom("2026-11-23", "2026-11-24"),
  data: fc.record(
    {
      ...{ first: fc.boolean(), reply: fc.boolean(), direct: fc.boolean(), again: fc.boolean() },
      ...{
        orders: fc.constantFrom(-1, 0, 1),
        amount: fc.integer({ min: -9_999, max: 9_999 }),
        off: fc.nat(500),
        members: fc.nat(200),
      },
      margin: fc.integer({ min: -500, max: 500 }),
    },
    { requiredKeys: [] },
  ),
});
const anyCommit = fc.record({ facts: fc.array(anyFact, { maxLength: 4 }), refused: fc.boolean() });

/** Non-zero sums by day, group and name. */
export function totals(rollups: readonly Rollup[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { group, day, sums } of rollups)
    for (const [name, value] of Object.entries(sums)) {
      const key = `${day} ${group} ${name}`;
      all[key] = (all[key] ?? 0) + value;
    }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0));
}

export const naively = (facts: readonly Fact[]) =>
  totals(facts.flatMap((one) => tally.of("a", one) ?? []));
