import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { chinesePaths, coursePaths, type Page, pages, readPage } from "./page.js";

const withLinks: readonly Page[] = [...pages, readPage("CHANGELOG.md")];
const withDecisions: readonly Page[] = [
  ...withLinks,
  ...readdirSync("docs/decisions").map((name) => readPage(`docs/decisions/${name}`)),
];
const linksOf = ({ prose }: Page) =>
  [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);

/** The anchor that a heading gets on the page. */
const anchor = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

test.each(withDecisions.map((page): [string, Page] => [page.path, page]))(
  "every link of %s leads somewhere",
  (path, page) => {
    const broken = linksOf(page).filter((link) => {
      if (/^https:\/\//.test(link)) return false;
      const [file = "", hash] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), file));
      if (!existsSync(target)) return true;
      if (hash === undefined) return false;
      return !readPage(target).headings.some(({ title }) => anchor(title) === hash);
    });
    expect(broken).toEqual([]);
  },
);

test.each([
  ["README.md", coursePaths],
  ["README.zh-CN.md", chinesePaths],
])("%s lists every page of its course, in order", (readme, course) => {
  const rows = readPage(readme).prose.match(/^\d+\. \[.*$/gm) ?? [];
  const listed = rows.flatMap((row) => /\]\((docs\/.*\.md)\)$/.exec(row)?.[1] ?? []);
  expect(listed.filter((link) => course.includes(link))).toEqual(course);
});

test.each([coursePaths, chinesePaths])("each page leads to the next", (...course) => {
  course.slice(0, -1).forEach((path, index) => {
    const last = linksOf(readPage(path)).at(-1) ?? "";
    expect(normalize(join(dirname(path), last))).toBe(course[index + 1]);
  });
});

/** Paths in code anywhere within the backticks; what stands for a name (`<name>`, `…`) ends one. */
const PATH = /(?<![\w./-])(?:playbooks|personas|docs|tests|src|scripts|bench)\/[\w./-]*/g;

test("files that pages and decisions name exist", () => {
  const named = withDecisions.flatMap(({ path, prose }) =>
    [...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) =>
      [...code.matchAll(PATH)].map(([file]) => [path, file] as const),
    ),
  );
  const missing = named.filter(([, file]) => !existsSync(file) && file !== "personas/lin-jie.yaml");
  expect(named.length).toBeGreaterThan(150);
  expect(missing).toEqual([]);
});
