import { afterEach, expect, test } from "vitest";
import { createGroupAccounts } from "../../src/app/group-accounts.js";
import type { GroupRecord } from "../../src/domain/group/record.js";
import { type Store, SYSTEM } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../support/tally.js";

const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

const CLIENTS = ["tea", "pets", "shoes"];
const groupOn = (account: string): GroupRecord => ({
  ...{ platform: "telegram", account, chat: account, pool: "all", n: 1, title: "g", taken: 1 },
  ...{ cooldowns: {}, unasked: [], variants: {} },
});
const bind = (store: Store, client: string, account: string, key = account) => {
  const changes = [{ op: "put", kind: "group", key, value: groupOn(account) } as const];
  return store.commit({ client, changes, outbox: [], facts: [] });
};

/** Processes on one store, each of which has bound nothing yet; what each lists is told. */
async function processes(count: number) {
  const shared = await openSqliteStore(":memory:", tally);
  opened.push(shared);
  for (const client of CLIENTS) await bind(shared, client, `${client}-bot`);
  return Array.from({ length: count }, () => {
    const listed: string[] = [];
    let isAway = false;
    const accounts = createGroupAccounts({
      ...shared,
      commit: (commit) =>
        isAway && commit.client === SYSTEM
          ? Promise.reject(new Error("away"))
          : shared.commit(commit),
      list: (client, ...rest) => {
        listed.push(client);
        return shared.list(client, ...rest);
      },
    });
    const look = async (clients = CLIENTS) =>
      Object.fromEntries(
        [...(await accounts.look(clients))].map(([client, its]) => [client, [...its].sort()]),
      );
    const away = (is: boolean) => {
      isAway = is;
    };
    return { look, store: accounts.noticing(), drain: () => listed.splice(0), away };
  });
}
const AT_FIRST = { tea: ["tea-bot"], pets: ["pets-bot"], shoes: ["shoes-bot"] };

test("groups are listed once; what one process binds the others look up, and nothing else", async () => {
  const [one, two] = await processes(2);
  if (!one || !two) throw new Error();
  expect(await one.look()).toEqual(AT_FIRST);
  expect(await two.look()).toEqual(AT_FIRST);
  expect([one.drain(), two.drain()]).toEqual([CLIENTS, CLIENTS]);
  await bind(one.store, "tea", "pets-bot");
  // A group that changes on its account moves nobody.
  await bind(one.store, "shoes", "shoes-bot");
  const then = { ...AT_FIRST, tea: ["pets-bot", "tea-bot"] };
  expect(await one.look()).toEqual(then);
  expect(await two.look()).toEqual(then);
  expect([await one.look(), await two.look()]).toEqual([then, then]);
  expect([one.drain(), two.drain()]).toEqual([["tea"], ["tea"]]);
});

test("a client that is new is looked up alone, and one that is gone is known no more", async () => {
  const [one] = await processes(1);
  expect(await one?.look(["tea"])).toEqual({ tea: ["tea-bot"] });
  one?.drain();
  expect(await one?.look(["tea", "pets"])).toEqual({ tea: ["tea-bot"], pets: ["pets-bot"] });
  expect(one?.drain()).toEqual(["pets"]);
  expect(await one?.look(["pets"])).toEqual({ pets: ["pets-bot"] });
});

test("two that bind at the same time are both heard, and whoever missed too much looks all of it up", async () => {
  const [one, two, late] = await processes(3);
  if (!one || !two || !late) throw new Error();
  for (const each of [one, two, late]) await each.look();
  late.drain();
  await bind(one.store, "tea", "shoes-bot");
  await bind(two.store, "pets", "shoes-bot");
  await Promise.all([one.look(), two.look()]);
  for (const each of [one, two, one, two]) await each.look();
  const then = { ...AT_FIRST, tea: ["shoes-bot", "tea-bot"], pets: ["pets-bot", "shoes-bot"] };
  expect(await one.look()).toEqual(then);
  expect(await two.look()).toEqual(then);

  const many = Array.from({ length: 201 }, (_none, n) => `c${n}`);
  await one.look([...CLIENTS, ...many]);
  for (const client of many) await bind(one.store, client, "shoes-bot");
  await one.look([...CLIENTS, ...many]);
  expect(await late.look()).toEqual(then);
  expect(late.drain()).toEqual(CLIENTS);
});

test("what could not be noted is noted at the next look", async () => {
  const [one, two] = await processes(2);
  if (!one || !two) throw new Error();
  await Promise.all([one.look(), two.look()]);
  one.away(true);
  await bind(one.store, "tea", "pets-bot");
  await expect(one.look()).rejects.toThrow("away");
  expect(await two.look()).toEqual(AT_FIRST);
  one.away(false);
  await one.look();
  expect((await two.look()).tea).toEqual(["pets-bot", "tea-bot"]);
});
