import fc from "fast-check";
import { expect, test } from "vitest";
import { compareList } from "../../../src/domain/order/list.js";

type State = "done" | "waiting" | "dropped";
const entry = (name: string, title = "茶", amount = 900) => ({
  name,
  items: [{ title, qty: 1 }],
  amount,
});
const noted = (key: string, state: State, of: ReturnType<typeof entry>) => ({ key, state, ...of });

test.each([
  ["the same", [entry("a")], [noted("1", "waiting", entry("a"))], { same: [[0, "1"]] }],
  [
    "another amount",
    [entry("a", "茶", 1)],
    [noted("1", "waiting", entry("a"))],
    { changed: [[0, "1"]] },
  ],
  ["another name", [entry("b")], [noted("1", "waiting", entry("a"))], { gone: ["1"] }],
  ["confirmed, then changed", [entry("a", "水")], [noted("1", "done", entry("a"))], {}],
  [
    "one of two equal ones is struck out: the one that is booked stays",
    [entry("a")],
    [noted("1", "waiting", entry("a")), noted("2", "done", entry("a"))],
    { same: [[0, "2"]], gone: ["1"] },
  ],
  [
    "one of a name's two is changed",
    [entry("a", "茶"), entry("a", "水x")],
    [noted("1", "waiting", entry("a", "水")), noted("2", "waiting", entry("a", "茶"))],
    { same: [[0, "2"]], changed: [[1, "1"]] },
  ],
] as const)("%s", (_name, posted, known, expected) => {
  const { same, changed, gone } = compareList(posted, known);
  expect({ same: [...same], changed: [...changed], gone }).toEqual({
    same: [],
    changed: [],
    gone: [],
    ...expected,
  });
});

test("however a list is shuffled and thinned, nothing noted is new and no number is used twice", () => {
  const one = fc.record({
    name: fc.constantFrom("a", "b"),
    amount: fc.integer({ min: 1, max: 3 }),
  });
  const list = fc.array(one).chain((all) =>
    fc.tuple(
      fc.constant(all.map(({ name, amount }) => entry(name, "茶", amount))),
      fc.array(fc.constantFrom<State>("done", "waiting", "dropped"), {
        minLength: all.length,
        maxLength: all.length,
      }),
      fc.shuffledSubarray(all.map((_, at) => at)),
    ),
  );
  fc.assert(
    fc.property(list, ([all, states, kept]) => {
      const known = all.map((each, at) => noted(String(at), states[at] ?? "waiting", each));
      const posted = kept.flatMap((at) => all[at] ?? []);
      const { same, changed, gone } = compareList(posted, known);
      expect(same.size).toBe(posted.length);
      expect(changed.size).toBe(0);
      expect(new Set([...same.values(), ...gone]).size).toBe(same.size + gone.length);
      for (const [at, key] of same) expect(all[Number(key)]).toEqual(posted[at]);
    }),
  );
});
