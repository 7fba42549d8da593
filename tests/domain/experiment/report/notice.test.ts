import { expect, test } from "vitest";
import type { Analysis } from "../../../../src/domain/experiment/analysis/verdict.js";
import { droppedText, noticeText } from "../../../../src/domain/experiment/report/notice.js";

const news = { experiment: "posts", analysis: {} as Analysis, ending: { why: "verdict" } } as const;
const paths = ["promos.main.spend"];

test.each([
  [
    { adoption: { arm: "two" } },
    /已采用 two.*\/实验 退回 posts/,
    /two is adopted.*\/experiment rollback posts/,
  ],
  [
    { adoption: { arm: "two", refused: "guardrail" } },
    /没有采用 two：它的护栏报过警/,
    /two was not adopted: a guardrail struck against it/,
  ],
  [{}, /^【实验 posts】有结论了：$/, /^\[Experiment posts\] The verdict is in:$/],
  [{ paused: ["two"], ending: undefined }, /已暂停 two.*：$/, /two is paused.*:$/],
  [
    { paused: ["two"], ending: { why: "guardrail" } },
    /^【实验 posts】护栏报警，已停下/,
    /^\[Experiment posts\] A guardrail struck, so it was stopped/,
  ],
] as const)("news %# is told in both languages", (more, zh, en) => {
  expect(noticeText({ ...news, ...more }, "zh-CN")).toMatch(zh);
  expect(noticeText({ ...news, ...more }, "en")).toMatch(en);
});

test("an arm that a file overrules is said in both languages", () => {
  const of = { experiment: "posts", arm: "two", paths };
  expect(droppedText(of, "zh-CN")).toContain("剧本文件改了 promos.main.spend，不再采用 two");
  expect(droppedText(of, "en")).toContain("The file says promos.main.spend otherwise now, so two");
});
