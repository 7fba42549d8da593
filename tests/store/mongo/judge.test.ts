import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "../../../src/store/mongo/judge.js";
import type { Change } from "../../../src/store/port.js";
import { commitOf, putMember } from "../samples.js";

const add = (by: number, limit?: number): Change => ({ op: "add", counter: "n", by, limit });
const standing = (over: Partial<Parameters<typeof judge>[1]> = {}) => ({
  ...{
    open: new Set<string>(),
    revs: new Map<string, number>(),
    values: new Map<string, number>(),
  },
  ...over,
});
const judged = (changes: readonly (readonly Change[])[], how = standing()) =>
  judge(
    changes.map((each) => ({ commit: commitOf({ changes: each }) })),
    how,
  ).map(({ result }) => (result.ok ? "ok" : `${result.why} ${result.key}`));

test("each decision stands upon those before it that were not refused", () => {
  const at = (rev: number) => putMember("m", { rev });
  const revs = new Map([["a/member/m", 1]]);
  expect(judged([[at(1), add(9, 1)], [at(1)], [at(1)], [at(2)]], standing({ revs }))).toEqual([
    "limit n",
    "ok",
    "stale m",
    "ok",
  ]);
});

test("within one decision each change stands upon those before it", () => {
  const remove: Change = { op: "remove", kind: "member", key: "m" };
  const again = [putMember("m"), remove, putMember("m", { rev: 0 }), putMember("m", { rev: 1 })];
  expect(judged([again, [putMember("m", { rev: 2 })]])).toEqual(["ok", "ok"]);
});

test("an event is handled once, and what is given back to a counter that isn't there is nothing", () => {
  const one = { commit: commitOf({ changes: [add(-1), add(1, 1)] }), event: "e" };
  const verdicts = judge(
    [one, one, { ...one, event: "unknown" }],
    standing({ open: new Set("e") }),
  );
  expect(verdicts).toEqual([
    { result: { ok: true }, writes: true },
    { result: { ok: true }, writes: false },
    { result: { ok: true }, writes: false },
  ]);
});

test("no counter passes its limit or falls below zero, whatever is added in whatever order", () => {
  const anyAdds = fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 4 }));
  fc.assert(
    fc.property(anyAdds, fc.nat(12), fc.nat(12), (all, limit, start) => {
      const results = judged(
        all.map((adds) => adds.map((by) => add(by, limit))),
        standing({ values: new Map([["a/n", start]]) }),
      );
      let value = start;
      for (const [n, adds] of all.entries()) {
        let next = value;
        let passes = false;
        for (const by of adds) {
          next = Math.max(0, next + by);
          passes ||= by > 0 && next > limit;
        }
        expect(results[n]).toBe(passes ? "limit n" : "ok");
        if (!passes) value = next;
      }
    }),
  );
});
