import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fits } from "../../src/app/doctor/program-checks.js";
import { runCli } from "../../src/cli/cli.js";
import { SqliteFile as Sqlite } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { captured } from "../support/captured.js";
import { PERSONAS, PLAYBOOKS } from "../support/config.js";
import { type FakeBotApi, startFakeBotApi } from "../support/fake-bot-api.js";
import { canMount, mountSmallDisk } from "../support/small-disk.js";
import { tally } from "../support/tally.js";

const TOKEN = "42:SECRETsecret";
const printed = captured();
const before = { ...process.env };
let folder: string;
let api: FakeBotApi;
const database = () => join(folder, "data", "suanpan.db");

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-doctor-"));
  api = await startFakeBotApi({ token: TOKEN });
  Object.assign(process.env, {
    ...{ LANG: "en_US.UTF-8", SUANPAN_STORE: `sqlite:${database()}`, SUANPAN_ENV_FILE: "off" },
    ...{ SUANPAN_PLAYBOOKS: PLAYBOOKS, SUANPAN_PERSONAS: PERSONAS, SUANPAN_HTTP: "off" },
    ...{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.url, SUANPAN_OWNER: "telegram:10001" },
  });
});
afterEach(async () => {
  process.env = { ...before };
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Each line by its mark; what ends the list is no finding. */
async function examined(...words: readonly string[]) {
  printed.out = "";
  printed.err = "";
  const code = await runCli(["node", "suanpan", "doctor", ...words]);
  const lines = printed.out.trimEnd().split("\n");
  const of = (mark: string) => lines.filter((line) => line.startsWith(`${mark} `));
  expect(printed.out + printed.err).not.toContain("SECRET");
  expect(printed.err).toBe("");
  return { code, lines, bad: of("✗"), warned: of("⚠"), fine: of("✓") };
}

test("all is well: a line for each thing, exit 0, nothing is made or changed", async () => {
  const { code, bad, warned, fine, lines } = await examined();
  expect([code, bad]).toEqual([0, []]);
  expect(fine.join("\n")).toContain("Telegram knows the token; the bot is @fake_bot");
  expect(fine.join("\n")).toContain(`There is no ${database()} yet; the first start makes it`);
  expect(fine.join("\n")).toMatch(/tea-town/);
  expect(lines).toHaveLength(fine.length + warned.length + 1);
  expect(readdirSync(folder)).toEqual([]);
  const asked = new Set(api.calls.map(({ method }) => method));
  expect([...asked].sort()).toEqual(["getChatMember", "getMe"]);
});

test("in Chinese, to the last word", async () => {
  process.env.LANG = "zh_CN.UTF-8";
  const { code, lines } = await examined();
  expect(code).toBe(0);
  for (const line of lines.filter((one) => !/^✓ Node /.test(one)))
    expect(line).toMatch(/\p{Script=Han}/u);
});

test("as one document", async () => {
  process.env.TELEGRAM_API_ROOT = "http://127.0.0.1:1";
  await runCli(["node", "suanpan", "doctor", "--json"]);
  const { ok, checks } = JSON.parse(printed.out) as {
    ok: boolean;
    checks: { level: string; code: string; text: string }[];
  };
  expect(ok).toBe(false);
  expect(checks.find(({ level }) => level === "bad")).toMatchObject({
    code: "DOCTOR_TELEGRAM_AWAY",
    text: expect.stringContaining("telegram: Telegram does not answer (getMe: ECONNREFUSED)"),
  });
});

describe("what is in the way is told with what to do, and ends with 1", () => {
  const found = async (says: RegExp) => {
    const { code, bad } = await examined();
    expect([code, bad]).toEqual([1, [expect.stringMatching(says)]]);
  };
  test("a token that Telegram refuses", async () => {
    process.env.TELEGRAM_BOT_TOKEN = "43:SECRETother";
    await found(/refuses the token.*@BotFather/);
  });
  test("an address of Telegram that is none", async () => {
    process.env.TELEGRAM_API_ROOT = "telegram";
    await found(/TELEGRAM_API_ROOT is no address/);
  });
  test("playbooks with an error", async () => {
    process.env.SUANPAN_PLAYBOOKS = folder;
    writeFileSync(join(folder, "playbook.yaml"), "version: 1\nclient: 7\n");
    await found(/errors? in playbooks and personas.*playbook\.yaml:.*suanpan check shows all/);
  });
  test("no playbook", async () => {
    process.env.SUANPAN_PLAYBOOKS = folder;
    await found(/no playbook in/);
  });
  test("settings that a start would refuse", async () => {
    process.env.SUANPAN_LEASE = "soon";
    await found(/SUANPAN_LEASE/);
  });
  test("a port that another program has", async () => {
    const other = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    process.env.SUANPAN_HTTP = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    await found(/another process/i);
    await new Promise((resolve) => other.close(resolve));
  });
  test("a database of a newer version; it stays as it is", async () => {
    await (await openSqliteStore(database(), tally)).close();
    const db = new Sqlite(database());
    db.pragma("user_version = 9999");
    db.close();
    const { mtimeMs } = statSync(database());
    await found(/newer version/);
    expect(statSync(database()).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(join(folder, "data"))).toEqual(["suanpan.db"]);
  });
  test("an empty database", async () => {
    process.env.SUANPAN_STORE = `sqlite:${join(folder, "a.db")}`;
    writeFileSync(join(folder, "a.db"), "");
    await found(/is an empty file/);
  });
  test("a MongoDB that isn't there, without its password", async () => {
    process.env.SUANPAN_STORE = "mongodb://me:SECRET@127.0.0.1:1/suanpan";
    await found(/MongoDB at mongodb:\/\/127\.0\.0\.1:1 does not answer/);
  });
  test("a clock that is wrong", async () => {
    const late = createServer((_request, response) => {
      response.setHeader("date", new Date(Date.now() - 3_600_000).toUTCString());
      response.end('{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"b","username":"b"}}');
    });
    await new Promise<void>((resolve) => late.listen(0, "127.0.0.1", resolve));
    process.env.TELEGRAM_API_ROOT = `http://127.0.0.1:${(late.address() as AddressInfo).port}`;
    await found(/clock .*differs by 3[56]\d\d s from Telegram's/);
    late.closeAllConnections();
    await new Promise((resolve) => late.close(resolve));
  });
  (canMount() ? test : test.skip)("a disk with hardly any room", async () => {
    const disk = mountSmallDisk(4_096);
    process.env.SUANPAN_STORE = `sqlite:${join(disk.folder, "suanpan.db")}`;
    try {
      await found(/Only [34] MB are free/);
    } finally {
      disk.close();
    }
  });
});

test("a database that a process works on is left to it", async () => {
  const store = await openSqliteStore(database(), tally);
  const { code, fine } = await examined();
  expect([code, fine.join("\n")]).toEqual([0, expect.stringContaining("A process works on")]);
  await store.accept([], 0);
  await store.close();
});

test("a bot that answers at the address has it rightly", async () => {
  let status = 200;
  const bot = createServer((_request, response) => {
    response.writeHead(status).end('{"ok":true,"accounts":[]}');
  });
  await new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve));
  process.env.SUANPAN_HTTP = `127.0.0.1:${(bot.address() as AddressInfo).port}`;
  const well = await examined();
  expect([well.code, well.fine.join("\n")]).toEqual([
    0,
    expect.stringContaining("A bot answers at"),
  ]);
  status = 503;
  const ill = await examined();
  expect([ill.code, ill.warned.join("\n")]).toEqual([0, expect.stringContaining("is not well")]);
  bot.closeAllConnections();
  await new Promise((resolve) => bot.close(resolve));
});

test("rights in the groups that the playbook names: no admin, not inside, privacy mode", async () => {
  await api.stop();
  api = await startFakeBotApi({ token: TOKEN, privacy: true });
  process.env.TELEGRAM_API_ROOT = api.url;
  api.addBot(-1001, "one");
  api.addBot(-1002, "two", "member");
  writeFileSync(
    join(folder, "playbook.yaml"),
    `version: 1
client: storm
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "10001", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats:
    g1: { platform: telegram, chat: "-1001", pool: all }
    g2: { platform: telegram, chat: "-1002", pool: all }
    g3: { platform: telegram, chat: "-1003", pool: all }
    shop: { platform: telegram, account: shop, chat: "-1004", pool: all }
persona: village-girl
`,
  );
  process.env.SUANPAN_PLAYBOOKS = folder;
  const { code, warned, bad } = await examined();
  expect([code, bad]).toEqual([0, []]);
  const told = warned.join("\n");
  expect(told).toContain("privacy mode is on");
  expect(told).toContain("is no admin in storm/g2:");
  expect(told).toContain("is not in storm/g3,");
});

test("without a token the sandbox is meant", async () => {
  delete process.env.TELEGRAM_BOT_TOKEN;
  const { code, warned } = await examined();
  expect([code, warned[0]]).toEqual([0, expect.stringContaining("starts the sandbox")]);
});

test("a file of variables that others can read is told, and nothing that stands in it", async () => {
  const file = join(folder, "bot.env");
  writeFileSync(file, "X=SECRET\n");
  process.env.SUANPAN_ENV_FILE = file;
  chmodSync(file, 0o644);
  expect((await examined()).warned.join("\n")).toContain(`chmod 600 ${file}`);
  chmodSync(file, 0o600);
  const { warned, fine } = await examined();
  expect(warned.join("\n")).not.toContain(file);
  expect(fine.join("\n")).toContain(`${file} was read`);
});

test.each([
  ["20.19.0", true],
  ["20.18.3", false],
  ["21.7.0", false],
  ["22.12.0", true],
  ["24.0.0", true],
  ["25.1.0", false],
])("Node %s is one of ours: %s", (version, is) => {
  expect(fits(version, "^20.19 || ^22.12 || ^24")).toBe(is);
});
