import { expect, test } from "vitest";
import { text } from "../../src/features/entry/texts.js";
import { readPage } from "./page.js";

test.each([
  { path: "docs/17-entry.md", locale: "en", group: "Welfare 1", next: "Welfare 3" },
  { path: "docs/zh/17-entry.md", locale: "zh-CN", group: "福利1群", next: "福利3群" },
] as const)("$path shows what operators are told of a pool", ({ path, locale, group, next }) => {
  const { prose } = readPage(path);
  const of = { pool: "welfare", from: "wechat", to: "wechat:b", seats: 112, at: "" };
  const lines = text(locale, "silence.move", { ...of, group, next }).split("\n");
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(prose).toContain(`- \`${line}\``);
});
