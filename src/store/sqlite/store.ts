import type { Database } from "better-sqlite3";
import { UserError } from "../../core/errors.js";
import type { Tally } from "../../core/rollup.js";
import { countsByClient, countsOf } from "../counts.js";
import { explaining } from "../explaining.js";
import type { Store } from "../port.js";
import { copyingIn } from "./archive.js";
import { copyInUse } from "./backup.js";
import { committer } from "./commit.js";
import { connect, disconnect, explained, synced } from "./connection.js";
import { counterTable } from "./counters.js";
import { eraser } from "./erase.js";
import { eventTable } from "./events.js";
import { factTable } from "./facts.js";
import { factPruner } from "./forget-facts.js";
import { ledgerTable } from "./ledger.js";
import type { Opening } from "./mark.js";
import { outbox as outboxTable } from "./outbox.js";
import { rebuilder } from "./rebuild.js";
import { recordTable } from "./records.js";
import { rollupTable } from "./rollups.js";
import { shrink } from "./shrink.js";

/**
 * Opens the embedded store and makes its directory; `:memory:` keeps nothing. The file belongs to one
 * process at a time. Rollups that another tally made, or none did, are made of the facts first.
 * @throws UserError and StoreFailure, STORE_…: what is wrong with the file, its folder, its log or its disk
 */
export async function openSqliteStore(
  path: string,
  tally: Tally,
  opening: Opening = {},
): Promise<Store> {
  const db = await connect(path, opening);
  try {
    if (copyingIn(db) !== undefined) throw new UserError("STORE_COPY_UNFINISHED", { path });
    return explaining(storeOn(db, tally), (error) => explained(error, path));
  } catch (error) {
    disconnect(db);
    throw explained(error, path);
  }
}

/** better-sqlite3 is synchronous, so every verb is done when its promise is made. */
function storeOn(db: Database, tally: Tally): Store {
  const events = eventTable(db);
  const records = recordTable(db);
  const counters = counterTable(db);
  const ledger = ledgerTable(db);
  const outbox = outboxTable(db, ledger);
  const facts = factTable(db);
  const pruneFacts = factPruner(db, tally);
  const erase = eraser(db, { records, counters });
  const rollups = rollupTable(db);
  const rebuild = rebuilder(db, tally);
  rebuild.outdated();
  const { commit, flush } = committer(
    db,
    { events, records, counters, outbox, facts, rollups },
    tally,
  );

  return {
    // The lock on the file says whose it all is.
    own: async (of) => of,
    accept: async (batch, now) => synced(db, () => events.accept(batch, now)),
    unhandled: async ({ accounts }) => events.open(accounts),
    lastEvent: async (account, prefix) => events.last(account, prefix),
    deadLetter: async (seq, why, program) => void events.bury(seq, why, program),
    deadLetters: async ({ accounts }) => events.deadLetters(accounts),
    revive: async (seq) => events.revive(seq),
    reviveOlder: async ({ accounts }, program) => events.reviveOlder(accounts, program),
    get: async (client, kind, key) => records.get(client, kind, key),
    find: async (client, kind, keys) => records.find(client, kind, keys),
    list: async (client, kind, owner, limit) => records.list(client, kind, owner, limit),
    walk: (client, kind) => records.walk(client, kind),
    counter: async (client, counter) => counters.counter(client, counter),
    commit,
    due: async (of) => records.due(of),
    postpone: async (client, record, until) => records.postpone(client, record, until),
    nextDue: async ({ accounts, clients }) =>
      earliest(records.nextDue(clients), outbox.nextDue(accounts)),
    claim: async (claim) => outbox.claim(claim),
    putOff: async (rows) => outbox.putOff(rows),
    waiting: async (account, limit) => outbox.waiting(account, limit),
    issue: async (claimed, entry) => outbox.issue(claimed, entry),
    enter: async (account, entry) => ledger.enter(account, entry),
    ledger: async (account, after) => ledger.after(account, after),
    settle: async (claimed, outcome, now) => outbox.settle(claimed, outcome, now),
    outcomes: async (client, keys) => outbox.outcomes(client, keys),
    recover: async ({ accounts }) => outbox.recover(accounts),
    putDown: async (now) =>
      synced(db, () => ({
        rows: outbox.putDown(now),
        messages: events.putDown(),
        until: events.latest(),
      })),
    prune: (old) =>
      shrink(db, [
        events.prune(old.handled),
        outbox.prune(old.handled),
        pruneFacts(old),
        counters.prune(old.now),
        ledger.prune(),
      ]),
    erase: async (erasure) => {
      flush();
      outbox.flush();
      await erase(erasure);
    },
    facts: async (client, kind) => facts.list(client, kind),
    rollups: async (client, range) => rollups.list(client, range),
    rebuildRollups: async (client, { check }) => {
      flush();
      return rebuild.one(client, check);
    },
    counts: async (of) => countsOf(outbox.counts(of?.accounts), events.counts(of?.accounts)),
    countsByClient: async () => countsByClient(outbox.countsByClient()),
    saveVersion: async (client, hash, content, by, now) =>
      void facts.saveVersion(client, hash, content, by, now),
    version: async (client, hash) => facts.version(client, hash),
    backUp: (to, alive) => copyInUse(db, to, alive),
    close: async () => {
      flush();
      outbox.flush();
      disconnect(db);
    },
  };
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
