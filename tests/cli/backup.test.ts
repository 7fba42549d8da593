import {
  chmodSync,
  chownSync,
  copyFileSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { SqliteFile as Sqlite } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { fill, seen } from "../store/copy-samples.js";
import { samplesTally } from "../store/samples.js";
import { captured } from "../support/captured.js";
import { PERSONAS, PLAYBOOKS } from "../support/config.js";
import { canMount, mountSmallDisk } from "../support/small-disk.js";

const printed = captured();
const before = { ...process.env };
let folder: string;
const at = (name: string) => join(folder, name);
const database = () => at("suanpan.db");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-backup-"));
  Object.assign(process.env, {
    ...{ LANG: "en_US.UTF-8", SUANPAN_STORE: `sqlite:${database()}` },
    ...{ SUANPAN_PLAYBOOKS: PLAYBOOKS, SUANPAN_PERSONAS: PERSONAS },
  });
});
afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true, force: true });
});

const open = (path = database()) => openSqliteStore(path, samplesTally);
async function filled(path = database()): Promise<void> {
  const store = await open(path);
  await fill(store);
  await store.close();
}
async function run(...words: readonly string[]) {
  printed.out = "";
  printed.err = "";
  const code = await runCli(["node", "suanpan", ...words]);
  return { code, out: printed.out, err: printed.err };
}
type Document = { readonly contents: readonly { table: string; rows: number; hash: string }[] };
const json = <T = Document>(out: string) => JSON.parse(out) as T;
/** All files in the folder, with what is in them. */
const all = () =>
  readdirSync(folder)
    .filter((name) => statSync(at(name)).isFile())
    .map((name) => [name, readFileSync(at(name), "base64")]);
async function backedUp(name = "a.backup"): Promise<void> {
  expect(await run("backup", at(name))).toMatchObject({ code: 0, err: "" });
}
function change(path: string, sql: string): void {
  const db = new Sqlite(path);
  db.exec(sql);
  db.close();
}

test("what a backup holds is what is restored, by counts and hashes, and a bot reads the same of it", async () => {
  await filled();
  const made = await run("backup", at("a.backup"), "--json");
  expect(made.code).toBe(0);
  const { contents } = json(made.out);
  expect(contents.find(({ table }) => table === "facts")?.rows).toBeGreaterThan(3);
  expect(statSync(at("a.backup")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(["a.backup", "suanpan.db"]);

  process.env.SUANPAN_STORE = `sqlite:${at("other/new.db")}`;
  const restored = await run("restore", at("a.backup"), "--as-it-was", "--json");
  expect(restored.code).toBe(0);
  expect(json(restored.out).contents).toEqual(contents);
  expect(readdirSync(at("other"))).toEqual(["new.db"]);
  const [one, two] = [await open(), await open(at("other/new.db"))];
  const [there, here] = [await seen(one), await seen(two)];
  expect(here).toEqual(there);
  expect(there.claimed.length).toBeGreaterThan(3);
  await one.close();
  await two.close();
});

test("it says where it is, of when, and how much; a second one takes its place when it is whole", async () => {
  await filled();
  await backedUp();
  const first = readFileSync(at("a.backup"));
  const { out } = await run("backup", at("a.backup"));
  expect(out).toMatch(/^facts: \d+ rows \([0-9a-f]{12}\)$/m);
  expect(out).toContain(`${at("a.backup")} holds ${database()} as it was at 20`);
  rmSync(database());
  expect((await run("backup", at("a.backup"))).code).toBe(2);
  expect(readFileSync(at("a.backup")).length).toBe(first.length);
});

test("restoring keeps what was there, its log too, and puts down what was still to be said", async () => {
  await filled();
  await backedUp();
  const store = await open();
  await store.saveVersion("a", "later", "client: a\n", "files", 0);
  await store.close();
  // A log without anything in it, as one that was killed at once leaves.
  writeFileSync(`${database()}-wal`, "");
  const there = readFileSync(database());
  const { code, out } = await run("restore", at("a.backup"));
  expect(code).toBe(0);
  expect(out).toMatch(/Put down, .*: [1-9]\d* messages not yet sent, [1-9]\d* not yet answered/);
  const [kept = "", log] = readdirSync(folder).filter((name) => name.includes(".before-"));
  expect(kept).toMatch(/^suanpan\.db\.before-\d{8}T\d{6}Z$/);
  expect(log).toBe(`${kept}-wal`);
  expect(out).toContain(at(kept));
  expect(readFileSync(at(kept)).equals(there)).toBe(true);
  const restored = await open();
  expect(await restored.version("a", "later")).toBeUndefined();
  expect(await restored.counts()).toMatchObject({ waiting: 0 });
  await restored.close();

  // Twice within a second is twice.
  await run("restore", at("a.backup"));
  await run("restore", at("a.backup"));
  expect(readdirSync(folder).filter((name) => /\.before-[^-]*(-\d+)?$/.test(name))).toHaveLength(3);
});

test.skipIf(process.getuid?.() !== 0)(
  "what root restores is still of whoever runs the bot, and nobody else's to read",
  async () => {
    await filled();
    await backedUp();
    chmodSync(at("a.backup"), 0o644);
    chownSync(database(), 4_711, 4_712);
    await run("restore", at("a.backup"), "--as-it-was");
    const { uid, gid, mode } = statSync(database());
    expect([uid, gid, mode & 0o777]).toEqual([4_711, 4_712, 0o600]);
  },
);

test("a backup is of the version that wrote it, so that this version can go on from it", async () => {
  change(database(), readFileSync("tests/cases/database-0.1.0.sql", "utf8"));
  await backedUp();
  const db = new Sqlite(at("a.backup"), { readonly: true });
  const version = db.pragma("user_version", { simple: true });
  db.close();
  const own = new Sqlite(database(), { readonly: true });
  expect(own.pragma("user_version", { simple: true })).toBe(version);
  own.close();
  expect(version).toBeLessThan(5);
  await run("restore", at("a.backup"), "--as-it-was");
  await (await open()).close();
});

test("a database behind a link stays behind it, and is backed up by either name", async () => {
  await filled(at("real.db"));
  symlinkSync("real.db", database());
  await backedUp();
  await run("restore", at("a.backup"), "--as-it-was");
  expect(lstatSync(database()).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder).some((name) => name.startsWith("real.db.before-"))).toBe(true);
  const { code, err } = await run("backup", at("real.db"));
  expect([code, err]).toEqual([2, expect.stringContaining("is the database itself")]);
});

test("a plain copy of the file of a bot that was stopped is restored too", async () => {
  await filled();
  copyFileSync(database(), at("copy.db"));
  expect(await run("restore", at("copy.db"), "--as-it-was")).toMatchObject({ code: 0, err: "" });
});

describe("what can't be restored changes nothing, and is told in a sentence", () => {
  const cases: Record<string, { make: () => void | Promise<void>; says: RegExp }> = {
    "a text": {
      make: () => writeFileSync(at("b"), "no backup at all, but long enough".repeat(99)),
      says: /is no backup of suanpan/,
    },
    "an empty file": { make: () => writeFileSync(at("b"), ""), says: /is no backup of suanpan/ },
    "another program's database": {
      make: () => change(at("b"), "CREATE TABLE t (a)"),
      says: /is no backup of suanpan/,
    },
    "a folder": { make: () => {}, says: /is no backup of suanpan/ },
    "half of a backup": {
      make: () => {
        copyFileSync(at("a.backup"), at("b"));
        truncateSync(at("b"), Math.floor(statSync(at("b")).size / 2));
      },
      says: /is damaged or only half of it is there/,
    },
    "a backup that was changed": {
      make: () => {
        copyFileSync(at("a.backup"), at("b"));
        change(at("b"), "UPDATE counters SET value = value + 1");
      },
      says: /is damaged or only half of it is there/,
    },
    "a newer version's": {
      make: () => {
        copyFileSync(at("a.backup"), at("b"));
        change(at("b"), "PRAGMA user_version = 9999");
      },
      says: /was made by a newer version/,
    },
    "a plain copy of what a bot works on": {
      make: async () => {
        const store = await open(at("busy.db"));
        copyFileSync(at("busy.db"), at("b"));
        await store.close();
      },
      says: /was copied while a bot worked on it, and lacks its log/,
    },
  };
  test.each(Object.entries(cases))("%s", async (name, { make, says }) => {
    await filled();
    await backedUp();
    await make();
    const there = all();
    const { code, out, err } = await run("restore", name === "a folder" ? folder : at("b"));
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(says);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(all()).toEqual(there);
  });

  test("what isn't there", async () => {
    const { code, err } = await run("restore", at("none"));
    expect([code, err]).toEqual([2, expect.stringContaining(at("none"))]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("playbooks that are broken are told before anything is changed", async () => {
    await filled();
    await backedUp();
    const there = all();
    process.env.SUANPAN_PLAYBOOKS = at("nowhere");
    expect((await run("restore", at("a.backup"))).code).toBe(2);
    expect(all()).toEqual(there);
    expect((await run("restore", at("a.backup"), "--as-it-was")).code).toBe(0);
  });
});

describe("where a backup can't be", () => {
  beforeEach(() => filled());
  const refused = async (file: string, says: RegExp) => {
    const there = all();
    const { code, out, err } = await run("backup", file);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(says);
    expect(all()).toEqual(there);
  };
  test("over the database itself, or what lies beside it", async () => {
    await refused(database(), /is the database itself/);
    await refused(join(folder, ".", "suanpan.db-wal"), /is the database itself/);
  });
  test("in no folder, or over one", async () => {
    await refused(at("none/a.backup"), /There is no folder/);
    await refused(folder, /is a folder/);
  });
});

describe("while another process has the file", () => {
  /** Whoever answers, on a file that is held. */
  async function held(answer: string | undefined, work: () => Promise<void>): Promise<void> {
    const store = await open();
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(answer ?? ""));
    });
    if (answer !== undefined)
      await new Promise<void>((resolve) => server.listen(`${database()}.sock`, resolve));
    await work();
    await store.close();
    if (answer !== undefined) await new Promise((resolve) => server.close(resolve));
  }
  test.each([
    ["nobody listens there", undefined, /takes no wish for a backup/],
    ["a bot that ends meanwhile", "", /did not bring the copy to its end/],
    ["what no bot says", "hello\n", /did not bring the copy to its end/],
    [
      "a bot that may not write there",
      '{"code":"FILE_FORBIDDEN","params":{"path":"x","folder":"y","reason":"EACCES"}}\n',
      /may not write .*a\.backup/,
    ],
    ["a copy that isn't there", '{"rows":{"facts":1}}\n', /not whole, so it was thrown away/],
  ])("%s: a sentence, and no backup", async (_name, answer, says) => {
    await held(answer, async () => {
      const { code, err } = await run("backup", at("a.backup"));
      expect([code, err]).toEqual([2, expect.stringMatching(says)]);
    });
    expect(readdirSync(folder)).toEqual(["suanpan.db"]);
  });

  test("nothing is restored over it", async () => {
    await filled();
    await backedUp();
    await held(undefined, async () => {
      const there = all();
      const { code, err } = await run("restore", at("a.backup"), "--as-it-was");
      expect([code, err]).toEqual([2, expect.stringContaining("Stop the bot")]);
      expect(all()).toEqual(there);
    });
  });
});

test("a MongoDB makes its own: both say by which command, and show no password", async () => {
  process.env.SUANPAN_STORE = "mongodb://me:s3cr3t@db/suanpan";
  for (const [verb, tool] of [
    ["backup", "mongodump"],
    ["restore", "mongorestore"],
  ] as const) {
    const { code, err } = await run(verb, at("x"));
    expect([code, err]).toEqual([2, expect.stringContaining(`${tool} --oplog`)]);
    expect(err).not.toContain("s3cr3t");
  }
});

describe.skipIf(!canMount())("a full disk", () => {
  test("takes no backup, and no restored file: what was there stays", async () => {
    const disk = mountSmallDisk(1_024);
    try {
      await filled();
      await backedUp();
      disk.fill();
      const { code, err } = await run("backup", join(disk.folder, "a.backup"));
      expect([code, err]).toEqual([2, expect.stringMatching(/disk is full.*a\.backup/)]);
      expect(readdirSync(disk.folder)).toEqual(["ballast"]);
      process.env.SUANPAN_STORE = `sqlite:${join(disk.folder, "suanpan.db")}`;
      const restored = await run("restore", at("a.backup"), "--as-it-was");
      expect([restored.code, restored.err]).toEqual([2, expect.stringMatching(/disk is full/)]);
      expect(readdirSync(disk.folder)).toEqual(["ballast"]);
    } finally {
      disk.close();
    }
  });
});
