import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { build } from "../support/process.js";
import { readPage } from "./page.js";

type Packed = readonly [{ readonly files: readonly { readonly path: string }[] }];

/** What `npm pack` puts into the package. */
let packed: ReadonlySet<string>;
beforeAll(async () => {
  await build();
  const said = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ files }] = JSON.parse(said) as Packed;
  packed = new Set(files.map(({ path }) => path));
});

test("the package holds the program, its texts, the samples with their schemas, and the pages", () => {
  const { bin } = JSON.parse(readFileSync("package.json", "utf8")) as { bin: { suanpan: string } };
  const wanted = [
    bin.suanpan,
    "dist/cli/texts.en.yaml",
    "dist/cli/texts.zh-CN.yaml",
    "playbooks/tea-town/playbook.yaml",
    "playbooks/tea-town/transcripts/welcome.txt",
    "personas/village-girl.yaml",
    "playbook.schema.json",
    "persona.schema.json",
    ".env.example",
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
    "docs/09-running.md",
    "docs/zh/09-running.md",
  ];
  expect(wanted.filter((path) => !packed.has(path))).toEqual([]);
});

test("and nothing else", () => {
  const folders = /^(dist|docs|personas|playbooks)\//;
  const alone =
    /^(\.env\.example|LICENSE|(CHANGELOG|CONTRIBUTING(\.zh-CN)?|README(\.zh-CN)?)\.md|package\.json|(persona|playbook)\.schema\.json)$/;
  const odd = [...packed].filter(
    (path) => !(folders.test(path) || alone.test(path)) || /\.(map|tsbuildinfo|d\.ts)$/.test(path),
  );
  expect(odd).toEqual([]);
});

test("every link of a packed page leads to something packed", () => {
  const pages = [...packed].filter((path) => path.endsWith(".md"));
  expect(pages.length).toBeGreaterThan(40);
  const dead = pages.flatMap((path) =>
    [...readPage(path).prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].flatMap(([, link = ""]) => {
      const target = normalize(join(dirname(path), link));
      const folder = target.replace(/\/?$/, "/");
      const there = packed.has(target) || [...packed].some((one) => one.startsWith(folder));
      return /^https:/.test(link) || there ? [] : [`${path} ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});

test("every text of the sources is packed beside its module", () => {
  const texts = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) =>
    /texts\.[\w-]+\.yaml$/.test(path),
  );
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter((path) => !packed.has(`dist/${path}`))).toEqual([]);
});
