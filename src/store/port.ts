import type { Action, Receipt } from "../core/action.js";
import type { Event, Instant } from "../core/event.js";
import type { Fact } from "../core/fact.js";
import type { LedgerEntry } from "../core/ledger-entry.js";
import type { RecordKind, Records } from "../core/record.js";
import type { Rollup } from "../core/rollup.js";
import type { Counts, RowCounts } from "./counts.js";
import type { Erasure, RowSeen } from "./erasure.js";
import type { Old } from "./old.js";
import type { Owned } from "./owned.js";
import type { Rebuilt, RollupRange } from "./rebuilt.js";
import type { Sharing } from "./sharing.js";

/** The owner of records that belong to no client (bindings). */
export const SYSTEM = "@system";

/** A stored record. `due` is when the scheduler must look at it. */
export type Stored<K extends RecordKind = RecordKind> = {
  readonly kind: K;
  readonly key: string;
  readonly rev: number;
  readonly due?: Instant;
  readonly value: Records[K];
};

/** `rev` makes a put conditional: 0 means "not there yet", n means "as I read it". */
type Put<K extends RecordKind> = {
  readonly op: "put";
  readonly kind: K;
  readonly key: string;
  readonly value: Records[K];
  /** Index for `list`: all records of one group or one owner. */
  readonly owner?: string;
  readonly due?: Instant;
  readonly rev?: number;
};
/**
 * A counter that never passes its limit: the whole commit fails when it would. Nor is it ever below zero: what is
 * given back to one that is forgotten is nothing.
 */
type Add = {
  readonly op: "add";
  readonly counter: string;
  readonly by: number;
  readonly limit?: number;
  /** When it is forgotten, the latest that was named; one that was begun without this is kept for ever. */
  readonly until?: Instant | undefined;
};
export type Change =
  | { [K in RecordKind]: Put<K> }[RecordKind]
  | { readonly op: "remove"; readonly kind: RecordKind; readonly key: string }
  | Add;

/**
 * A command's answer or an effect; an answer; a greeting and the like; an answer to somebody who had a few
 * lately; one to somebody who had many, or to many at once; what nobody asked for.
 */
export type Rank = 0 | 1 | 2 | 3 | 4 | 5;

export type NewRow = {
  /** A second row with this key is dropped silently. */
  readonly key: string;
  readonly action: Action;
  readonly account: string;
  /** What its decision took for now: a clock that shows less was put back, and `due` and `expires` go with it. */
  readonly made: Instant;
  readonly due: Instant;
  /** Dropped when it could not leave by then. */
  readonly expires: Instant;
  /** Not an answer to anything a person did: quiet hours and opt-out hold it. */
  readonly unasked: boolean;
  /** Which of a chat's due rows goes first. */
  readonly rank: Rank;
  readonly onUncertain: "skip" | "resend";
  readonly group?: string;
  readonly version?: string;
  /** Who decided it looks at how it ends, and tells of it. */
  readonly watched?: true;
};
export type OutboxRow = NewRow & {
  readonly seq: number;
  readonly client: string;
  readonly tries: number;
  /** It was issued when the process died, or its answer was lost. */
  readonly uncertain: boolean;
};

export type Commit = {
  readonly client: string;
  /** The accepted event that this commit settles. */
  readonly handles?: number;
  readonly changes: readonly Change[];
  readonly outbox: readonly NewRow[];
  readonly facts: readonly Fact[];
};
export type CommitResult =
  | { readonly ok: true }
  /** `rev`: what the record is at now; 0 when it isn't there. */
  | { readonly ok: false; readonly why: "stale"; readonly key: string; readonly rev: number }
  | { readonly ok: false; readonly why: "limit"; readonly key: string };

/** An event of the inbox; `deadLetter` says why no handler could digest it. */
export type Accepted = {
  readonly seq: number;
  readonly event: Event;
  readonly deadLetter?: string;
};

/** Whose a claimed row is: each claim of a row raises `tries`. */
export type Claimed = Pick<OutboxRow, "seq" | "tries">;

/**
 * How a claimed row ended. `later` puts it back, under another chat id where the chat has moved; `uncertain` marks it
 * for `onUncertain`, `unsent` says that it certainly has not left, `why` is what it waits for.
 */
export type Outcome =
  | { readonly state: "sent"; readonly receipt: Receipt }
  | { readonly state: "failed" | "skipped" | "expired"; readonly why: string }
  | {
      readonly state: "later";
      readonly due: Instant;
      readonly uncertain?: boolean;
      readonly chat?: string;
      readonly unsent?: true;
      readonly why?: string;
    };

/** A row that waits, as far as planning needs it. */
export type Waiting = Pick<OutboxRow, "client" | "due" | "expires" | "unasked" | "rank"> & {
  readonly kind: Action["kind"];
  readonly to: Action["to"];
  readonly text?: string;
  /** What it waits for, where it was put back for that. */
  readonly why?: string;
};

/** How far a row has come; one under way is still waiting. */
export type Ended = {
  readonly state: "waiting" | "sent" | "failed" | "skipped" | "expired";
  readonly why?: string;
};

export type { Erasure, Old, Owned, RowCounts, RowSeen };

type Accounts = Pick<Owned, "accounts">;

/** How many rows and messages were put down; `until` is when the last event was taken in. */
type PutDown = {
  readonly rows: number;
  readonly messages: number;
  readonly until: Instant | undefined;
};

export interface Store {
  /** Where several processes may use the store at once. */
  readonly sharing?: Sharing;
  /**
   * Takes the work for those of these accounts and clients that no process has which is there: of whoever had them
   * before, each later write for them fails with STORE_FENCED. @returns those that this process has now
   */
  own(of: Owned): Promise<Owned>;
  /**
   * Stores the events of one poll with one sync to disk. Once one is handled, only its id is kept.
   * @returns the new ones; repeated ids are left out.
   */
  accept(events: readonly Event[], now: Instant): Promise<readonly Accepted[]>;
  /** The id of an account's event that was accepted last, of those whose id begins with `prefix`. */
  lastEvent(account: string, prefix: string): Promise<string | undefined>;
  /** Accepted by these accounts, neither handled nor a dead letter, oldest first. */
  unhandled(of: Accounts): Promise<readonly Accepted[]>;
  /** Makes a dead letter of an event that no handler of this version of the program could digest. */
  deadLetter(seq: number, why: string, program?: string): Promise<void>;
  deadLetters(of: Accounts): Promise<readonly Accepted[]>;
  /** Takes a dead letter up again. @returns it, or undefined when it is none. */
  revive(seq: number): Promise<Accepted | undefined>;
  /** Takes up again the dead letters that another version of the program made. @returns how many. */
  reviveOlder(of: Accounts, program: string): Promise<number>;
  get<K extends RecordKind>(client: string, kind: K, key: string): Promise<Stored<K> | undefined>;
  /** Those of the named records that there are, by key; one call for what a batch has to look up. */
  find<K extends RecordKind>(
    client: string,
    kind: K,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Stored<K>>>;
  /** Records of a kind, by key order; of one owner when given, the first `limit` when given. */
  list<K extends RecordKind>(
    client: string,
    kind: K,
    owner?: string,
    limit?: number,
  ): Promise<readonly Stored<K>[]>;
  /** All records of a kind, by key order, a page at a time: for those that may be a million. */
  walk<K extends RecordKind>(client: string, kind: K): AsyncIterable<Stored<K>>;
  counter(client: string, counter: string): Promise<number>;
  /** All or nothing, what its facts add to the rollups included; the store was opened with the Tally that says so. */
  commit(commit: Commit): Promise<CommitResult>;
  /**
   * Records of these clients whose `due` has come and that are not postponed: at most `limit` of each
   * client, its earliest first, the clients by turns, so that none waits behind another's.
   */
  due(of: {
    readonly clients: readonly string[];
    readonly now: Instant;
    readonly limit: number;
  }): Promise<readonly (Stored & { readonly client: string })[]>;
  /** Keeps a record as it is and out of `due` until then, unless it has changed since it was read. */
  postpone(client: string, record: Stored, until: Instant): Promise<void>;
  /** The earliest instant at which a record of the clients, or a row of the accounts, is due. */
  nextDue(of: Owned): Promise<Instant | undefined>;
  /**
   * Takes up to `limit` due rows of the account for sending: by rank; of one rank the client's that has the fewest
   * under way; then by due and age. At most one row per chat, none for a chat that has a row under way or is in `busy`.
   */
  claim(claim: {
    readonly account: string;
    readonly now: Instant;
    /** The process's own milliseconds, by which leases run: the clock may jump. */
    readonly monotonic: number;
    readonly limit: number;
    readonly leaseMs: number;
    readonly busy: readonly string[];
    /** Of these ranks only, where others must wait; else of any. */
    readonly ranks?: readonly Rank[];
  }): Promise<readonly OutboxRow[]>;
  /**
   * Puts the due rows of an account that have these ranks off until an instant, and says why: at most until each
   * would expire, so that whoever looks at it hears of that. @returns how many
   */
  putOff(rows: {
    readonly account: string;
    readonly ranks: readonly Rank[];
    readonly now: Instant;
    readonly until: Instant;
    readonly why: string;
  }): Promise<number>;
  /** The rows of an account that wait, by their due times: the first `limit`. */
  waiting(account: string, limit: number): Promise<readonly Waiting[]>;
  /**
   * Marks a claimed row as being sent, on disk before it returns: from now on nobody knows whether it has
   * left, until it is settled. Its entry in the account's ledger is on disk with it.
   * @returns false when the claim had ended, or the row is another's by now: it must not be sent.
   */
  issue(claimed: Claimed, entry?: { account: string } & LedgerEntry): Promise<boolean>;
  /** Enters what an account does without a row, such as looking something up. */
  enter(account: string, entry: LedgerEntry): Promise<void>;
  /** What an account did after an instant of its ledger's clock, oldest first. Two days of it are kept. */
  ledger(account: string, after: Instant): Promise<readonly LedgerEntry[]>;
  /**
   * Ends a claim. One whose lease ran out may still be ended, until the row is claimed anew. What is `unsent` goes
   * out of the ledger.
   * @returns false when the claim had ended, or the row is another's by now: nothing has changed.
   */
  settle(claimed: Claimed, outcome: Outcome, now: Instant): Promise<boolean>;
  /** How far the rows with these keys have come, by key; those that were never there, or are forgotten, are missing. */
  outcomes(client: string, keys: readonly string[]): Promise<ReadonlyMap<string, Ended>>;
  /** Rows of these accounts that a dead process had claimed are due again, uncertain where they were issued. @returns how many. */
  recover(of: Accounts): Promise<number>;
  /**
   * For an older copy: what it still has to send or to answer has most likely been sent and answered since. Its
   * rows end as skipped, its messages as handled; joins, leaves and orders stay to be handled.
   */
  putDown(now: Instant): Promise<PutDown>;
  /** Forgets handled events, ended rows, facts and counters that are old, by and by; what facts added to the rollups stays. */
  prune(old: Old): Promise<void>;
  /** Does away with what an erasure says, by and by; done twice it is done once. Of a file no byte of it is left. */
  erase(erasure: Erasure): Promise<void>;
  facts(client: string, kind?: string): Promise<readonly Fact[]>;
  /** By day, then by group; what it costs does not depend on how many facts there are. */
  rollups(client: string, range: RollupRange): Promise<readonly Rollup[]>;
  /**
   * Adds a client's facts up again, in bounded memory, and compares, where no fact has been forgotten.
   * Unless it is only to `check`, what the facts say then replaces those rollups, all at once.
   */
  rebuildRollups(client: string, how: { readonly check: boolean }): Promise<Rebuilt>;
  /** How many events and rows are in which state; without accounts, of all that there are. */
  counts(of?: Accounts): Promise<Counts>;
  /** How many rows of each client are in which state; clients without any are missing. */
  countsByClient(): Promise<ReadonlyMap<string, RowCounts>>;
  /** Playbook versions: content by hash. */
  saveVersion(
    client: string,
    hash: string,
    content: string,
    by: string,
    now: Instant,
  ): Promise<void>;
  version(client: string, hash: string): Promise<string | undefined>;
  /**
   * Where the store is a file: copies it while it is in use, as it is when the copy ends.
   * @param alive called between the pieces; what it throws ends the copy
   * @returns how many rows each table had at that moment @throws OutputFailure where it can't be put there
   */
  readonly backUp?: (to: string, alive: () => void) => Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}
