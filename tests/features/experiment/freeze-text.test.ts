import { expect, test } from "vitest";
import { frozenText } from "../../../src/features/experiment/freeze-text.js";

const of = { client: "tea-town", experiment: "posts", paths: ["persona", "promos.main"] };

test.each([
  [
    { ...of, paths: [] },
    /^tea-town：实验 posts 正在进行，不能改。.*\/实验 停止 posts。$/,
    /^tea-town: experiment posts is running and can't be changed\..*\/experiment stop posts first\.$/,
  ],
  [
    of,
    /^tea-town：实验 posts .*它的组要改 persona、promos\.main，/,
    /^tea-town: experiment posts .* its arms change persona, promos\.main;/,
  ],
  [
    { ...of, arm: "two" },
    /^tea-town：已采用实验 posts 的 two，它定着 persona、promos\.main，.*\/实验 退回 posts /,
    /^tea-town: two of experiment posts is adopted and says persona, promos\.main;.*\/experiment rollback posts /,
  ],
])("what forbids a version is said in both languages (%#)", (frozen, zh, en) => {
  expect(frozenText(frozen, "zh-CN")).toMatch(zh);
  expect(frozenText(frozen, "en")).toMatch(en);
});
