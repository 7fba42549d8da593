import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkFiles } from "../../src/playbook/check/check.js";
import { playbookEnv } from "../../src/playbook/read/env.js";
import { type Block, blocksWhere, type Page } from "./page.js";
import { isWhole, linesOf, teaTownWith } from "./tea-town-with.js";

/** Variables of the client that a block names as `env:NAME` count as set, to what any id may be; each account's differ. */
const env = playbookEnv((name) => (name.startsWith("SUANPAN") ? "100001" : name));
const isAccounts = (text: string) => /^accounts:/m.test(text);
const check = (files: readonly { path: string; text: string }[], lang: "zh-CN" | "en" = "en") =>
  checkFiles(files, { lang, env }).findings.map(
    ({ severity, code, message, fix }) => `${severity} ${code} ${message}${fix ? ` → ${fix}` : ""}`,
  );

test("there are blocks to test", () => {
  expect(blocksWhere((info) => info === "yaml").length).toBeGreaterThan(8);
  expect(
    blocksWhere((info) => info.startsWith("yaml") && info !== "yaml" && info !== "yaml wrong"),
  ).toEqual([]);
});

test.each(blocksWhere((info) => info === "yaml"))("%s is without a finding", (_at, page, block) => {
  const files = isAccounts(block.text)
    ? [{ path: "accounts.yaml", text: block.text }]
    : isWhole(block.text)
      ? wholeFilesOf(page)
      : teaTownWith([...linesOf(page), block.text]);
  expect(check(files)).toEqual([]);
});

/** A whole playbook stands on a page together with its persona. */
function wholeFilesOf(page: Page) {
  return page.blocks
    .filter(({ info, text }) => info === "yaml" && isWhole(text))
    .map(({ text }, index) => ({ path: `block-${index}.yaml`, text }));
}

test.each(blocksWhere((info) => info === "yaml wrong"))(
  "%s makes the finding that is shown below it",
  (_at, page, block) => {
    const files = teaTownWith([...linesOf(page), block.text]);
    const shown = findingsBelow(page, block);
    expect(shown).not.toEqual([]);
    expect(check(files, page.path.includes("zh") ? "zh-CN" : "en")).toEqual(shown);
  },
);

function findingsBelow(page: Page, block: Block): string[] {
  const next = page.blocks[page.blocks.indexOf(block) + 1];
  expect(next?.info).toBe("text findings");
  return (next?.text ?? "")
    .trim()
    .split("\n")
    .map((line) => line.replace(/^\S+:\d+:\d+ /, ""));
}

test.each(["docs", "docs/zh"])("%s/03-playbook.md names every section", (folder) => {
  const schema = JSON.parse(readFileSync("playbook.schema.json", "utf8")) as {
    readonly properties: Readonly<Record<string, unknown>>;
  };
  const text = readFileSync(`${folder}/03-playbook.md`, "utf8");
  const missing = Object.keys(schema.properties).filter(
    (name) => !text.includes(`\`${name}\``) && !new RegExp(`^${name}: `, "m").test(text),
  );
  expect(missing).toEqual([]);
});
