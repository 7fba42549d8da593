import { afterEach, expect, test } from "vitest";
import type { Commit, Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { boss, calm, DAY, started } from "../../support/started.js";
import { tally } from "../../support/tally.js";
import { BOSS, closeTowns, HQ, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const MIDNIGHT = "2026-12-31T00:00:00+08:00";

const putsDay = ({ client, changes }: Commit) =>
  client === "tea-town" && changes.some((change) => change.op === "put" && change.kind === "day");

/**
 * A run on the eve of its horizon's end, in a process whose store takes nothing more once it is armed and
 * has taken `left` commits that put the day.
 */
async function eve() {
  const store = await openSqliteStore(":memory:", tally);
  let left = Number.POSITIVE_INFINITY;
  const dying: Store = {
    ...store,
    close: async () => {},
    commit: async (commit) => {
      if (left <= 0) throw new Error("dead");
      if (putsDay(commit)) left -= 1;
      return store.commit(commit);
    },
  };
  const town = await started("persona", { store: dying });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner", BOSS);
  await town.forward(Date.parse(MIDNIGHT) - town.clock.now() - 3_600_000);
  const die = (commits: number) => {
    left = commits;
  };
  const heal = () => die(Number.POSITIVE_INFINITY);
  const restart = async (at: number) => {
    await town.runtime.stop();
    return openTown({ edit: calm, store: { ...store, close: async () => {} }, api: town.api, at });
  };
  return { store, town, die, heal, restart };
}

const runIn = async ({ store }: Pick<Town, "store">) =>
  (await store.list("tea-town", "experiment")).at(-1)?.value;
const dayIn = async ({ store }: Pick<Town, "store">) =>
  (await store.get("tea-town", "day", "client"))?.value.day;
/** Over the midnight; what can't be done stays due, which `forward` would wait for. */
const midnight = async (town: Town) => {
  town.clock.set(Date.parse(MIDNIGHT) - 1_000);
  await town.pass(20_000);
};
const noticed = ({ api }: Town) =>
  api.sent.filter(({ chat_id, text }) => Number(chat_id) === BOSS && text.includes("到期了"));

async function endedOnce(town: Town) {
  expect(await runIn(town)).toMatchObject({ state: "settled", why: "horizon", looked: 28 });
  await town.heard("到期了", BOSS);
  await town.forward(3 * DAY);
  expect(noticed(town)).toHaveLength(1);
  const ended = await town.store.facts("tea-town", "experiment_ended");
  expect(ended).toHaveLength(1);
  const opened = await town.store.facts("tea-town", "day_opened");
  const days = opened.map(({ day, group }) => `${day} ${group}`);
  expect(new Set(days).size).toBe(days.length);
  expect(town.bugs).toEqual([]);
}

test("a process that dies between the day and its look: the next one looks, once", async () => {
  const { store, town, die, restart } = await eve();
  die(1);
  await midnight(town);
  expect([await dayIn(town), (await runIn(town))?.looked]).toEqual(["2026-12-31", 27]);
  const later = await restart(Date.parse(MIDNIGHT) + 600_000);
  await endedOnce(later);
  await store.close();
});

test("a day that an older version left without its look is looked at at the start", async () => {
  const { store, town, die, restart } = await eve();
  die(1);
  await midnight(town);
  const day = await store.get("tea-town", "day", "client");
  if (!day) throw new Error("no day");
  const due = Date.parse(MIDNIGHT) + DAY;
  const changes = [{ op: "put", ...day, kind: "day", due } as const];
  await store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
  const later = await restart(Date.parse(MIDNIGHT) + 600_000);
  await endedOnce(later);
  await store.close();
});

test("a look that failed is tried again by the same process", async () => {
  const { store, town, die, heal } = await eve();
  die(1);
  await midnight(town);
  heal();
  expect(town.bugs.length).toBeGreaterThan(0);
  town.bugs.length = 0;
  await town.forward(600_000);
  await endedOnce(town);
  await store.close();
});

test("one that dies after the look, before the day is finished, says nothing twice", async () => {
  const { store, town, restart } = await eve();
  await town.forward(3_700_000);
  expect(await runIn(town)).toMatchObject({ state: "settled", looked: 28 });
  const day = await store.get("tea-town", "day", "client");
  if (!day) throw new Error("no day");
  const changes = [{ op: "put", ...day, kind: "day", due: Date.parse(MIDNIGHT) } as const];
  await store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
  const later = await restart(Date.parse(MIDNIGHT) + 3_600_000);
  await endedOnce(later);
  boss(later, "/实验");
  await later.heard("persona | village/office | 已结束", HQ);
  await store.close();
});
