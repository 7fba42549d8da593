import { expect, test } from "vitest";
import { commands, parseCommand } from "../support/commands.js";
import { pages, readPage } from "./page.js";

type Row = { readonly name: string; readonly chinese: string; readonly role: string };

function tableOf(path: string): Row[] {
  return readPage(path)
    .prose.split("\n")
    .flatMap((line) => {
      const [, name = "", chinese = "", role = ""] =
        /^\| `\/([^`]+)` *\| `\/([^`]+)` *\| ([^|]+)\|/.exec(line) ?? [];
      return name === "" ? [] : [{ name, chinese, role: role.trim() }];
    });
}

test.each(["docs/06-commands.md", "docs/zh/06-commands.md"])("%s lists the registry", (path) => {
  const rows = tableOf(path);
  const known = [...commands.map(({ name }) => name), "yes"];
  expect(rows.map(({ name }) => name).sort()).toEqual([...known].sort());
  for (const { name, chinese, role } of rows) {
    expect([chinese, parseCommand(`/${chinese}`)]).toEqual([chinese, { name, args: "" }]);
    const spec = commands.find((command) => command.name === name);
    if (spec) expect([name, role]).toEqual([name, spec.role]);
  }
});

/** `/newbot` and `/setprivacy` are BotFather's. */
const OTHERS = /^\/(newbot|setprivacy|mydata)\b/;

test("every command that a page names exists", () => {
  const named = pages.flatMap(({ path, prose }) =>
    [...prose.matchAll(/`([/／][^`/]+)`/g)].map(([, text = ""]) => [path, text] as const),
  );
  const typed = pages.flatMap(({ path, blocks }) =>
    blocks.flatMap(({ text }) =>
      [...text.matchAll(/^[^\s:]+: ?(\/(?!\/).+)$/gm)].map(
        ([, command = ""]) => [path, command] as const,
      ),
    ),
  );
  expect(named.length).toBeGreaterThan(60);
  expect(typed.length).toBeGreaterThan(10);
  const unknown = [...named, ...typed].filter(
    ([, text]) => !OTHERS.test(text) && text !== "／" && (parseCommand(text)?.name ?? "") === "",
  );
  expect(unknown).toEqual([]);
});
