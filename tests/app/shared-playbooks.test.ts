// Two processes on one store: what either takes into use the other follows, and neither takes back the other's.
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSharedPlaybooks } from "../../src/app/shared-playbooks.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import type { PlaybookVersion } from "../../src/playbook/versions/version.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../support/tally.js";
import { editions, readEdition } from "../support/tea.js";

let store: Store;
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
});
afterEach(() => store.close());

const sixtyfive = (text: string) =>
  text
    .replace('spend: "60.00"', 'spend: "65.00"')
    .replace("title: 饮品满60减5\n", "title: 饮品满65减5\n");
const versions = (edit?: (text: string) => string) => {
  const all = editions(edit ? { edit } : {});
  const of = (client: string): PlaybookVersion => {
    const found = all.find(({ playbook }) => playbook.client === client);
    if (!found) throw new Error(client);
    return found;
  };
  return { all, tea: of("tea-town"), paw: of("paw-post") };
};
/** Another version of the second client: another brand's name. */
const renamed = ({ paw }: ReturnType<typeof versions>): PlaybookVersion => {
  const content = paw.content.replace("client: paw-post", "client: paw-post # edited");
  const read = readEdition(content);
  if (!read || read.hash === paw.hash) throw new Error("not another one");
  return read;
};

function open() {
  const playbooks = createPlaybooks();
  playbooks.replace(versions().all);
  const unreadable: string[] = [];
  const shared = createSharedPlaybooks({
    ...{ store, playbooks, clock: createManualClock(0) },
    files: { check: async () => ({ ok: true, lines: [], versions: [] }), read: readEdition },
    onUnreadable: (client) => unreadable.push(client),
  });
  const has = (client: string) => playbooks.current(client)?.hash;
  return { playbooks, shared, has, unreadable };
}

test("each takes another client's version at the same time: both have both", async () => {
  const [one, other] = [open(), open()];
  await one.shared.begin();
  await other.shared.follow();
  const [old, next] = [versions(), versions(sixtyfive)];
  const paw = renamed(old);
  one.playbooks.replace([next.tea, old.paw]);
  other.playbooks.replace([old.tea, paw]);
  await one.shared.publish();
  await other.shared.publish();
  for (const { shared } of [one, other]) await shared.follow();
  for (const { has, unreadable } of [one, other]) {
    expect([has("tea-town"), has("paw-post")]).toEqual([next.tea.hash, paw.hash]);
    expect(unreadable).toEqual([]);
  }
  expect(await other.shared.follow()).toBe(false);
});

test("a trial is followed, and its end", async () => {
  const [one, other] = [open(), open()];
  await one.shared.begin();
  await other.shared.follow();
  const { tea } = versions(sixtyfive);
  one.playbooks.tryOut("tea-town", { version: tea, group: "g" });
  await one.shared.publish();
  expect(await other.shared.follow()).toBe(true);
  expect(other.playbooks.versionFor("tea-town", "g")?.hash).toBe(tea.hash);
  expect(other.playbooks.versionFor("tea-town", "h")?.hash).toBe(versions().tea.hash);
  other.playbooks.tryOut("tea-town", undefined);
  await other.shared.publish();
  expect(await one.shared.follow()).toBe(true);
  expect(one.playbooks.canary("tea-town")).toBeUndefined();
});
