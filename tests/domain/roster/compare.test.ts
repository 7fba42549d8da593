import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../../src/domain/roster/compare.js";

const people = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => ({ user: `u${from + i}`, name: `n${from + i}` }));
const users = (n: number, from = 0) => people(n, from).map(({ user }) => user);
const calm = { before: true, doubts: 0, nameless: 0, count: undefined };

describe("a comparison", () => {
  test("tells who came and who went", () => {
    const outcome = compare({ ...calm, listed: people(5, 1), known: users(5) });
    expect(outcome).toMatchObject({ kind: "moves", came: people(1, 5), went: ["u0"], greeted: 1 });
  });

  test("the first time is a beginning, however full the group is", () => {
    const outcome = compare({ ...calm, before: false, listed: people(200), known: users(1, 500) });
    expect(outcome).toEqual({ kind: "adopt", inside: people(200), outside: ["u500"] });
  });

  test("of a crowd ten are greeted, and of one that is larger than the group nobody", () => {
    const some = compare({ ...calm, listed: people(60), known: users(40) });
    expect(some).toMatchObject({ kind: "moves", greeted: 10 });
    const crowd = compare({ ...calm, listed: people(90), known: users(40) });
    expect(crowd).toMatchObject({ kind: "adopt", inside: people(50, 40) });
  });

  test.each([
    ["nobody", 0, 10],
    ["half of the members", 5, 10],
    ["fewer than half", 40, 200],
  ])("a list of %s is doubted", (_what, listed, known) => {
    expect(compare({ ...calm, listed: people(listed), known: users(known) })).toEqual({
      kind: "doubt",
    });
  });

  test("a few may go at once, however small the group is", () => {
    const outcome = compare({ ...calm, listed: people(1), known: users(4) });
    expect(outcome).toMatchObject({ kind: "moves", went: ["u1", "u2", "u3"] });
  });

  test.each([
    [1, 5, "doubt"],
    [2, undefined, "doubt"],
    [2, 10, "doubt"],
    [2, 5, "moves"],
    [9, 6, "moves"],
  ])("after %i doubts and with a count of %s it is %s", (doubts, count, kind) => {
    const of = { ...calm, doubts, count, listed: people(5), known: users(20) };
    expect(compare(of).kind).toBe(kind);
  });

  test("who has no name yet waits for it, but not for ever", () => {
    const listed = [...people(4), { user: "x", name: "" }];
    const of = { ...calm, listed, known: users(3) };
    expect(compare(of)).toMatchObject({ came: people(1, 3), waits: true });
    expect(compare({ ...of, nameless: 5 })).toMatchObject({ waits: false, greeted: 2 });
  });
});

test("whatever is listed and known: nobody is told of twice, and never more than ten are greeted", () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 });
  fc.assert(
    fc.property(ids, ids, fc.boolean(), (a, b, before) => {
      const listed = a.map((n) => ({ user: `u${n}`, name: "n" }));
      const known = b.map((n) => `u${n}`);
      const outcome = compare({ ...calm, before, listed, known });
      if (outcome.kind === "doubt") return;
      const [came, went] =
        outcome.kind === "moves" ? [outcome.came, outcome.went] : [outcome.inside, outcome.outside];
      const after = new Set(known);
      for (const user of went) expect(after.delete(user)).toBe(true);
      for (const { user } of came) expect(after.add(user).has(user)).toBe(true);
      expect([...after].sort()).toEqual(listed.map(({ user }) => user).sort());
      if (outcome.kind === "moves") {
        expect(outcome.greeted).toBeLessThanOrEqual(10);
        // Half of the people are never gone at once.
        if (went.length > 3) expect(2 * went.length).toBeLessThan(known.length);
      }
    }),
    { numRuns: 500 },
  );
});
