import { UserError } from "../../core/errors.js";
import type { Tally } from "../../core/rollup.js";
import { countsByClient, countsOf } from "../counts.js";
import { explaining } from "../explaining.js";
import type { Commit, CommitResult, Store } from "../port.js";
import { decisionWriter } from "./commit.js";
import { type Connection, connect, type Waits } from "./connection.js";
import { counterTable } from "./counters.js";
import { eraser } from "./erase.js";
import { eventTable } from "./events.js";
import { factTable } from "./facts.js";
import { explained } from "./failures.js";
import { createFences } from "./fences.js";
import { forgetter } from "./forget.js";
import { ledgerTable } from "./ledger.js";
import { createNumbers } from "./numbers.js";
import { outboxTable } from "./outbox.js";
import { rebuilder } from "./rebuild.js";
import { recordTable } from "./records.js";
import { rollupTable } from "./rollups.js";
import { checkSchema, makeIndexes, tablesOf } from "./tables.js";

/**
 * Opens the store in a database of a replica set, which several processes may use: each takes what it works for by
 * `own`. Rollups that another tally made, or none did, are made of the facts first.
 * @throws UserError and StoreFailure, STORE_…: what is wrong with the address, the server or the way to it
 */
export async function openMongoStore(
  url: string,
  tally: Tally,
  waits?: Partial<Waits>,
): Promise<Store> {
  const connection = await connect(url, waits);
  const { server, where } = connection;
  try {
    const store = await storeOn(connection, tally);
    return explaining(store, (error) => explained(error, where));
  } catch (error) {
    await server.close();
    throw explained(error, where);
  }
}

async function storeOn({ server, name, where, waits }: Connection, tally: Tally): Promise<Store> {
  const db = server.db(name);
  const tables = tablesOf(db);
  await checkSchema(tables, where);
  if (await tables.meta.findOne({ _id: "copying" }))
    throw new UserError("STORE_COPY_UNFINISHED", { path: where });
  await makeIndexes(db);
  const numbers = createNumbers(tables);
  const decisions = decisionWriter(() => parts);
  const fences = createFences({ server, db, tables, where, waits, numbers, decisions });
  const events = eventTable({ ...tables, fences, numbers });
  const records = recordTable(tables);
  const counters = counterTable(tables);
  const ledger = ledgerTable({ ...tables, fences, numbers });
  const outbox = outboxTable({ ...tables, fences, ledger });
  const facts = factTable(tables);
  const rollups = rollupTable(tables);
  const parts = { numbers, events, records, counters, outbox, facts, rollups };
  const rebuild = rebuilder({ ...tables, db, fences, tally });
  const prune = forgetter({
    ...tables,
    fences,
    tally,
    parts: { events, outbox, counters, ledger },
  });
  await rebuild.outdated();

  async function commit(commit: Commit): Promise<CommitResult> {
    const { client, handles } = commit;
    const added = commit.facts.flatMap((fact) => tally.of(client, fact) ?? []);
    const event = handles === undefined ? undefined : await events.locate(handles);
    // Handled before, perhaps by a commit of which nobody heard that it was made.
    if (handles !== undefined && !event) return { ok: true };
    const lane = await (event ? fences.account(event.account) : fences.client(client));
    const result = await lane.commit({ commit, event: event?._id, added });
    if (handles !== undefined && result.ok) events.forget(handles);
    return result;
  }

  return {
    sharing: fences.sharing,
    own: (of) => fences.own(of),
    accept: (batch, now) => events.accept(batch, now),
    unhandled: ({ accounts }) => events.open(accounts),
    lastEvent: (account, prefix) => events.last(account, prefix),
    deadLetter: async (seq, why, program) => void (await events.bury(seq, why, program)),
    deadLetters: ({ accounts }) => events.deadLetters(accounts),
    revive: (seq) => events.revive(seq),
    reviveOlder: ({ accounts }, program) => events.reviveOlder(accounts, program),
    get: (client, kind, key) => records.get(client, kind, key),
    find: (client, kind, keys) => records.find(client, kind, keys),
    list: (client, kind, owner, limit) => records.list(client, kind, owner, limit),
    walk: (client, kind) => records.walk(client, kind),
    counter: (client, counter) => counters.counter(client, counter),
    commit,
    due: (of) => records.due(of),
    postpone: async (client, record, until) => {
      const lane = await fences.client(client);
      await lane.run((tx) => records.postpone(tx, { client, record, until }));
    },
    nextDue: async ({ accounts, clients }) => {
      const all = await Promise.all([records.nextDue(clients), outbox.nextDue(accounts)]);
      const known = all.filter((due) => due !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    },
    claim: (claim) => outbox.claim(claim),
    putOff: (rows) => outbox.putOff(rows),
    waiting: (account, limit) => outbox.waiting(account, limit),
    issue: (claimed, entry) => outbox.issue(claimed, entry),
    enter: (account, entry) => ledger.enter(account, entry),
    ledger: (account, after) => ledger.after(account, after),
    settle: (claimed, outcome, now) => outbox.settle(claimed, outcome, now),
    outcomes: (client, keys) => outbox.outcomes(client, keys),
    recover: ({ accounts }) => outbox.recover(accounts),
    putDown: async (now) => {
      const until = await events.latest();
      const lane = await fences.ours();
      return lane.run(async (tx) => {
        const rows = await outbox.putDown(tx, now);
        return { rows, messages: await events.putDown(tx), until };
      });
    },
    prune,
    erase: eraser({ ...tables, fences, parts }),
    facts: (client, kind) => facts.list(client, kind),
    rollups: (client, range) => rollups.list(client, range),
    rebuildRollups: (client, { check }) => rebuild.one(client, check),
    counts: async (of) => {
      const [rows, inbox] = await Promise.all([
        outbox.counts(of?.accounts),
        events.counts(of?.accounts),
      ]);
      return countsOf(rows, inbox);
    },
    countsByClient: async () => countsByClient(await outbox.countsByClient()),
    saveVersion: async (client, hash, content, by, now) => {
      if ((await facts.version(client, hash)) !== undefined) return;
      const lane = await fences.client(client);
      await lane.run((tx) => facts.saveVersion(tx, { client, hash, content, by, now }));
    },
    version: (client, hash) => facts.version(client, hash),
    close: async () => {
      try {
        await fences.close();
      } finally {
        await server.close();
      }
    },
  };
}
