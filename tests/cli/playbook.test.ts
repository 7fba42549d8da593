// The terminal takes versions into use: alone with the database, and beside the bot that has it.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openBackupDesk } from "../../src/app/backup-desk.js";
import { openSoundPlaybooks } from "../../src/app/open-playbooks.js";
import { createRuntime } from "../../src/app/runtime.js";
import { changePlaybook, showPlaybook } from "../../src/cli/playbook.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { createSandbox } from "../../src/platform/sandbox/platform.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { PERSONAS, PLAYBOOKS, testConfig } from "../support/config.js";
import { tally } from "../support/tally.js";

const CLIENT = "tea-town";
let folder = "";
let said = "";
const closers: (() => Promise<unknown>)[] = [];
const file = () => join(folder, "bot.db");
const config = () =>
  testConfig({
    ...{ SUANPAN_STORE: `sqlite:${file()}`, LANG: "en_US" },
    SUANPAN_PLAYBOOKS: join(folder, "playbooks"),
    SUANPAN_PERSONAS: PERSONAS,
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-cli-playbook-"));
  await cp(PLAYBOOKS, join(folder, "playbooks"), { recursive: true });
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function edit(spend: string): Promise<void> {
  const path = join(folder, "playbooks/tea-town/playbook.yaml");
  const text = await readFile(path, "utf8");
  const edited = text.replace(
    /spend: "6\d\.00"\n {4}of: \{ tags: \[drink\] \}\n {4}give: \{ off: "5/,
    (was) => was.replace(/6\d\.00/, `${spend}.00`),
  );
  await writeFile(path, edited.replace(/title: 饮品满6\d减5\n/, `title: 饮品满${spend}减5\n`));
}

async function openBot() {
  const clock = createManualClock(Date.parse("2026-11-24T10:00:00+08:00"));
  const { playbooks, files } = await openSoundPlaybooks(config());
  const store = await openSqliteStore(file(), tally);
  const sandbox = createSandbox({ now: clock.now, heard: () => {}, run: "1" });
  const bugs: unknown[] = [];
  const runtime = createRuntime({
    ...{ store, clock, playbooks, files, platforms: [sandbox] },
    onBug: (_what, error) => bugs.push(error),
  });
  await runtime.start();
  const backUp = async () => ({});
  const onFailure = (error: unknown) => bugs.push(error);
  const desk = await openBackupDesk(file(), { backUp, run: runtime.runForTerminal }, onFailure);
  const stop = async () => {
    await desk.close();
    await runtime.stop();
    await store.close();
  };
  const spend = () => playbooks.current(CLIENT)?.playbook.promos.main?.spend;
  return { spend, stop, bugs };
}
const heard = async (run: () => Promise<number>) => {
  said = "";
  return { code: await run(), said };
};
const show = (command: "playbook history" | "playbook diff") =>
  heard(() => showPlaybook(command, { client: CLIENT }, config()));
const change = (verb: "use" | "rollback", words: readonly string[], yes: boolean) =>
  heard(() =>
    changePlaybook(`playbook ${verb}`, words, { of: { client: CLIENT, yes }, config: config() }),
  );

test("beside a bot: shown, done with --yes, in use at once, and taken back", async () => {
  const bot = await openBot();
  closers.push(bot.stop);
  await edit("65");
  expect((await show("playbook diff")).said).toContain("promo main: 5 off from 60 → 5 off from 65");
  const shown = await change("use", [], false);
  expect(shown).toMatchObject({ code: 0, said: expect.stringContaining("again with --yes") });
  expect(shown.said).not.toContain("/yes");
  expect(bot.spend()).toBe("60.00");
  expect((await change("use", ["lobby"], true)).said).toContain("is trying it out");
  expect(bot.spend()).toBe("60.00");
  expect((await change("use", [], true)).said).toContain("tea-town has it in use");
  expect(bot.spend()).toBe("65.00");
  expect((await show("playbook history")).said).toMatch(/#3 .*used \w{8} \(terminal\) ← in use/);
  expect((await change("use", [], true)).code).toBe(1);
  expect((await change("rollback", ["1"], true)).said).toContain("Back to #1");
  expect(bot.spend()).toBe("60.00");
  await expect(change("rollback", ["99"], true)).rejects.toMatchObject({ code: "VERSION_UNKNOWN" });
  const other = showPlaybook("playbook diff", { client: "nobody" }, config());
  await expect(other).rejects.toMatchObject({ code: "CLIENT_UNKNOWN" });
  expect(bot.bugs).toEqual([]);
});

test("without a bot: what is gone back from doesn't come back at the next start", async () => {
  const first = await openBot();
  await edit("65");
  await change("use", [], true);
  await first.stop();
  expect((await change("rollback", [], true)).said).toContain("Back to #1");
  const second = await openBot();
  expect(second.spend()).toBe("60.00");
  await second.stop();
  // Edited while nobody ran: taken at the start.
  await edit("68");
  const third = await openBot();
  closers.push(third.stop);
  expect(third.spend()).toBe("68.00");
});
