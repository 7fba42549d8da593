import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { checkFilePlace, putFile } from "../../src/cli/output.js";
import { errorText } from "../../src/cli/texts.js";
import type { OutputFailure } from "../../src/core/errors.js";
import { captured } from "../support/captured.js";
import { build } from "../support/process.js";
import { canMount, mountSmallDisk } from "../support/small-disk.js";

const LONG_MS = 600_000;
const diskTest = test.skipIf(!canMount());
const root = process.getuid?.() === 0;

let folder: string;
const at = (...path: readonly string[]) => join(folder, ...path);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-output-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const big = "x".repeat(300_000);
const failing = (work: Promise<void>): Promise<OutputFailure> =>
  work.then(
    () => expect.unreachable("it was written"),
    (error: OutputFailure) => error,
  );

describe("a place where no file can be put", () => {
  const places: readonly [string, () => string, string, RegExp, RegExp][] = [
    [
      "no folder",
      () => at("none", "a.svg"),
      "FILE_FOLDER_MISSING",
      /^没有文件夹 .*\/none，放不了 .*a\.svg。/,
      /^There is no folder .*\/none for .*a\.svg; make it/,
    ],
    [
      "a file in the folder's place",
      () => {
        writeFileSync(at("file"), "");
        return at("file", "a.svg");
      },
      "FILE_FOLDER_MISSING",
      /^没有文件夹/,
      /^There is no folder/,
    ],
    [
      "a folder in its own place",
      () => {
        mkdirSync(at("a.svg"));
        return at("a.svg");
      },
      "FILE_IS_FOLDER",
      /a\.svg 是文件夹。请写一个文件名/,
      /a\.svg is a folder; give the name of a file/,
    ],
    [
      "too long a name",
      () => at(`${"a".repeat(300)}.svg`),
      "FILE_UNWRITABLE",
      /写不了 .*（ENAMETOOLONG）/,
      /can't be written \(ENAMETOOLONG\)/,
    ],
  ];
  test.each(places)("%s", async (_name, place, code, chinese, english) => {
    const path = place();
    const before = readdirSync(folder);
    for (const work of [() => checkFilePlace(path), () => putFile(path, "new")]) {
      const error = await failing(work());
      expect(error.code).toBe(code);
      expect(errorText(error, "zh-CN")).toMatch(chinese);
      expect(errorText(error, "en")).toMatch(english);
    }
    expect(readdirSync(folder)).toEqual(before);
  });

  diskTest("a read-only disk (skipped where none can be mounted)", async () => {
    const disk = mountSmallDisk(64);
    try {
      writeFileSync(join(disk.folder, "old.svg"), "old");
      disk.readOnly();
      for (const name of ["old.svg", "new.svg"]) {
        const error = await failing(checkFilePlace(join(disk.folder, name)));
        expect(errorText(error, "en")).toMatch(/mounted read-only; choose another place/);
        expect(errorText(error, "zh-CN")).toMatch(/只读挂载/);
      }
    } finally {
      disk.close();
    }
  });

  diskTest("a disk that fills: what was there is there, and no half", async () => {
    const disk = mountSmallDisk(64);
    try {
      const path = join(disk.folder, "a.svg");
      await putFile(path, "old");
      for (const place of [path, join(disk.folder, "new.svg")]) {
        await checkFilePlace(place);
        const error = await failing(putFile(place, big));
        expect(errorText(error, "en")).toMatch(/^The disk is full, so .*svg was not written/);
        expect(errorText(error, "zh-CN")).toMatch(/^磁盘满了，没有写/);
      }
      expect(readdirSync(disk.folder)).toEqual(["a.svg"]);
      expect(readFileSync(path, "utf8")).toBe("old");
    } finally {
      disk.close();
    }
  });
});

test("what is there is overwritten, behind a link too", async () => {
  await putFile(at("real.svg"), "old");
  symlinkSync("real.svg", at("link.svg"));
  await putFile(at("link.svg"), "new");
  expect(readFileSync(at("real.svg"), "utf8")).toBe("new");
  expect(readdirSync(folder).sort()).toEqual(["link.svg", "real.svg"]);
});

const nobody = { uid: 65_534, gid: 65_534 };
/** Root may do everything; where root's folders hide the program from others it can't be tried as one of them. */
const tried =
  !root || spawnSync("test", ["-r", join(process.cwd(), "package.json")], nobody).status === 0;
const asUser = test.skipIf(!tried);

/** The program, as a user who has no rights of their own here. */
const suanpan = (words: readonly string[], to: number | "pipe" = "pipe") => {
  const run = spawnSync(process.execPath, [join(process.cwd(), "dist/main.js"), ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { LANG: "en_US.UTF-8" },
    stdio: ["ignore", to, "pipe"],
    ...(root && to === "pipe" ? nobody : {}),
  });
  return { status: run.status, said: run.stderr };
};

describe("the program itself", () => {
  beforeAll(build, LONG_MS);

  asUser("a user who may not write there (skipped where nobody else may read here)", () => {
    chmodSync(folder, 0o555);
    expect(suanpan(["init"])).toEqual({
      status: 2,
      said: "This user may not write playbooks in .; give it the right, or choose another place.\n",
    });
    const words = ["analyze", "--design", "d.json", "--data", "d.csv", "--chart", "a.svg"];
    expect(suanpan(words)).toMatchObject({
      status: 2,
      said: expect.stringMatching(/a\.svg in \.;/),
    });
    chmodSync(folder, 0o755);
    expect(readdirSync(folder)).toEqual([]);
  });

  asUser("a file of somebody else's is not replaced (skipped likewise)", () => {
    chmodSync(folder, 0o777);
    writeFileSync(at("a.svg"), "theirs");
    chmodSync(at("a.svg"), 0o444);
    const words = ["analyze", "--design", "d.json", "--data", "d.csv", "--chart", "a.svg"];
    expect(suanpan(words)).toMatchObject({
      status: 2,
      said: expect.stringMatching(/may not write/),
    });
    expect(readFileSync(at("a.svg"), "utf8")).toBe("theirs");
  });

  test
    .skipIf(!existsSync("/dev/full"))
    .each([[["check", "playbooks", "--json"]], [["--help"]], [["quote", "--help"]]])(
    "%j printed to a full disk is not taken for done",
    (words) => {
      const full = openSync("/dev/full", "w");
      expect(
        suanpan(words[0] === "check" ? ["check", process.cwd(), "--json"] : words, full),
      ).toEqual({
        status: 2,
        said: expect.stringMatching(/^Not all that was printed .*\(ENOSPC\).*run it again\.\n$/),
      });
      closeSync(full);
    },
  );

  test("who reads no further has lost nothing", () => {
    const main = join(process.cwd(), "dist/main.js");
    const script = `"$0" "$1" --help | true; exit $\{PIPESTATUS[0]}`;
    const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, main]);
    expect([status, String(stderr)]).toEqual([0, ""]);
  });
});

describe("every command with a chart", () => {
  const printed = captured();
  test.each([
    ["analyze", "--design", "d.json", "--data", "d.csv"],
    ["simulate", "--client", "tea-town", "--days", "2", "--seed", "1"],
    ["experiment", "report", "threshold", "--client", "tea-town"],
  ])("%s asks for its place first, and ends with 2", async (...words) => {
    const chart = at("none", "a.svg");
    expect(await runCli(["node", "suanpan", ...words, "--chart", chart])).toBe(2);
    expect(printed.err).toMatch(/^(没有文件夹|There is no folder).*\n$/);
    expect(printed.out).toBe("");
  });

  test("simulate asks for the place of each picture", async () => {
    mkdirSync(at("a-threshold.svg"));
    const words = ["simulate", "--client", "tea-town", "--days", "2", "--seed", "1"];
    expect(await runCli(["node", "suanpan", ...words, "--chart", at("a.svg")])).toBe(2);
    expect(printed.err).toMatch(/a-threshold\.svg (是文件夹|is a folder)/);
    expect(statSync(at("a-threshold.svg")).isDirectory()).toBe(true);
  });
});
