import { StoreFailure, StoreFenced } from "../../core/errors.js";
import type { OutboxRow, Outcome, Store } from "../../store/port.js";

/** Told of what goes through a store. */
export type Meter = {
  /** Of an account; repeated ones are left out. */
  readonly accepted: (account: string) => void;
  /** By a client's decision, or by none of any client's (`@system`). */
  readonly handled: (client: string) => void;
  readonly setAside: () => void;
  readonly ended: (row: Pick<OutboxRow, "account" | "client">, state: Outcome["state"]) => void;
  /** Whether the store could do what was asked last; told at each change. */
  readonly away: (isAway: boolean) => void;
};

type Verb = (...given: never[]) => Promise<unknown>;
/** Who can write can do all else too; a full disk can be read. */
const WRITES: readonly string[] = ["accept", "commit", "settle", "issue", "enter", "deadLetter"];

/** A store that tells of what goes through it. */
export function countingStore(store: Store, meter: Meter): Store {
  const watched = watching(store, meter.away);
  const claimed = new Map<number, Pick<OutboxRow, "account" | "client">>();
  return {
    ...watched,
    async accept(events, now) {
      const fresh = await watched.accept(events, now);
      for (const { event } of fresh) meter.accepted(event.account);
      return fresh;
    },
    async commit(commit) {
      const result = await watched.commit(commit);
      if (result.ok && commit.handles !== undefined) meter.handled(commit.client);
      return result;
    },
    async deadLetter(seq, why, program) {
      await watched.deadLetter(seq, why, program);
      meter.setAside();
    },
    async claim(claim) {
      const rows = await watched.claim(claim);
      for (const { seq, account, client } of rows) claimed.set(seq, { account, client });
      return rows;
    },
    async settle(of, outcome, now) {
      const its = await watched.settle(of, outcome, now);
      const row = claimed.get(of.seq);
      // Else the row is claimed anew by now, here or elsewhere.
      if (its) claimed.delete(of.seq);
      if (its && row) meter.ended(row, outcome.state);
      return its;
    },
  };
}

/** What failed for the store's sake is over when it succeeds, or when anything was written. */
function watching(store: Store, told: Meter["away"]): Store {
  const failing = new Set<string>();
  let isAway = false;
  const heed = (): void => {
    if (failing.size > 0 === isAway) return;
    isAway = !isAway;
    told(isAway);
  };
  const { walk, sharing, ...verbs } = store;
  const all = Object.entries<Verb>(verbs).map(([name, verb]) => [
    name,
    async (...given: never[]) => {
      try {
        const done = await verb(...given);
        if (WRITES.includes(name)) failing.clear();
        else failing.delete(name);
        return done;
      } catch (error) {
        // Whoever is fenced has a store that works, for another.
        if (error instanceof StoreFailure && !(error instanceof StoreFenced)) failing.add(name);
        throw error;
      } finally {
        heed();
      }
    },
  ]);
  return { ...(Object.fromEntries(all) as typeof verbs), walk, ...(sharing && { sharing }) };
}
