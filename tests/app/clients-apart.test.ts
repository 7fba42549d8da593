// One client's typo is that client's alone: at the start, and at a reload at midnight.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSoundPlaybooks } from "../../src/app/open-playbooks.js";
import { BrokenFiles } from "../../src/app/playbook-files.js";
import { createRuntime } from "../../src/app/runtime.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { createSandbox } from "../../src/platform/sandbox/platform.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { OPENED } from "../support/corner.js";
import { tally } from "../support/tally.js";
import { openTwoClients } from "../support/two-clients.js";

let files: Awaited<ReturnType<typeof openTwoClients>>;
let runs = 0;
let store: Store;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
  files = await openTwoClients();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await store.close();
  await files.close();
});

const open = async () => {
  const clock = createManualClock(OPENED);
  const { playbooks, files: read, first } = await openSoundPlaybooks(files.folders);
  const heard: string[] = [];
  const hears = ({ text }: { text: string }) => void heard.push(text);
  const sandbox = createSandbox({ now: clock.now, heard: hears, run: String(++runs) });
  const onBug = (what: string, error: unknown) => void heard.push(`${what} ${error}`);
  const awaited = () =>
    first.clients.flatMap(({ client }) => (playbooks.current(client) ? [] : client));
  const runtime = createRuntime({
    ...{
      store,
      clock,
      playbooks,
      files: read,
      platforms: [sandbox],
      onBug,
      owner: "sandbox:agency",
    },
    awaited,
  });
  closers.push(() => runtime.stop());
  await runtime.start();
  const said = async (chat: string, direct: boolean, who: string, text: string) => {
    await sandbox.say({ platform: "sandbox", chat, direct }, who, text);
    await runtime.pump();
    clock.set(clock.now() + 60_000);
    return heard.splice(0).join("\n");
  };
  const says = (chat: string, who: string, text: string) => said(chat, false, who, text);
  const writes = (who: string, text: string) => said(who, true, who, text);
  return { says, writes, first, playbooks, stop: () => runtime.stop() };
};
const TYPO = { capasity: 3 };

test("a typo of tea's is tea's alone: paw hears nothing of it and goes on to its new lines", async () => {
  const { says, writes } = await open();
  await files.plays("tea", TYPO);
  await files.speaks("tea-voice", "tea's new words");
  await files.speaks("paw-voice", "paw's new words");
  const teas = await says("tea-home", "tea-boss", "/playbook reload");
  expect(teas).toMatch(/the old version stays[\s\S]*tea[\\/]playbook\.yaml:\d+:\d+ error/);
  const paws = await says("paw-home", "paw-boss", "/playbook reload");
  expect(paws).toBe("Reloaded");
  expect(await says("paw-home", "paw-boss", "/playbook check")).toBe("Usable");
  expect(await says("tea-home", "tea-boss", "/playbook check")).toContain("Not usable");
  expect(await writes("agency", "/playbook check @paw")).toContain("capasity");
  expect(await says("paw-home", "agency", "/playbook check")).toBe("Usable");
  expect(await says("tea-home", "amy", "is it served?")).toBe("tea says hello");
  expect(await says("paw-home", "amy", "is it served?")).toBe("paw's new words");
});

test("at the start a client with errors is left out, the others are served; with none it doesn't start", async () => {
  await files.plays("tea", TYPO);
  const { says, first, playbooks } = await open();
  expect(playbooks.clients()).toEqual(["paw"]);
  expect(first.clients.filter(({ ok }) => !ok).map(({ client }) => client)).toEqual(["tea"]);
  expect(await says("paw-home", "amy", "is it served?")).toBe("paw says hello");
  await files.plays("tea", {});
  await says("paw-home", "agency", "/playbook reload");
  expect(await says("tea-home", "amy", "is it served?")).toBe("tea says hello");
  await files.plays("tea", TYPO);
  await files.plays("paw", TYPO);
  await expect(open()).rejects.toBeInstanceOf(BrokenFiles);
});

test.each([
  [
    "YAML that is beyond reading",
    () => files.write("playbooks/tea/playbook.yaml", "client: tea\n\t- ["),
  ],
  ["an empty file", () => files.write("playbooks/tea/playbook.yaml", "")],
  ["its persona beyond reading", () => files.write("personas/tea-voice.yaml", "id: [")],
  ["its persona without the line", () => files.speaks("tea-voice", "{{ nobody.knows }}")],
  [
    "its id in a second folder",
    () => mkdir(join(files.folder, "playbooks/x")).then(() => files.plays("tea", {}, "x")),
  ],
  ["its folder gone", () => rm(join(files.folder, "playbooks/tea"), { recursive: true })],
])("keeps what tea has in use: %s", async (_what, spoil) => {
  const { says } = await open();
  await spoil();
  await files.speaks("paw-voice", "paw's new words");
  expect(await says("paw-home", "paw-boss", "/playbook reload")).toBe("Reloaded");
  expect(await says("paw-home", "amy", "is it served?")).toBe("paw's new words");
  expect(await says("tea-home", "amy", "is it served?")).toBe("tea says hello");
  expect(await says("tea-home", "tea-boss", "/playbook reload")).toContain("the old version stays");
});

test("a persona that two share and that breaks is told to both, and to no third", async () => {
  await files.plays("tea", { persona: "paw-voice" });
  await mkdir(join(files.folder, "playbooks/bun"));
  await files.speaks("bun-voice", "bun says hello");
  await files.plays("bun", {});
  const { says } = await open();
  await files.speaks("paw-voice", "{{ nobody.knows }}");
  for (const client of ["tea", "paw"]) {
    const answer = await says(`${client}-home`, `${client}-boss`, "/playbook reload");
    expect(answer).toContain("paw-voice.yaml");
  }
  expect(await says("bun-home", "bun-boss", "/playbook reload")).toBe("Reloaded");
  expect(await says("tea-home", "amy", "is it served?")).toBe("paw says hello");
});

test("what comes for a client that is left out waits until its files are right, over a restart too", async () => {
  const before = await open();
  expect(await before.says("tea-home", "amy", "is it served?")).toBe("tea says hello");
  await before.stop();
  await files.plays("tea", TYPO);
  const first = await open();
  expect(await first.says("tea-home", "amy", "served?")).toBe("");
  expect(await first.says("paw-home", "amy", "served?")).toBe("paw says hello");
  expect(await first.writes("amy", "TD")).not.toContain("tea");
  await first.stop();
  const second = await open();
  expect(await second.says("tea-home", "ben", "is it served now?")).toBe("");
  const place = { platform: "shop", chat: "tea/own", direct: false };
  const order = { source: "own", id: "1", state: "paid", currency: "CNY", amount: 100 };
  const times = { modifiedAt: OPENED, ids: {}, refunds: [] };
  await store.accept(
    [
      {
        ...{ kind: "order", id: "own:1", platform: "shop", account: "shop:tea", at: OPENED, place },
        ...{ client: "tea", notice: { kind: "order", order: { ...order, ...times } } },
      },
    ],
    OPENED,
  );
  expect((await store.counts()).unhandled).toBe(3);
  await files.plays("tea", {});
  const answers = await second.says("paw-home", "agency", "/playbook reload");
  expect(answers.match(/tea says hello/g)).toHaveLength(2);
  expect(await store.get("tea", "order", "own/1")).toBeDefined();
  expect((await store.counts()).unhandled).toBe(0);
});
