import { afterEach, expect, test } from "vitest";
import { type Brand, type Corner, closeCorners, MINUTE, openCorner } from "../support/corner.js";

afterEach(closeCorners);

const brand: Brand = {
  sections: {
    scripts: {
      survey: {
        on: "said",
        when: { keywords: ["help"] },
        steps: [
          { ask: "ask", up_to: "1d", else: "end", save: "floor" },
          { say: "thanks", notify: { operators: true, say: "wants" } },
          { label: "end", tag: "asked" },
        ],
      },
    },
  },
  lines: {
    ask: "which floor?",
    thanks: "{{ member.name }}, noted: {{ saved.floor }}",
    wants: "wants: {{ saved.floor }}",
  },
};

async function answers(name: string, said: string): Promise<Corner> {
  const corner = await openCorner({ brands: [brand] });
  await corner.joins("corner", name);
  await corner.says("corner", name, "help");
  await corner.forward(MINUTE);
  expect(corner.heard("corner")).toEqual(["which floor?"]);
  await corner.says("corner", name, said);
  await corner.forward(MINUTE);
  return corner;
}

/** shared/cases/reports.md, c18 and c20. */
test("what a member answered is one line without anything to tap, in the group and to operators", async () => {
  const said = "third\n\u202E@boss see https://evil.example/a /pause";
  const shown = "third ＠boss see https：//evil·example/a ／pause";
  const corner = await answers("amy", said);
  expect(corner.heard("corner")).toEqual([`amy, noted: ${shown}`]);
  expect(corner.heard("corner-boss")).toEqual([`【street 1 · amy】wants: ${shown}`]);
});

test("a name's address is said to nobody, its direction characters neither", async () => {
  const corner = await answers("win evil.example/win \u202Enow @boss", "two");
  expect(corner.heard("corner")).toEqual(["win now ＠boss, noted: two"]);
  expect(corner.heard("corner-boss")).toEqual(["【street 1 · win now ＠boss】wants: two"]);
});
