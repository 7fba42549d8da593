// Files are edited while the bot runs: a sound edit is a draft, and each client's operators hear of their own.
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSoundPlaybooks } from "../../../src/app/open-playbooks.js";
import { createRuntime } from "../../../src/app/runtime.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import { createSandbox } from "../../../src/platform/sandbox/platform.js";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { OPENED } from "../../support/corner.js";
import { tally } from "../../support/tally.js";
import { openTwoClients, playbookText } from "../../support/two-clients.js";

let files: Awaited<ReturnType<typeof openTwoClients>>;
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

async function open() {
  const clock = createManualClock(OPENED);
  const { playbooks, files: read } = await openSoundPlaybooks(files.folders);
  const heard: string[] = [];
  const said = ({ place, text }: { place: { chat: string }; text: string }) =>
    void heard.push(`${place.chat}: ${text}`);
  const sandbox = createSandbox({ now: clock.now, heard: said, run: "1" });
  const onBug = (what: string, error: unknown) => void heard.push(`${what} ${error}`);
  const runtime = createRuntime({
    ...{ store, clock, playbooks, files: read, platforms: [sandbox], onBug },
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
  await files.speaks("tea-voice", "tea's new words");
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
  await files.plays("tea", { capasity: 3 });
  const told = await looks();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^tea-boss: .*have errors[\s\S]*tea[\\/]playbook\.yaml:\d+:\d+ error[\s\S]*capasity/,
  );
  await files.plays("tea", { capasity: 3 });
  expect(await looks()).toEqual([]);
  await files.plays("tea", { quiet: { from: "22:00", to: "07:00" } });
  const mended = await looks();
  expect(mended).toHaveLength(1);
  expect(mended[0]).toContain("new: quiet hours");
  await files.plays("tea", {});
  expect(await looks()).toEqual([]);
  await files.plays("tea", { capasity: 3 });
  expect(await looks()).toHaveLength(1);
  await files.plays("tea", {});
  expect(await looks()).toEqual(["tea-boss: tea: the errors in the files are mended."]);
  expect(await looks()).toEqual([]);
});

test("comments and another order of keys are no news; an editor may put another file in the place", async () => {
  const { looks } = await open();
  await looks();
  await files.write("playbooks/tea/playbook.yaml", `# why\n${playbookText("tea", {})}`);
  expect(await looks()).toEqual([]);
  await files.write(
    "playbooks/tea/.playbook.yaml.swp",
    playbookText("tea", { quiet: { from: "22:00", to: "07:00" } }),
  );
  expect(await looks()).toEqual([]);
  const place = join(files.folder, "playbooks/tea/playbook.yaml");
  await rename(join(files.folder, "playbooks/tea/.playbook.yaml.swp"), place);
  expect(await looks()).toHaveLength(1);
});

test("a file that is still being written isn't read, and one whose folder is gone for a moment is no news", async () => {
  const { looks } = await open();
  await looks();
  await files.write("playbooks/tea/playbook.yaml", playbookText("tea", {}).slice(0, 40));
  expect(await looks(1)).toEqual([]);
  await files.plays("tea", {});
  expect(await looks()).toEqual([]);
  await rename(join(files.folder, "playbooks"), join(files.folder, "elsewhere"));
  expect(await looks()).toEqual([]);
  await rename(join(files.folder, "elsewhere"), join(files.folder, "playbooks"));
  expect(await looks()).toEqual([]);
});
