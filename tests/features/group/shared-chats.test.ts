// A chat that two clients' playbooks list goes on being the first's, and the second hears why.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPlaybooks } from "../../../src/app/open-playbooks.js";
import { BrokenFiles } from "../../../src/app/playbook-files.js";
import { createRuntime } from "../../../src/app/runtime.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import { createSandbox } from "../../../src/platform/sandbox/platform.js";
import { noEnv } from "../../../src/playbook/read/env.js";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { OPENED } from "../../support/corner.js";
import { tally } from "../../support/tally.js";

let folder = "";
let store: Store;
let runs = 0;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
  folder = await mkdtemp(join(tmpdir(), "suanpan-shared-"));
  for (const name of ["playbooks", "personas"]) await mkdir(join(folder, name));
  await write("personas/voice", {
    version: 1,
    id: "voice",
    name: "Ada",
    kind: "person",
    pacing: AT_ONCE,
    lines: LINES,
  });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await store.close();
  await rm(folder, { recursive: true });
});

const AT_ONCE = { min: "0s", max: "0s" };
const LINES = { tea: "tea is served", paw: "paw is served", disclosure: "I am a bot" };
const write = (name: string, value: unknown) =>
  writeFile(join(folder, `${name}.yaml`), JSON.stringify(value, null, 1));
const list = (client: string, chats: readonly string[]) =>
  write(`playbooks/${client}`, {
    ...{ version: 1, client, brand: client, timezone: "UTC", currency: "CNY", persona: "voice" },
    ...{ locale: "en", operators: { boss: { sandbox: `${client}-boss`, role: "owner" } } },
    groups: {
      pools: { all: { title: "all" } },
      chats: Object.fromEntries(
        chats.map((chat) => [chat, { platform: "sandbox", chat, pool: "all" }]),
      ),
    },
    replies: { served: { when: { keywords: ["served"] }, say: client } },
  });
const folders = () => ({
  playbooks: join(folder, "playbooks"),
  personas: join(folder, "personas"),
  ...{ lang: "en" as const, env: noEnv },
});

async function open() {
  const clock = createManualClock(OPENED);
  const objections: string[] = [];
  runs++;
  const { playbooks, files } = await openPlaybooks(folders());
  const heard: string[] = [];
  const said = ({ text }: { text: string }) => void heard.push(text);
  const sandbox = createSandbox({ now: clock.now, heard: said, run: String(runs) });
  const onBug = (what: string, error: unknown) => void heard.push(`${what} ${error}`);
  const runtime = createRuntime({
    ...{ store, clock, playbooks, files, platforms: [sandbox], onBug },
    onObjection: (_client, line) => objections.push(line),
  });
  closers.push(() => runtime.stop());
  await runtime.start();
  /** Says something in a chat. @returns what comes of it. */
  const says = async (chat: string, who: string, text: string) => {
    await sandbox.say({ platform: "sandbox", chat, direct: false }, who, text);
    await runtime.pump();
    clock.set(clock.now() + 60_000);
    return heard.splice(0).join("\n");
  };
  return { says, objections, stop: () => runtime.stop() };
}

const SENTENCE = "chat hall is client paw's; it can't be client tea's too";
/** As the second's own operators hear it. */
const APART = "chat hall is another client's; it can't be client tea's too";

test("the bot doesn't start on them", async () => {
  await list("tea", ["hall"]);
  await list("paw", ["hall"]);
  const error = await openPlaybooks(folders()).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(BrokenFiles);
  const [line = "", ...more] = (error as BrokenFiles).lines;
  expect(more).toEqual([]);
  expect(line).toContain(`error PLAYBOOK_CHAT_SHARED ${SENTENCE}`);
  expect(line).toMatch(/tea\.yaml:\d+:\d+ error/);
});

test("a running bot refuses the second at the reload and goes on serving the first", async () => {
  await list("paw", ["hall"]);
  await list("tea", ["yard"]);
  const { says } = await open();
  await list("tea", ["yard", "hall"]);
  expect(await says("yard", "tea-boss", "/playbook reload")).toContain(APART);
  expect(await says("hall", "amy", "served?")).toBe("paw is served");
  expect(await says("yard", "amy", "served?")).toBe("tea is served");
});

test("so it does where the first's was bound in chat, until it is released there", async () => {
  await list("paw", ["home"]);
  await list("tea", ["yard"]);
  const { says } = await open();
  expect(await says("hall", "paw-boss", "/bind paw all")).toContain("all");
  await list("tea", ["yard", "hall"]);
  expect(await says("yard", "tea-boss", "/playbook reload")).toContain(APART);
  expect(await says("hall", "amy", "served?")).toBe("paw is served");
  await says("hall", "paw-boss", "/unbind");
  await says("hall", "paw-boss", "/yes");
  expect(await says("yard", "tea-boss", "/playbook reload")).not.toContain(APART);
  expect(await says("hall", "amy", "is it served?")).toBe("tea is served");
});

test("at a start the second's is left out, and its reason told", async () => {
  await list("paw", ["home"]);
  await list("tea", ["yard"]);
  const before = await open();
  expect(before.objections).toEqual([]);
  await before.says("hall", "paw-boss", "/bind paw all");
  await before.stop();
  await list("tea", ["yard", "hall"]);
  const { says, objections } = await open();
  expect(objections).toEqual([expect.stringContaining(SENTENCE)]);
  expect(await says("hall", "amy", "served?")).toBe("paw is served");
  expect(await says("yard", "amy", "served?")).toBe("tea is served");
});
