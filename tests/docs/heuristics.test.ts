import { expect, test } from "vitest";
import { parse } from "yaml";
import { ASSUMED_BASIS } from "../../src/domain/experiment/design/basis.js";
import { planOf } from "../../src/domain/experiment/design/plan.js";
import { type Experiment, experimentsSchema } from "../../src/domain/experiment/design/schema.js";
import { readPage } from "./page.js";

const WORDS = {
  "docs/heuristics.md": { never: "never", at: "from", groups: "groups" },
  "docs/zh/heuristics.md": { never: "永远不行", at: "至少", groups: "个群" },
};
type Words = (typeof WORDS)[keyof typeof WORDS];

/** What the planner says of one preset, as the row of the page's last table. */
function rowOf(id: string, experiment: Experiment, words: Words): string[] {
  const at = (groups: number): string => {
    const { reachable, attainable, needed, detectable } = planOf(experiment, groups, ASSUMED_BASIS);
    if (reachable) return `+${Math.round(detectable * 100)}%`;
    const p = Number(attainable.toPrecision(3));
    return `${words.never} (p ${p}); ${words.at} ${needed.groups} ${words.groups}`;
  };
  const { groupsForSmallest, smallest } = planOf(experiment, 8, ASSUMED_BASIS);
  return [`\`${id}\``, at(4), at(8), `+${smallest * 100}%: ${groupsForSmallest} ${words.groups}`];
}

test.each(Object.entries(WORDS))("%s shows what the planner says of each preset", (path, words) => {
  const page = readPage(path);
  const presets = page.blocks
    .filter(({ info, text }) => info === "yaml" && text.includes("experiments:"))
    .flatMap(({ text }) =>
      Object.entries(
        experimentsSchema().parse((parse(text) as { experiments: unknown }).experiments),
      ),
    );
  const shown = page.prose
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(presets.length).toBeGreaterThanOrEqual(7);
  expect(shown).toEqual(presets.map(([id, experiment]) => rowOf(id, experiment, words)));
});
