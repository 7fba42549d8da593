import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { captured } from "../support/captured.js";

const printed = captured();
beforeEach(() => {
  process.env.LANG = "en_US.UTF-8";
});
afterEach(() => {
  delete process.env.LANG;
});
const simulate = (...given: string[]) => runCli(["node", "suanpan", "simulate", ...given]);
const small = "--client tea-town --days 2 --seed 1 --groups 4 --members 20".split(" ");

test("the end of the story in words: what was planted, and how it stands", async () => {
  expect(await simulate(...small, "--effect", "persona=0.3")).toBe(0);
  const [head = "", counts = "", gap, planted, verdict] = printed.out.split("\n");
  expect(head).toBe("tea-town: 4 groups of 20, 14 days before and 2 days of experiment, seed 1");
  expect(counts).toMatch(/^\d+ messages, \d+ orders for \d+\.00 CNY; \d+ came, \d+ left$/);
  expect(gap).toBe("");
  expect(planted).toBe(
    "Experiment persona, as of day 2. Planted: who hears village orders and answers +30.0%",
  );
  expect(verdict).toBe("Insufficient evidence: village and office can't be told apart yet.");
});

test("the same as one JSON document; an effect may be given again", async () => {
  expect(
    await simulate(...small, "--json", "--effect", "persona=0", "--effect", "threshold=-.2"),
  ).toBe(0);
  const { experiments, ...rest } = JSON.parse(printed.out) as { experiments: object[] };
  expect(rest).toMatchObject({ client: "tea-town", seed: "1", days: 2, pre_days: 14, bugs: 0 });
  expect(experiments).toMatchObject([
    { experiment: "persona", arm: "village", planted: 0, verdict: "insufficient", until: 2 },
    { experiment: "threshold", arm: "sixty", planted: -0.2, analysis: { looks: [{}, {}] } },
  ]);
  expect(printed.err).toBe("");
});

test("a chart of each experiment, seen from the arm the effect was planted for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulate-"));
  const path = join(folder, "end.svg");
  expect(await simulate(...small, "--effect", "persona=0.3", "--chart", path)).toBe(0);
  expect(readFileSync(path, "utf8")).toContain("village and office");
  const both = ["--effect", "persona=0", "--effect", "threshold=0"];
  expect(await simulate(...small, ...both, "--chart", path)).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(["end-persona.svg", "end-threshold.svg", "end.svg"]);
  rmSync(folder, { recursive: true });
});

test.each([
  ["--chart", "end.jpg", "The chart end.jpg should be named .svg or .png."],
  ["--days", "0", "--days takes a whole number from 1 to 366, not 0."],
  ["--days", "1.5", "--days takes a whole number from 1 to 366, not 1.5."],
  ["--groups", "1", "--groups takes a whole number from 2 to 100, not 1."],
  ["--members", "many", "--members takes a whole number from 5 to 500, not many."],
  ["--seed", "茶", "--seed takes letters, digits, - and _, 24 at most, not 茶."],
  ["--effect", "persona", /such as persona=0\.3 .* not persona\.$/],
  ["--effect", "voice=0.3", /no experiment voice\. There are: threshold, persona, capacity$/],
  ["--client", "nobody", /no client nobody\. There are: .*tea-town/],
  ["--client", "paw-post", /playbook of paw-post has no experiments/],
])("%s %s: one sentence and exit code 2", async (option, value, sentence) => {
  expect(await simulate(...small, option, value)).toBe(2);
  expect(printed.err.trim()).toMatch(sentence);
  expect(printed.out).toBe("");
});

test("an effect given twice is asked about", async () => {
  const twice = ["--effect", "persona=0.3", "--effect", "persona=0"];
  expect(await simulate(...small, ...twice)).toBe(2);
  expect(printed.err).toBe("There are two --effect for experiment persona; keep one.\n");
});
