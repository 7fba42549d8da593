import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eraseMember, exportMember } from "../../src/cli/member.js";
import { errorText } from "../../src/cli/texts.js";
import { UserError } from "../../src/core/errors.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { member } from "../store/samples.js";
import { testConfig } from "../support/config.js";
import { tally } from "../support/tally.js";

const CLIENT = "tea-town";
const of = { client: CLIENT };
let folder = "";
let said = "";
const file = () => join(folder, "bot.db");
const config = () => testConfig({ SUANPAN_STORE: `sqlite:${file()}`, LANG: "en_US" });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-member-"));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const store = await openSqliteStore(file(), tally);
  const changes = ["501", "502"].map((user) => {
    const value = { ...member(user), user, name: `m${user}` };
    return { op: "put", kind: "member", key: `telegram:${user}`, value } as const;
  });
  const facts = ["501", "502"].map(
    (user) => ({ kind: "said", at: 1, group: "g", member: `telegram:${user}` }) as const,
  );
  await store.commit({ client: CLIENT, changes, outbox: [], facts });
  await store.close();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test("suanpan member export prints what is held about a member, and changes nothing", async () => {
  for (const word of ["m501", "telegram:501", "501"]) {
    said = "";
    expect(await exportMember(word, of, config())).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      ...{ client: CLIENT, accounts: ["telegram:501"] },
      records: [{ kind: "member", key: "telegram:501", value: { name: "m501" } }],
      facts: [{ kind: "said", member: "telegram:501" }],
    });
    expect(said).not.toContain("502");
  }
});

test("suanpan member erase erases that member alone, and says so", async () => {
  expect(await eraseMember("m501", { ...of, yes: true }, config())).toBe(0);
  expect(said).toContain("is erased");
  expect(said).not.toContain("m501");
  const store = await openSqliteStore(file(), tally);
  expect((await store.list(CLIENT, "member")).map(({ key }) => key)).toEqual(["telegram:502"]);
  const facts = await store.facts(CLIENT);
  expect(facts.map(({ kind, member: who }) => [kind, who])).toEqual([
    ["said", undefined],
    ["said", "telegram:502"],
    ["member_erased", undefined],
  ]);
  await store.close();
  await expect(exportMember("m501", of, config())).rejects.toMatchObject({
    code: "COMMAND_BUYER_UNKNOWN",
  });
});

test("without --yes it only says what would go", async () => {
  expect(await eraseMember("m501", of, config())).toBe(1);
  expect(said).toMatch(/would erase m501 \(telegram:501\)[\s\S]*--yes/);
  const store = await openSqliteStore(file(), tally);
  expect(await store.list(CLIENT, "member")).toHaveLength(2);
  await store.close();
});

test("whoever nobody knows is refused, and so is all while a bot has the file", async () => {
  const refused: unknown = await eraseMember("nobody", of, config()).catch((error) => error);
  if (!(refused instanceof UserError)) throw refused;
  expect(errorText(refused, "en")).toMatch(/^There is no member nobody\. Type /);
  expect(errorText(refused, "zh-CN")).toMatch(/^没有成员 nobody，请/);
  const bot = await openSqliteStore(file(), tally);
  for (const command of [exportMember, eraseMember])
    await expect(command("m501", of, config())).rejects.toMatchObject({ code: "STORE_LOCKED" });
  expect(await bot.list(CLIENT, "member")).toHaveLength(2);
  await bot.close();
});
