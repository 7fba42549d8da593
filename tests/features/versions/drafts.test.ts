// Files are edited while the bot runs: a sound edit is a draft, and each client's operators hear of their own.
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSoundPlaybooks } from "../../../src/app/open-playbooks.js";
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
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
  folder = await mkdtemp(join(tmpdir(), "suanpan-drafts-"));
  for (const name of ["personas", "playbooks/tea", "playbooks/paw"])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of ["tea", "paw"]) {
    await speaks(`${name}-voice`, `${name} says hello`);
    await plays(name, {});
  }
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await store.close();
  await rm(folder, { recursive: true });
});

const write = (path: string, text: string) => writeFile(join(folder, path), text);
const personaText = (id: string, served: string) =>
  JSON.stringify({
    ...{ version: 1, id, name: "Ada", kind: "person", pacing: { min: "0s", max: "0s" } },
    lines: { served, disclosure: "I am a bot" },
  });
const speaks = (id: string, served: string) =>
  write(`personas/${id}.yaml`, personaText(id, served));
const playbookText = (client: string, more: object) =>
  JSON.stringify({
    ...{ version: 1, client, brand: `brand-${client}`, timezone: "UTC", currency: "CNY" },
    ...{ persona: `${client}-voice`, locale: "en" },
    operators: {
      boss: { sandbox: `${client}-boss`, role: "owner" },
      eye: { sandbox: `${client}-eye`, role: "viewer" },
    },
    groups: {
      pools: { all: { title: "all" } },
      chats: { home: { platform: "sandbox", chat: `${client}-home`, pool: "all" } },
    },
    replies: { served: { when: { keywords: ["served"] }, say: "served" } },
    ...more,
  });
const plays = (client: string, more: object) =>
  write(`playbooks/${client}/playbook.yaml`, playbookText(client, more));

async function open() {
  const clock = createManualClock(OPENED);
  const { playbooks, files } = await openSoundPlaybooks({
    playbooks: join(folder, "playbooks"),
    personas: join(folder, "personas"),
    ...{ lang: "en" as const, env: noEnv },
  });
  const heard: string[] = [];
  const said = ({ place, text }: { place: { chat: string }; text: string }) =>
    void heard.push(`${place.chat}: ${text}`);
  const sandbox = createSandbox({ now: clock.now, heard: said, run: "1" });
  const onBug = (what: string, error: unknown) => void heard.push(`${what} ${error}`);
  const runtime = createRuntime({
    ...{ store, clock, playbooks, files, platforms: [sandbox], onBug },
  });
  closers.push(() => runtime.stop());
  await runtime.start();
  /** What is heard when the bot has looked so often. */
  const looks = async (times = 2) => {
    for (let n = 0; n < times; n++) await runtime.lookAtFiles();
    await runtime.pump();
    clock.set(clock.now() + 60_000);
    return heard.splice(0);
  };
  const says = async (chat: string, who: string, text: string) => {
    await sandbox.say({ platform: "sandbox", chat, direct: false }, who, text);
    await runtime.pump();
    clock.set(clock.now() + 60_000);
    return heard.splice(0).join("\n");
  };
  return { looks, says, playbooks };
}

test("a sound edit is told once, to the client's own operators, and nothing changes until it is used", async () => {
  const { looks, says } = await open();
  expect(await looks()).toEqual([]);
  await speaks("tea-voice", "tea's new words");
  const told = await looks();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^tea-boss: tea: 1 thing was edited[\s\S]*line served: tea says hello → tea's new words[\s\S]*\/playbook use/,
  );
  expect(await looks()).toEqual([]);
  expect(await says("tea-home", "amy", "is it served?")).toContain("tea says hello");
  expect(await says("tea-home", "tea-boss", "/playbook diff")).toContain("tea's new words");
  expect(await says("paw-home", "paw-boss", "/playbook diff")).toContain("say the same");
  await says("tea-home", "tea-boss", "/playbook use");
  await says("tea-home", "tea-boss", "/yes");
  expect(await says("tea-home", "amy", "is it served?")).toContain("tea's new words");
  expect(await looks()).toEqual([]);
});

test("what isn't sound is told once for each content, with the place; mended, the draft is told", async () => {
  const { looks } = await open();
  await looks();
  await plays("tea", { capasity: 3 });
  const told = await looks();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^tea-boss: .*have errors[\s\S]*tea[\\/]playbook\.yaml:\d+:\d+ error[\s\S]*capasity/,
  );
  await plays("tea", { capasity: 3 });
  expect(await looks()).toEqual([]);
  await plays("tea", { quiet: { from: "22:00", to: "07:00" } });
  const mended = await looks();
  expect(mended).toHaveLength(1);
  expect(mended[0]).toContain("new: quiet hours");
  await plays("tea", {});
  expect(await looks()).toEqual([]);
  await plays("tea", { capasity: 3 });
  expect(await looks()).toHaveLength(1);
  await plays("tea", {});
  expect(await looks()).toEqual(["tea-boss: tea: the errors in the files are mended."]);
  expect(await looks()).toEqual([]);
});

test("comments and another order of keys are no news; an editor may put another file in the place", async () => {
  const { looks } = await open();
  await looks();
  await write("playbooks/tea/playbook.yaml", `# why\n${playbookText("tea", {})}`);
  expect(await looks()).toEqual([]);
  await write(
    "playbooks/tea/.playbook.yaml.swp",
    playbookText("tea", { quiet: { from: "22:00", to: "07:00" } }),
  );
  expect(await looks()).toEqual([]);
  const place = join(folder, "playbooks/tea/playbook.yaml");
  await rename(join(folder, "playbooks/tea/.playbook.yaml.swp"), place);
  expect(await looks()).toHaveLength(1);
});

test("a file that is still being written isn't read, and one whose folder is gone for a moment is no news", async () => {
  const { looks } = await open();
  await looks();
  await write("playbooks/tea/playbook.yaml", playbookText("tea", {}).slice(0, 40));
  expect(await looks(1)).toEqual([]);
  await plays("tea", {});
  expect(await looks()).toEqual([]);
  await rename(join(folder, "playbooks"), join(folder, "elsewhere"));
  expect(await looks()).toEqual([]);
  await rename(join(folder, "elsewhere"), join(folder, "playbooks"));
  expect(await looks()).toEqual([]);
});
