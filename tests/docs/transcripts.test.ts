import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { replayText } from "../../src/cli/replay.js";
import { parseLine } from "../../src/platform/sandbox/line.js";
import { testConfig } from "../support/config.js";
import { blocksWhere, type Page } from "./page.js";
import { fragmentsOf, teaTownWith } from "./tea-town-with.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The tea brand as a page's fragments make it, in folders of its own. */
function configFor(page: Page) {
  const folder = mkdtempSync(join(tmpdir(), "suanpan-docs-"));
  folders.push(folder);
  const fragments = fragmentsOf(page, (text) => !text.includes("env:"));
  mkdirSync(join(folder, "personas"));
  for (const { path, text } of teaTownWith(fragments))
    writeFileSync(join(folder, path.startsWith("personas/") ? path : basename(path)), text);
  return {
    ...testConfig({}),
    lang: page.path.startsWith("docs/zh/") ? ("zh-CN" as const) : ("en" as const),
    playbooks: join(folder, "playbook.yaml"),
    personas: join(folder, "personas"),
  };
}

const transcripts = blocksWhere((info) => info === "text transcript");

test.each(["README.md", "README.zh-CN.md"])("%s shows a transcript", (path) => {
  expect(transcripts.map(([, page]) => page.path)).toContain(path);
});

test.each(transcripts)("%s comes true", async (_at, page, { text }) => {
  const expectations = text.split("\n").filter((line) => parseLine(line).kind === "expect");
  expect(expectations.length).toBeGreaterThan(0);
  expect(await replayText(text, "tea-town", configFor(page))).toEqual([]);
});

test.each(blocksWhere((info) => info === "text problems"))(
  "%s is what a broken expectation prints",
  async (_at, page, { text }) => {
    const whole = page.blocks.find(({ info }) => info === "text transcript")?.text ?? "";
    const shown = text.trim().replace(/^[^:]+:/, "");
    const [, number, wanted = ""] =
      /^(\d+): (?:did not come: |没有等到 )(.*?)[;；]/.exec(shown) ?? [];
    const lines = whole.split("\n");
    expect(parseLine(lines[Number(number) - 1] ?? "").kind).toBe("expect");
    lines[Number(number) - 1] = wanted;
    const problems = await replayText(lines.join("\n"), "tea-town", configFor(page));
    expect(problems[0]).toBe(shown);
  },
);
