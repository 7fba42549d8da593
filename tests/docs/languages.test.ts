import { existsSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { chinesePaths, coursePaths, readPage } from "./page.js";

const pairs = [
  ["README.md", "README.zh-CN.md"],
  ["CONTRIBUTING.md", "CONTRIBUTING.zh-CN.md"],
  ["docs/four-journeys.md", "docs/zh/four-journeys.md"],
  ["docs/heuristics.md", "docs/zh/heuristics.md"],
  ["docs/torture.md", "docs/zh/torture.md"],
  ["docs/governor.md", "docs/zh/governor.md"],
  ["docs/planning-size.md", "docs/zh/planning-size.md"],
  ["docs/fake-wechat.md", "docs/zh/fake-wechat.md"],
  ...chinesePaths.map((path) => [`docs/${basename(path)}`, path] as const),
] as const;

const HAN = /\p{Script=Han}/gu;
/** What must stay the same: comments and the sentences of findings are said in each language. */
const plain = (info: string, text: string) => {
  if (info === "text findings") return text.replace(/(PLAYBOOK_\w+).*/g, "$1");
  return text.replace(/ *#.*$/gm, "");
};

test("every page of the course is there in both languages", () => {
  expect(chinesePaths.map((path) => basename(path))).toEqual(
    coursePaths.map((path) => basename(path)),
  );
});

test.each(pairs)("%s and %s say the same", (english, chinese) => {
  expect(existsSync(english)).toBe(true);
  const [en, zh] = [readPage(english), readPage(chinese)];
  const shape = (page: typeof en) => ({
    headings: page.headings.map(({ level }) => level),
    // What the command line answers is in the reader's language.
    blocks: page.blocks.map(({ info, text }) => [
      info,
      info === "text problems" ? text.split("\n").length : plain(info, text),
    ]),
    rows: page.prose.split("\n").filter((line) => line.startsWith("|")).length,
    items: page.prose.split("\n").filter((line) => /^\s*(-|\d+\.) /.test(line)).length,
    pictures: [...page.prose.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) => file),
    links: [...page.prose.matchAll(/\]\(([^)]+)\)/g)].length,
  });
  expect(shape(zh)).toEqual(shape(en));
});

test.each(pairs)("%s is in English, %s in Chinese", (english, chinese) => {
  const share = (path: string) => {
    const { prose } = readPage(path);
    const words = prose.replace(/`[^`]*`|\]\([^)]*\)|!\[[^\]]*\]|[\s|-]/g, "");
    return (words.match(HAN)?.length ?? 0) / words.length;
  };
  expect(share(english)).toBeLessThan(0.1);
  expect(share(chinese)).toBeGreaterThan(0.25);
});

test("no page is long, but for the lists of findings, heuristics, commands and folders", () => {
  const long = pairs
    .flat()
    .filter((path) => !/findings|heuristics|commands|house/.test(path))
    // The README lists every page of the course.
    .map((path) => [path, readPage(path).text.replace(/^\d+\. \[.*\n/gm, "")] as const)
    .map(([path, text]) => [path, text.split("\n").length] as const)
    // It begins with all ways to try it.
    .filter(([path, lines]) => lines > (path.startsWith("README") ? 110 : 91));
  expect(long).toEqual([]);
});
