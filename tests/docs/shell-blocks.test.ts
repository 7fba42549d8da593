import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { openSqliteArchive } from "../../src/store/sqlite/archive.js";
import { composed } from "./composed.js";
import { blocksWhere, readPage } from "./page.js";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const folder = mkdtempSync(join(tmpdir(), "suanpan-docs-"));
const home = process.cwd();
for (const examples of ["playbooks", "personas"])
  symlinkSync(join(home, "tests/fixtures", examples), join(folder, examples));
symlinkSync(join(home, "docs"), join(folder, "docs"));
const silent = join(folder, "nothing.txt");
writeFileSync(silent, "# nobody says anything\n");
process.env.SUANPAN_PLAYBOOKS = "playbooks";
process.env.SUANPAN_PERSONAS = "personas";
process.env.SUANPAN_STORE = `sqlite:${join(folder, "docs.db")}`;
// What is copied, and to where.
process.env.NEW_STORE = `sqlite:${join(folder, "new.db")}`;
for (const file of ["data/suanpan.db", "docs.db"])
  await (await openSqliteArchive(join(folder, file))).close();
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.chdir(home);
  vi.restoreAllMocks();
});

/** The commands of the `sh` blocks, one a row, each once. */
const lines = new Map(
  blocksWhere((info) => info === "sh").flatMap(([at, , { text }]) =>
    text.split(/\n|&&|;(?=\s)/).flatMap((line) => (line.trim() ? [[line.trim(), at]] : [])),
  ) as [string, string][],
);
const explained = readFileSync(".env.example", "utf8");

test("there are commands to test", () => {
  expect(lines.size).toBeGreaterThan(8);
  const infos = blocksWhere((info) => /^(bash|shell|console|zsh)\b/.test(info));
  expect(infos).toEqual([]);
});

test.each([...lines].map(([line, at]) => [at, line] as const))("%s: %s", async (_at, line) => {
  const words = line.split(/\s+/);
  while (/^[A-Z_]+=/.test(words[0] ?? "")) {
    const name = words.shift()?.split("=")[0];
    expect(explained).toContain(`#${name}=`);
  }
  const [program = "", ...rest] = words;
  if (program === "npm") return npm(rest);
  if (program === "docker") return compose(rest);
  // What is left is the shell's own: the example of variables is copied.
  expect(line).toBe("cp .env.example .env");
});

/** Docker isn't everywhere: what is named has to be there. */
function compose([what, verb, ...rest]: readonly string[]): void {
  expect([what, ["up", "ps", "logs"].includes(verb ?? "")]).toEqual(["compose", true]);
  const services = Object.keys(composed().services);
  expect(services).toEqual(expect.arrayContaining(rest.filter((word) => !word.startsWith("--"))));
}

async function npm(given: readonly string[]): Promise<void> {
  const [verb = "", ...rest] = given;
  if (verb === "ci") return;
  const [name = "", ...after] =
    verb === "run" ? rest.filter((word) => word !== "--silent") : [verb, ...rest];
  expect(Object.keys(scripts)).toContain(name);
  const args = after[0] === "--" ? after.slice(1) : after;
  if (name === "suanpan") return suanpan(args);
  if (name === "fake-telegram" || name === "stand-in") {
    const [, main = ""] = scripts[name]?.split(" ") ?? [];
    const source = readFileSync(main, "utf8");
    for (const option of args.filter((word) => word.startsWith("--"))) {
      expect(source).toMatch(new RegExp(`(?:^|\\{)\\s+"?${option.slice(2)}"?: \\{ type:`, "m"));
    }
    return;
  }
  expect(args).toEqual([]);
}

/** Runs it for real; a talk in the terminal becomes one in which nobody says anything. */
async function suanpan(args: readonly string[]): Promise<void> {
  const said: string[] = [];
  const keep = (text: unknown) => said.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
  vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}: ${said.join("")}`);
  });
  // The suite's own copies of the examples stand where the repository has them.
  process.chdir(folder);
  const talk = args[0] === "chat" && !args.includes("--script");
  const code = await runCli(["node", "suanpan", ...args, ...(talk ? ["--script", silent] : [])]);
  process.chdir(home);
  const settled = args[0] === "check" || args[0] === "chat" ? /ok$|没有问题|no findings/m : /\S/;
  expect([code, said.join("")]).toEqual([0, expect.stringMatching(settled)]);
}

test.each(["README.md", "README.zh-CN.md"])("%s has one command to run and one to test", (path) => {
  const blocks = readPage(path).blocks.filter(({ info }) => info === "sh");
  expect(blocks[0]?.text).toBe("npm ci && npm start\n");
  expect(blocks[1]?.text).toBe("npm run check\n");
});

test("npm scripts that pages name exist", () => {
  const named = blocksWhere(() => true)
    .map(([, page]) => page)
    .flatMap(({ prose }) => [...prose.matchAll(/`npm run ([\w-]+)/g)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
