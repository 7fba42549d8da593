import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../src/core/fact.js";
import type { Tally } from "../../src/core/rollup.js";
import type { Change, Store } from "../../src/store/port.js";
import { tally } from "../support/tally.js";
import { anyFact, EVER, naively, totals } from "./contract-rollups.js";
import { commitOf, NOW, oldAt } from "./samples.js";

type Add = Extract<Change, { op: "add" }>;

const DAY = "2026-11-24";
const fact = (kind: string, at: number, group = "g"): Fact => ({ kind, at, group, day: DAY });

export function forgetContract(
  store: () => Store,
  open: (tally: Tally) => Promise<Store>,
  runs: number,
): void {
  const commit = (...facts: Fact[]) => store().commit(commitOf({ facts }));
  const rollups = () => store().rollups("a", EVER);
  const rebuild = (check: boolean) => store().rebuildRollups("a", { check });

  describe("a counter", () => {
    const add = (changes: readonly Omit<Add, "op">[]) =>
      store().commit(commitOf({ changes: changes.map((change) => ({ op: "add", ...change })) }));
    const value = (counter: string) => store().counter("a", counter);

    test("lives until its latest moment, or for ever when it was begun without one", async () => {
      await add([
        { counter: "short", by: 1, until: NOW },
        { counter: "ever", by: 1 },
        { counter: "longer", by: 1, until: NOW },
      ]);
      await add([
        { counter: "longer", by: 1, until: NOW + 1 },
        { counter: "longer", by: 1, until: NOW - 1 },
        { counter: "longer", by: 1 },
        { counter: "ever", by: 1, until: NOW },
      ]);
      await store().prune(oldAt(NOW));
      expect(await value("short")).toBe(1);
      await store().prune(oldAt(NOW + 1));
      expect(await value("short")).toBe(0);
      expect(await value("longer")).toBe(4);
      await store().prune(oldAt(NOW + 2));
      expect([await value("longer"), await value("ever")]).toEqual([0, 2]);
    });

    test("that is forgotten takes nothing back, and begins anew within its limit", async () => {
      await add([{ counter: "day", by: 2, limit: 2, until: NOW }]);
      await store().commit(
        commitOf({ client: "b", changes: [{ op: "add", counter: "day", by: 1 }] }),
      );
      await store().prune(oldAt(NOW + 1));
      expect(await add([{ counter: "day", by: -1 }])).toEqual({ ok: true });
      expect(await value("day")).toBe(0);
      const again = [{ counter: "day", by: 2, limit: 2, until: NOW + 9 }];
      expect(await add(again)).toEqual({ ok: true });
      expect(await add(again)).toMatchObject({ ok: false, why: "limit" });
      expect(await store().counter("b", "day")).toBe(1);
    });

    test("is never below zero, whatever is given back", async () => {
      await add([{ counter: "day", by: 1 }]);
      await add([{ counter: "day", by: -5 }]);
      expect(await value("day")).toBe(0);
      await add([{ counter: "day", by: 1 }]);
      expect(await value("day")).toBe(1);
    });
  });

  describe("old facts", () => {
    test("go, but for the kinds that are kept; what they added stays", async () => {
      const kept = [fact("assigned", NOW - 9), fact("said", NOW), { kind: "void", at: NOW }];
      await commit(fact("said", NOW - 1), { kind: "void", at: NOW - 1 }, ...kept);
      await store().commit(commitOf({ client: "b", facts: [fact("said", NOW - 1)] }));
      const before = await rollups();
      await store().prune(oldAt(NOW, ["assigned"]));
      expect(await store().facts("a")).toEqual(kept);
      expect(await store().facts("b")).toEqual([]);
      expect(await rollups()).toEqual(before);
    });

    test("are missed by no rebuild, and what comes for their day later is added", async () => {
      await commit(fact("said", NOW - 1), fact("said", NOW), fact("left", NOW, "h"));
      await store().prune(oldAt(NOW));
      expect(await rebuild(true)).toMatchObject({ facts: 2, rows: 1, sealed: 1, different: 0 });
      await commit(fact("said", NOW));
      for (const check of [false, true])
        expect(await rebuild(check)).toMatchObject({ facts: 3, sealed: 1, different: 0 });
      expect(await rollups()).toEqual([
        { group: "g", day: DAY, sums: { said: 3 } },
        { group: "h", day: DAY, sums: { left: 1 } },
      ]);
    });

    test("that count for nothing seal nothing", async () => {
      const other = await open(tally);
      const quoted = fact("quoted", NOW - 1);
      await other.commit(commitOf({ facts: [quoted, fact("said", NOW)] }));
      await other.prune(oldAt(NOW));
      expect(await other.rebuildRollups("a", { check: true })).toMatchObject({
        ...{ facts: 1, rows: 1, sealed: 0, different: 0 },
      });
      await other.close();
    });

    test("come and go and are added up again at whatever moments, the sums are those of all", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
          const other = await open(tally);
          const all: Fact[] = [];
          let kept: Fact[] = [];
          for (const step of steps) {
            if (step.do === "add") {
              await other.commit(commitOf({ facts: step.facts }));
              all.push(...step.facts);
              kept.push(...step.facts);
            } else if (step.do === "forget") {
              await other.prune(oldAt(step.at, ["joined"]));
              kept = kept.filter(({ kind, at }) => kind === "joined" || at >= step.at);
            } else {
              const found = await other.rebuildRollups("a", { check: step.check });
              expect(found).toMatchObject({ facts: kept.length, different: 0, first: [] });
            }
            expect(await other.facts("a")).toEqual(kept);
            expect(totals(await other.rollups("a", EVER))).toEqual(naively(all));
          }
          await other.close();
        }),
        { numRuns: runs },
      );
    });
  });
}

const anyMoment = fc.integer({ min: NOW - 3, max: NOW + 3 });
const anyStep = fc.oneof(
  fc.record({
    do: fc.constant("add" as const),
    facts: fc.array(
      fc.tuple(anyFact, anyMoment).map(([one, at]) => ({ ...one, at })),
      { maxLength: 4 },
    ),
  }),
  fc.record({ do: fc.constant("forget" as const), at: anyMoment }),
  fc.record({ do: fc.constant("rebuild" as const), check: fc.boolean() }),
);
