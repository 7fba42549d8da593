import type { Event, Instant } from "../core/event.js";
import type { LedgerEntry } from "../core/ledger-entry.js";
import type { NewRow, Rank } from "./port.js";

/** All that a store holds, in a form of no adapter's own. Texts are as they were written. */
export type Archived = {
  readonly versions: {
    readonly client: string;
    readonly hash: string;
    readonly content: string;
    readonly by: string;
    readonly saved: Instant;
  };
  readonly records: {
    readonly client: string;
    readonly kind: string;
    readonly key: string;
    readonly rev: number;
    readonly owner?: string;
    readonly due?: Instant;
    readonly look?: Instant;
    readonly value: string;
  };
  readonly counters: {
    readonly client: string;
    readonly name: string;
    readonly value: number;
    /** Absent for one that is kept for ever. */
    readonly until?: Instant;
  };
  readonly facts: {
    readonly seq: number;
    readonly client: string;
    readonly kind: string;
    readonly body: string;
  };
  readonly rollups: {
    readonly client: string;
    readonly day: string;
    readonly group: string;
    readonly sums: Readonly<Record<string, number>>;
    readonly sealed: boolean;
  };
  readonly events: {
    readonly seq: number;
    readonly platform: string;
    readonly account: string;
    readonly id: string;
    readonly accepted: Instant;
    readonly state: "open" | "dead" | "handled";
    /** Absent once it is handled; so are the next two. */
    readonly event?: Event;
    readonly why?: string;
    readonly program?: string;
  };
  readonly outbox: Omit<NewRow, "account"> & {
    readonly seq: number;
    readonly client: string;
    readonly account: string;
    readonly rank: Rank;
    readonly state: "waiting" | "sending" | "sent" | "failed" | "skipped" | "expired";
    readonly tries: number;
    readonly uncertain: boolean;
    readonly issued: boolean;
    readonly settled?: Instant;
    /** What it waits for, or why it ended as it did. */
    readonly why?: string;
    /** Of what was sent. */
    readonly receipt?: object;
  };
  readonly ledger: LedgerEntry & {
    readonly seq: number;
    readonly account: string;
    /** The row that did it, and which try of it. */
    readonly of?: number;
    readonly try: number;
  };
  /** By which tally the rollups were made. */
  readonly tally: { readonly version: number };
};

export type Part = keyof Archived;
/** In the order in which they are copied. */
export const PARTS: readonly Part[] = [
  ...(["versions", "records", "counters", "facts", "rollups"] as const),
  ...(["events", "outbox", "ledger", "tally"] as const),
];

/** Where a reading of one part goes on, by the adapter's own order. */
export type Place = string;
/** How far a copy has come. */
export type Progress = { readonly from: string; readonly part: Part; readonly after?: Place };
export type Page<P extends Part> = {
  readonly entries: readonly Archived[P][];
  /** Absent behind the last one. */
  readonly next?: Place;
};

/** A store as something to be read and filled as a whole, while nothing else uses it. */
export type Archive = {
  /** What it is called, without what is secret in its address. */
  readonly where: string;
  read<P extends Part>(part: P, after?: Place): Promise<Page<P>>;
  /** What is there under the same names is replaced. */
  write<P extends Part>(part: P, entries: readonly Archived[P][]): Promise<void>;
  /** How far a copy into it has come that has not ended. Until then no bot can open it. */
  progress(): Promise<Progress | undefined>;
  /** Notes it; undefined when the copy has ended. */
  note(progress: Progress | undefined): Promise<void>;
  close(): Promise<void>;
};
