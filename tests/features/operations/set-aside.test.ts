import { afterEach, expect, test } from "vitest";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { CLIENT, type Corner, closeCorners, HOUR, openCorner } from "../../support/corner.js";
import { tally } from "../../support/tally.js";

afterEach(closeCorners);

const BOSS = `${CLIENT}-boss`;
const brand = {
  sections: { replies: { open: { when: { keywords: ["open"] }, say: "open" } } },
  lines: { open: "at nine" },
};

/** A store on which everything about some members fails, as a bug in a handler would. */
async function openBuggy() {
  const store = await openSqliteStore(":memory:", tally);
  const broken = new Set<string>();
  let failures = 0;
  const buggy: Store = {
    ...store,
    get: async (client, kind, key) => {
      if (kind !== "member" || !broken.has(key)) return store.get(client, kind, key);
      failures++;
      throw new Error("a bug");
    },
  };
  const start = (program?: string) => openCorner({ brands: [brand], store: buggy, program });
  return {
    start,
    store,
    breaks: (...names: readonly string[]) => {
      for (const name of names) broken.add(`sandbox:${name}`);
    },
    mended: () => broken.clear(),
    failures: () => failures,
  };
}
const dead = async ({ store }: Pick<Corner, "store">) => (await store.counts()).deadLetters;

test("operators hear of what was set aside, once an hour, and how it goes on", async () => {
  const { start, breaks } = await openBuggy();
  const corner = await start("1.0.0");
  breaks("ann", "bob");
  await corner.says(CLIENT, "ann", "open?");
  await corner.says(CLIENT, "bob", "open?");
  const [notice = "", ...more] = corner.heard(BOSS);
  expect(more).toEqual([]);
  expect(notice).toMatch(/in street 1 could not be handled .* as #(\d+)\. .*\/retry \1/);
  expect(notice).not.toContain("open?");
  await corner.says(`${CLIENT}-2`, "cat", "open?");
  expect(await dead(corner)).toBe(2);
  await corner.forward(HOUR);
  await corner.says(CLIENT, "ann", "open?");
  expect(corner.heard(BOSS)).toHaveLength(1);
});

test("an order's notice that is set aside is told to the client's operators too", async () => {
  const corner = await (await openBuggy()).start("1.0.0");
  const at = { platform: "shop", account: `shop:${CLIENT}`, at: corner.clock.now() };
  const place = { platform: "shop", chat: `${CLIENT}/shop`, direct: false };
  const notice = { kind: "nonsense" } as never;
  await corner.runtime.receive([{ ...at, id: "o1", place, kind: "order", client: CLIENT, notice }]);
  await corner.runtime.pump();
  expect(await dead(corner)).toBe(1);
  expect(corner.heard(BOSS)[0]).toContain("an order's notice of corner");
});

test("what one version set aside, the next takes up by itself, once", async () => {
  const { start, breaks, mended, failures } = await openBuggy();
  const first = await start("1.0.0");
  breaks("ann", "bob");
  await first.says(CLIENT, "ann", "open?");
  await first.says(CLIENT, "bob", "open?");
  expect(await dead(first)).toBe(2);
  const restart = async (before: Corner, program?: string) => {
    await before.runtime.stop();
    return start(program);
  };
  const tries = failures();
  const same = await restart(first, "1.0.0");
  const unnamed = await restart(same);
  expect(failures()).toBe(tries);
  expect(await dead(unnamed)).toBe(2);
  // Upgraded, but not mended: tried again by the first start alone.
  const second = await restart(unnamed, "1.1.0");
  expect(failures()).toBeGreaterThan(tries);
  expect(await dead(second)).toBe(2);
  const again = failures();
  const third = await restart(second, "1.1.0");
  expect(failures()).toBe(again);
  mended();
  const fourth = await restart(third, "1.2.0");
  expect(await fourth.store.counts()).toMatchObject({ deadLetters: 0, unhandled: 0 });
  expect(fourth.heard(CLIENT).length).toBeGreaterThan(0);
  expect(await fourth.facts("said")).toHaveLength(2);
});
