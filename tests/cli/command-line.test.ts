import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { createProgram } from "../../src/cli/program.js";
import { testConfig } from "../support/config.js";

const before = { ...process.env };
let said: { out: string; err: string };
beforeEach(() => {
  said = { out: "", err: "" };
  for (const [stream, name] of [
    [process.stdout, "out"],
    [process.stderr, "err"],
  ] as const)
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`process.exit(${code})`);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.env = { ...before };
});

/** Runs a command line in a terminal of that language. */
async function type(LANG: string, ...words: readonly string[]): Promise<number> {
  process.env.LANG = LANG;
  return runCli(["node", "suanpan", ...words]);
}

const ENGLISH = "en_US.UTF-8";
const CHINESE = "zh_CN.UTF-8";

const program = createProgram(testConfig(), () => {});
/** Every command under `command`, itself included, with the words that call it. */
const underneath = (command: Command, words: readonly string[]): [string, Command][] => [
  [words.join(" "), command],
  ...command.commands.flatMap((one) => underneath(one, [...words, one.name()])),
];
const commands = underneath(program, []);
const wordsOf = (path: string) => path.split(" ").filter(Boolean);

test("there are commands to try", () => expect(commands.length).toBeGreaterThan(20));

/** What commander says by itself, and every word of ours in the other language. */
const FOREIGN = {
  [CHINESE]:
    /\b(usage|options?|commands?|arguments?|default|choices|display|output|version|help)\b(?!>)/gi,
  [ENGLISH]: /\p{Script=Han}+/gu,
};
/** Names stay what they are: flags, and those that commands and the product have. */
const NAMES = /--[\w-]+|suanpan help|^ +help \[/gm;

describe.each([ENGLISH, CHINESE] as const)("in a terminal of %s", (LANG) => {
  test.each(commands)("suanpan %s --help is in that language, to the last word", async (path) => {
    expect(await type(LANG, ...wordsOf(path), "--help")).toBe(0);
    expect(said.err).toBe("");
    const ours = said.out.replace(NAMES, "").replace("算盘", "");
    expect(ours.match(FOREIGN[LANG])).toBeNull();
    expect(said.out).toContain(LANG === CHINESE ? "用法: suanpan" : "Usage: suanpan");
  });

  test.each(commands)(
    "suanpan %s says of an unknown option what to do, and ends with 2",
    async (path) => {
      expect(await type(LANG, ...wordsOf(path), "--nonsense")).toBe(2);
      expect(said.out).toBe("");
      expect(said.err).toMatch(/^[^\n]*--nonsense[^\n]*--help[^\n]*\n$/);
      expect(/\p{Script=Han}/u.test(said.err)).toBe(LANG === CHINESE);
    },
  );
});

test.each(commands)("suanpan %s says what each option and argument is", (_path, command) => {
  const unsaid = [...command.options, ...command.registeredArguments].filter(
    (one) => !one.description,
  );
  expect(unsaid.map((one) => one.name())).toEqual([]);
});

const mistakes: [string, string, string][] = [
  [
    "frobnicate",
    "没有命令 frobnicate。suanpan --help 列出所有命令。",
    "There is no command frobnicate. suanpan --help lists all commands.",
  ],
  [
    "chekc",
    "没有命令 chekc，是不是 suanpan check？suanpan --help 列出所有命令。",
    "There is no command chekc. Did you mean suanpan check? suanpan --help lists all commands.",
  ],
  [
    "orders lsit --client tea-town",
    "没有命令 orders lsit，是不是 suanpan orders list？suanpan orders --help 列出所有命令。",
    "There is no command orders lsit. Did you mean suanpan orders list? suanpan orders --help lists all commands.",
  ],
  [
    "help chekc",
    "没有命令 chekc，是不是 suanpan check？suanpan --help 列出所有命令。",
    "There is no command chekc. Did you mean suanpan check? suanpan --help lists all commands.",
  ],
  [
    "orders",
    "suanpan orders 后面要写：list、credits或import。suanpan orders --help 有说明。",
    "suanpan orders needs a command behind it: list, credits, or import. suanpan orders --help explains them.",
  ],
  [
    "store",
    "suanpan store 后面要写：copy或resume。suanpan store --help 有说明。",
    "suanpan store needs a command behind it: copy or resume. suanpan store --help explains them.",
  ],
  [
    "run now",
    "suanpan run 多了 now。写成：suanpan run [选项]",
    "suanpan run takes no now. Write: suanpan run [options]",
  ],
  [
    "orders import a.csv b.csv --client tea-town",
    "suanpan orders import 多了 b.csv。写成：suanpan orders import [选项] <file>",
    "suanpan orders import takes no b.csv. Write: suanpan orders import [options] <file>",
  ],
  [
    "orders import --client tea-town",
    "suanpan orders import 少了 <file>（CSV 文件）。写成：suanpan orders import [选项] <file>",
    "suanpan orders import lacks <file> (the CSV file). Write: suanpan orders import [options] <file>",
  ],
  [
    "orders list",
    "suanpan orders list 少了 --client <client>（品牌方，剧本里的 client）。suanpan orders list --help 有说明。",
    "suanpan orders list lacks --client <client> (the client, as its playbook is called). suanpan orders list --help explains it.",
  ],
  [
    "orders list --client",
    "--client <client> 后面要写值（品牌方，剧本里的 client）。suanpan orders list --help 有说明。",
    "A value is missing behind --client <client> (the client, as its playbook is called). suanpan orders list --help explains it.",
  ],
  [
    "orders list --client tea-town --limt=5",
    "suanpan orders list 没有选项 --limt，是不是 --limit？suanpan orders list --help 列出所有选项。",
    "suanpan orders list has no option --limt. Did you mean --limit? suanpan orders list --help lists all options.",
  ],
  [
    "orders list --clinet tea-town",
    "suanpan orders list 没有选项 --clinet，是不是 --client？suanpan orders list --help 列出所有选项。",
    "suanpan orders list has no option --clinet. Did you mean --client? suanpan orders list --help lists all options.",
  ],
  [
    "--verison",
    "suanpan 没有选项 --verison，是不是 --version？suanpan --help 列出所有选项。",
    "suanpan has no option --verison. Did you mean --version? suanpan --help lists all options.",
  ],
  [
    "check -x",
    "suanpan check 没有选项 -x。suanpan check --help 列出所有选项。",
    "suanpan check has no option -x. suanpan check --help lists all options.",
  ],
];

test.each(mistakes)("suanpan %s: one sentence on stderr, and 2", async (line, chinese, english) => {
  for (const [LANG, sentence] of [
    [CHINESE, chinese],
    [ENGLISH, english],
  ] as const) {
    said.err = "";
    expect(await type(LANG, ...line.split(" "))).toBe(2);
    expect(said).toEqual({ out: "", err: `${sentence}\n` });
  }
});

test("a word that moves the terminal, or never ends, is shown tame", async () => {
  expect(await type(ENGLISH, `\u001b[2J\u202e${"x".repeat(10_000)}`)).toBe(2);
  expect(said.err).toContain("There is no command");
  for (const sign of ["\u001b", "\u202e"]) expect(said.err).not.toContain(sign);
  expect(said.err.length).toBeLessThan(200);
});

test("what stands behind = in an unknown option may be a secret, and is not repeated", async () => {
  expect(await type(ENGLISH, "check", "--token=42:SECRET")).toBe(2);
  expect(said.err).toMatch(/--token\b/);
  expect(said.err).not.toContain("SECRET");
});

test.each(["--version", "-V"])("suanpan %s prints the package's version", async (flag) => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await type(ENGLISH, flag)).toBe(0);
  expect(said).toEqual({ out: `${version}\n`, err: "" });
});

/** Values that no command can do anything with, for each option and argument that must be given. */
const oddly = (command: Command, value: string) => [
  ...command.options.flatMap(({ mandatory, long }) => (mandatory && long ? [long, value] : [])),
  ...command.registeredArguments.map(() => value),
];
const asking = commands.filter(
  ([, command]) => oddly(command, "").length > 0 && command.commands.length === 0,
);

test.each(
  asking.flatMap(([path, command]) =>
    ["", ".", "no/such.thing", "\u0000"].map((value) => [path, value, command] as const),
  ),
)("suanpan %s with %j wherever it asks: sentences, and 1 or 2", async (path, value, command) => {
  expect([1, 2]).toContain(await type(ENGLISH, ...wordsOf(path), ...oddly(command, value)));
  expect(said.err + said.out).toMatch(/\S/);
  expect(said.err).not.toMatch(/^\s+at /m);
});

test("descriptions stand in one column, beside Chinese terms too", async () => {
  expect(await type(CHINESE, "orders", "--help")).toBe(0);
  const wide = (term: string) => term.length + (term.match(/\p{Script=Han}/gu)?.length ?? 0);
  const terms = said.out
    .split("\n")
    .flatMap((line) => /^ {2}\S.*? {2,}(?=\S)/.exec(line)?.[0] ?? []);
  expect(terms.length).toBeGreaterThan(4);
  expect(new Set(terms.map(wide)).size).toBe(1);
});
