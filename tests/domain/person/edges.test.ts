import fc from "fast-check";
import { expect, test } from "vitest";
import { accountsOf, type Edge, parted } from "../../../src/domain/person/edges.js";

const edge = (a: string, b: string): Edge => ({ a, b, by: "code", at: 0 });
const edgesArb = fc.array(
  fc.tuple(fc.constantFrom(..."abcdef"), fc.constantFrom(..."abcdef")).map(([a, b]) => edge(a, b)),
  { maxLength: 8 },
);

test("accounts are one person's over any number of others", () => {
  const edges = [edge("a", "b"), edge("c", "b"), edge("x", "y")];
  expect(accountsOf(edges, "c")).toEqual(["a", "b", "c"]);
  expect(accountsOf(edges, "z")).toEqual(["z"]);
});

test("who is taken out of the middle leaves those apart whom they held together", () => {
  const left = parted([edge("a", "b"), edge("b", "c"), edge("c", "d")], "b");
  expect([...left]).toEqual([
    ["a", []],
    ["b", []],
    ["c", [edge("c", "d")]],
    ["d", [edge("c", "d")]],
  ]);
});

test("whatever the edges: all of a person's accounts name the same ones, and who is parted is alone", () => {
  fc.assert(
    fc.property(edgesArb, fc.constantFrom(..."abcdef"), (edges, start) => {
      const all = accountsOf(edges, start);
      for (const one of all) expect(accountsOf(edges, one)).toEqual(all);
      const left = parted(edges, start);
      expect([...left.keys()]).toEqual(all);
      expect(left.get(start)).toEqual([]);
      for (const [one, its] of left) {
        const now = accountsOf(its, one);
        expect(now).not.toContain(one === start ? all.find((other) => other !== start) : start);
        for (const other of now) expect(accountsOf(left.get(other) ?? [], other)).toEqual(now);
      }
    }),
    { numRuns: 500 },
  );
});
