import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { pages, readPage } from "./page.js";

const HOUSE = ["docs/02-the-house.md", "docs/zh/02-the-house.md"];
const JOURNEYS = ["docs/four-journeys.md", "docs/zh/four-journeys.md"];

const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [`${folder}/${entry.name}`] : [],
  );
/** `src/features` and `src/features/order`, but not what a feature keeps to itself. */
const folders = foldersIn("src").flatMap((folder) => [folder, ...foldersIn(folder)]);

/** The cells of the rows that begin with something in code, without its backticks. */
function rowsOf(path: string): string[][] {
  return readPage(path)
    .prose.split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
const codeIn = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

test.each(HOUSE)("%s has a line for each folder", (path) => {
  const named = rowsOf(path).flatMap(([first]) => codeIn(first));
  // One that holds nothing but other folders is named by these.
  const missing = folders.filter(
    (folder) =>
      !named.includes(`${folder}/`) && !named.some((name) => name.startsWith(`${folder}/`)),
  );
  expect(folders.length).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});

type Rule = { readonly name: string; readonly to: { readonly pathNot?: string } };
const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
  readonly forbidden: readonly Rule[];
};

test.each(HOUSE)("%s shows the arrows between features as they are enforced", (path) => {
  const enforced = forbidden.flatMap(({ name, to }): [string, string[]][] => {
    const [, feature] = /^feature-(.+)-imports-what-it-uses$/.exec(name) ?? [];
    const known = /\(([^)]+)\)/.exec(to.pathNot ?? "")?.[1]?.split("|") ?? [];
    const others = known.filter((one) => one !== feature).sort();
    return feature && others.length > 0 ? [[feature, others]] : [];
  });
  const shown = rowsOf(path).flatMap(([first, , last]): [string, string[]][] => {
    const [, feature] = /^`src\/features\/([^/]+)\/`$/.exec(first ?? "") ?? [];
    const others = codeIn(last).sort();
    return feature && others.length > 0 ? [[feature, others]] : [];
  });
  expect(enforced.length).toBeGreaterThan(5);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(enforced));
});

test.each(HOUSE)("%s names every package that one folder alone imports", (path) => {
  const { prose } = readPage(path);
  const vendors = forbidden.flatMap(({ name }) => /^only-.+-imports-(.+)$/.exec(name)?.[1] ?? []);
  expect(vendors.length).toBeGreaterThan(8);
  expect(vendors.filter((vendor) => !prose.includes(`\`${vendor}\``))).toEqual([]);
});

test.each(HOUSE)("%s has a line for each part of a feature", (path) => {
  const source = readFileSync("src/engine/feature.ts", "utf8");
  const [, body = ""] = /^export type Feature = \{\n([\s\S]*?)^\};/m.exec(source) ?? [];
  const parts = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = ""]) => name);
  const shown = rowsOf(path).flatMap(([first = ""]) => /^`(\w+)`$/.exec(first)?.[1] ?? []);
  expect(parts.length).toBeGreaterThan(8);
  expect([...shown].sort()).toEqual([...parts].sort());
});

test.each(HOUSE)("%s names every type to which somebody adds fields", (path) => {
  const { prose } = readPage(path);
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => readFileSync(`src/${name}`, "utf8"));
  const added = sources.flatMap((source) =>
    [...source.matchAll(/^declare module "\.[^{]*\{\n([\s\S]*?)^\}/gm)].flatMap(([, body = ""]) =>
      [...body.matchAll(/^ {2}interface (\w+)/gm)].map(([, name = ""]) => name),
    ),
  );
  expect(added.length).toBeGreaterThan(10);
  expect(added.filter((name) => !prose.includes(`\`${name}\``))).toEqual([]);
});

/** Where a page puts a name right behind a file, in code both: `src/a.ts` `name`. */
const pointersOf = (prose: string) =>
  [...prose.matchAll(/`(src\/[\w./-]+\.ts)` `(\w+)`/g)].map(
    ([, file = "", name = ""]) => [file, name] as const,
  );

/** Declared under this name: exported or not, as a function, a value, a type or a method. */
function declares(file: string, name: string): boolean {
  const source = readFileSync(file, "utf8");
  const value = `^(export )?(async )?(function|const|type|interface) ${name}\\b`;
  const method = `^\\s+(async )?${name}\\(`;
  const inner = `^\\s+(async function|function|const) ${name}\\b`;
  return [value, method, inner].some((form) => new RegExp(form, "m").test(source));
}

test("a name that a page puts behind a file is declared in it", () => {
  const found = pages.flatMap(({ path, prose }) =>
    pointersOf(prose).map(([file, name]) => [path, file, name] as const),
  );
  expect(found.length).toBeGreaterThan(80);
  expect(found.filter(([, file, name]) => !declares(file, name))).toEqual([]);
});

test.each(JOURNEYS)("%s is four journeys of a few steps, each with its file and name", (path) => {
  const [, ...journeys] = readPage(path).text.split(/^## /m);
  const steps = journeys.map((each) => each.split("\n").filter((line) => /^\d+\. /.test(line)));
  expect(steps).toHaveLength(4);
  for (const each of steps) {
    expect(each.length).toBeGreaterThanOrEqual(8);
    expect(each.length).toBeLessThanOrEqual(13);
    expect(each.filter((line) => !/^\d+\. `src\/[\w./-]+\.ts` `\w+`/.test(line))).toEqual([]);
  }
});

test.each([HOUSE, JOURNEYS])("%s and %s point to the same places", (english, chinese) => {
  const pointers = (path = "") => pointersOf(readPage(path).prose);
  expect(pointers(chinese)).toEqual(pointers(english));
});
