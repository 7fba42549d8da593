import { afterEach, expect, test } from "vitest";
import { type Brand, closeCorners, MINUTE, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const onWord = (word: string, once: unknown, steps: readonly object[]) => ({
  ...{ on: "said", when: { keywords: [word] }, steps },
  ...(once === undefined ? {} : { once }),
});
const brand: Brand = {
  sections: {
    scripts: {
      first: onWord("first", undefined, [{ say: "here" }]),
      later: onWord("later", { again_after: "30m" }, [{ say: "here" }]),
      always: onWord("always", { again_after: "0s" }, [{ say: "here" }]),
      both: onWord("both", undefined, [{ tag: "tea" }, { tag: "milk" }]),
      any: { on: "tagged", once: { again_after: "0s" }, steps: [{ say: "noted" }] },
    },
  },
  lines: { here: "here", noted: "noted" },
};

test.each([
  ["first", 300 * MINUTE, false],
  ["later", 30 * MINUTE - 1, false],
  ["later", 30 * MINUTE, true],
  ["always", 0, false],
  ["always", MINUTE, true],
])("a script for '%s' after %i ms: begins again is %s", async (word, ms, again) => {
  const corner = await openCorner({ brands: [brand] });
  await corner.says("corner", "amy", word);
  expect(corner.heard("corner")).toEqual(["here"]);
  await corner.forward(ms);
  await corner.says("corner", "amy", word);
  expect(corner.heard("corner")).toEqual(again ? ["here"] : []);
  // Somebody else's is their own.
  await corner.says("corner", "bob", word);
  expect(corner.heard("corner")).toEqual(["here"]);
  expect(corner.bugs).toEqual([]);
});

test("a script that any tag begins, begins once where two are given at once", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.says("corner", "amy", "both");
  expect(corner.heard("corner")).toEqual(["noted"]);
  expect((await corner.member("amy"))?.tags).toEqual(["tea", "milk"]);
  expect((await corner.facts("script_started")).map(({ data }) => data?.script)).toEqual([
    "both",
    "any",
  ]);
});
