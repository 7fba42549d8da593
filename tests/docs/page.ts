import { readdirSync, readFileSync } from "node:fs";

export type Block = {
  /** `sh`, or `yaml wrong`. */
  readonly info: string;
  readonly text: string;
  readonly line: number;
};
export type Page = {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The text outside of the blocks. */
  readonly prose: string;
  readonly headings: readonly { readonly level: number; readonly title: string }[];
};

const FENCE = /^( *)```(.*)$/;

/** Reads a page of Markdown apart into its blocks, its headings and the rest. */
export function readPage(path: string): Page {
  const text = readFileSync(path, "utf8");
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { info: string; indent: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const [, indent = "", info = ""] = FENCE.exec(line) ?? [];
    const fence = FENCE.test(line);
    if (open && fence) {
      blocks.push({ info: open.info, line: open.line, text: `${open.lines.join("\n")}\n` });
      open = undefined;
    } else if (open) open.lines.push(line.slice(open.indent.length));
    else if (fence) open = { info: info.trim(), indent, line: index + 1, lines: [] };
    else prose.push(line);
  }
  if (open) throw new Error(`${path}:${open.line}: the block is not closed`);
  const headings = prose.flatMap((line) => {
    const [, signs, title] = /^(#+) (.*)$/.exec(line) ?? [];
    return signs && title ? [{ level: signs.length, title }] : [];
  });
  return { path, text, blocks, prose: prose.join("\n"), headings };
}

/** The course: the numbered pages. */
const pagesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /^\d\d-.*\.md$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);

export const coursePaths = pagesIn("docs");
export const chinesePaths = pagesIn("docs/zh");
const readmePaths = ["README.md", "README.zh-CN.md"];
/** Every page whose blocks are tested. */
export const pages: readonly Page[] = [
  ...readmePaths,
  ...coursePaths,
  ...chinesePaths,
  "docs/validity.md",
  "docs/heuristics.md",
  "docs/governor.md",
  "docs/zh/governor.md",
  "docs/zh/heuristics.md",
  "docs/four-journeys.md",
  "docs/zh/four-journeys.md",
  "CONTRIBUTING.md",
  "CONTRIBUTING.zh-CN.md",
].map(readPage);

/** The blocks of all pages that `wanted` picks, named by where they stand: a row each for `test.each`. */
export function blocksWhere(wanted: (info: string) => boolean): [string, Page, Block][] {
  return pages.flatMap((page) =>
    page.blocks
      .filter(({ info }) => wanted(info))
      .map((block): [string, Page, Block] => [`${page.path}:${block.line}`, page, block]),
  );
}
