import { spawnSync } from "node:child_process";
import {
  chmod,
  copyFile,
  mkdtemp,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { canMount, mountSmallDisk } from "../../support/small-disk.js";
import { commitOf, putMember, samplesTally } from "../samples.js";

let folder: string;
const data = () => join(folder, "data");
const file = () => join(data(), "suanpan.db");
const log = () => `${file()}-wal`;
const open = (how = {}) => openSqliteStore(file(), samplesTally, how);
const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(...keys: readonly string[]): Promise<void> {
  const store = await open();
  for (const key of keys) await store.commit(commitOf({ changes: [putMember(key)] }));
  await store.close();
}
const members = async (how = {}) => {
  const store = await open(how);
  const found = (await store.list("a", "member")).map(({ key }) => key);
  await store.close();
  return found;
};

/** What lies on disk when the process is killed: the file and its log, which hold these members. */
async function killed(...keys: readonly string[]): Promise<void> {
  const store = await open();
  for (const key of keys) await store.commit(commitOf({ changes: [putMember(key)] }));
  await copyFile(file(), join(folder, "file"));
  await copyFile(log(), join(folder, "log"));
  await store.close();
  await copyFile(join(folder, "file"), file());
  await copyFile(join(folder, "log"), log());
}

describe("who may read it", () => {
  test("a new file and its folder are for the bot's user alone", async () => {
    const store = await open();
    expect([await mode(data()), await mode(file()), await mode(log())]).toEqual([
      "700",
      "600",
      "600",
    ]);
    await store.close();
  });

  test("those that an earlier version left open to others are closed", async () => {
    await write("one");
    await chmod(file(), 0o644);
    await chmod(data(), 0o755);
    await write("two");
    expect([await mode(data()), await mode(file())]).toEqual(["700", "600"]);
  });

  test("a folder in which other things lie stays as it is", async () => {
    await write("one");
    await writeFile(join(data(), "notes"), "");
    await chmod(data(), 0o755);
    await write("two");
    expect([await mode(data()), await mode(file())]).toEqual(["755", "600"]);
  });
});

describe("who may write it", () => {
  /** Opens it as a user who has no rights of their own here. */
  const asNobody = (code: string) => {
    const script = `import("./dist/store/sqlite/store.js").then(({ openSqliteStore }) =>
      openSqliteStore(process.argv[1], { version: 0, of() {} })).then(
        () => console.log("opened"), (error) => console.log(error.code));`;
    const root = process.getuid?.() === 0;
    const who = root ? { uid: 65_534, gid: 65_534 } : {};
    const { stdout } = spawnSync(process.execPath, ["-e", script, file()], { ...who });
    expect(stdout.toString().trim()).toBe(code);
  };

  test("a folder that this user can't write", async () => {
    await write("one");
    await writeFile(join(data(), "notes"), "");
    await chmod(folder, 0o755);
    await chmod(data(), 0o555);
    asNobody("STORE_FOLDER_READONLY");
    await chmod(data(), 0o755);
  });

  test("a file that this user can't write", async () => {
    await write("one");
    await writeFile(join(data(), "notes"), "");
    await chmod(folder, 0o755);
    await chmod(data(), 0o777);
    await chmod(file(), 0o444);
    asNobody("STORE_READONLY");
  });
});

test.skipIf(!canMount()).each([[["data"]], [["more", "data"]]])(
  "%j missing on a read-only disk (skipped where none can be mounted)",
  async (path) => {
    const disk = mountSmallDisk(64);
    try {
      disk.readOnly();
      const store = openSqliteStore(join(disk.folder, ...path, "suanpan.db"), samplesTally);
      await expect(store).rejects.toMatchObject({ code: "STORE_DISK_READONLY" });
    } finally {
      disk.close();
    }
  },
);

describe("a file that was cut or damaged", () => {
  const many = Array.from({ length: 200 }, (_none, n) => `member ${n}`);

  test("nothing is left of it", async () => {
    await write("one");
    await truncate(file(), 0);
    await expect(open()).rejects.toMatchObject({ code: "STORE_EMPTY", params: { path: file() } });
    expect((await stat(file())).size).toBe(0);
  });

  test.each([0.5, 0.9])("%d of it are left", async (share) => {
    await write(...many);
    await truncate(file(), 4_096 * Math.floor(((await stat(file())).size * share) / 4_096));
    await expect(open()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });

  test("a page in the middle is something else", async () => {
    await write(...many);
    const bytes = await readFile(file());
    const at = bytes.indexOf("member 100") & ~4_095;
    bytes.fill(0x5a, at, at + 4_096);
    await writeFile(file(), bytes);
    await expect(open()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(await readFile(file())).toEqual(bytes);
  });
});

describe("a large file", () => {
  const many = Array.from({ length: 200 }, (_none, n) => `member ${n}`);
  const large = { readThrough: 4_096 };
  async function spoilt(path: string): Promise<void> {
    const bytes = await readFile(path);
    for (let at = 0; at < bytes.length; at += 4_096)
      if (bytes.subarray(at, at + 4_096).includes("member 100"))
        bytes.fill(0x5a, at + 8, at + 4_096);
    await writeFile(path, bytes);
  }

  test("it was closed properly: it isn't read through, and what is damaged is told when it is met", async () => {
    await write(...many);
    await spoilt(file());
    const store = await open(large);
    await expect(store.list("a", "member")).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    await store.close();
  });

  test("it was closed properly and cut since", async () => {
    await write(...many);
    await truncate(file(), (await stat(file())).size - 4_096);
    await expect(open(large)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });

  test("its process was killed: it is read through", async () => {
    await killed(...many);
    // As the next start finds it: all of the log in the file, nothing closed properly.
    const store = await open(large);
    await copyFile(file(), join(folder, "file"));
    await copyFile(log(), join(folder, "log"));
    await store.close();
    await copyFile(join(folder, "file"), file());
    await copyFile(join(folder, "log"), log());
    await spoilt(file());
    await expect(open(large)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });
});

describe("the write-ahead log", () => {
  test("a killed process left one: all of it is taken up", async () => {
    await killed("one", "two");
    expect(await members()).toEqual(["one", "two"]);
  });

  test("its end was cut off: the rest is taken up", async () => {
    await killed("one", "two");
    await truncate(log(), (await stat(log())).size - 100);
    expect(await members()).toEqual(["one"]);
  });

  test.each([
    ["gone", () => rm(log())],
    ["cut to nothing", () => truncate(log(), 0)],
  ])("is %s: said, and gone on without only when told to", async (_name, lose) => {
    await write("before");
    await killed("one", "two");
    await lose();
    const params = { path: file(), log: log() };
    await expect(open()).rejects.toMatchObject({ code: "STORE_LOG_LOST", params });
    await expect(open()).rejects.toMatchObject({ code: "STORE_LOG_LOST", params });
    expect(await members({ resume: true })).toEqual(["before"]);
    expect(await members()).toEqual(["before"]);
  });

  test.each(["head", "body"])(
    "its %s is damaged: said, and read only as far as it goes when told to",
    async (part) => {
      await killed("one", "two", "three");
      const bytes = await readFile(log());
      const at = part === "head" ? 10 : bytes.indexOf('"two"');
      bytes[at] = 0x5a;
      await writeFile(log(), bytes);
      await expect(open()).rejects.toMatchObject({ code: "STORE_LOG_DAMAGED" });
      expect(await readFile(log())).toEqual(bytes);
      expect(await members({ resume: true })).toEqual(part === "head" ? [] : ["one"]);
      await write("four");
    },
  );

  test("an older copy was put in its file's place: said, and set aside when told to", async () => {
    await write("before");
    await copyFile(file(), join(folder, "copy"));
    await killed("one", "two");
    await copyFile(join(folder, "copy"), file());
    await expect(open()).rejects.toMatchObject({ code: "STORE_LOG_FOREIGN" });
    expect(await members({ resume: true })).toEqual(["before"]);
    expect((await stat(`${log()}.aside`)).size).toBeGreaterThan(0);
    expect(await members()).toEqual(["before"]);
  });

  test("who exits without closing leaves nothing to complain of", async () => {
    const script = `import("./dist/store/sqlite/store.js").then(({ openSqliteStore }) =>
      openSqliteStore(process.argv[1], { version: 1, of() {} })).then(() => process.exit(3));`;
    expect(spawnSync(process.execPath, ["-e", script, file()]).status).toBe(3);
    expect(await members()).toEqual([]);
  });

  test("while it is in use, that is what is said", async () => {
    const store = await open();
    await store.commit(commitOf({ changes: [putMember("one")] }));
    await rm(log());
    await expect(open()).rejects.toMatchObject({ code: "STORE_LOCKED" });
    await store.close();
  });
});
