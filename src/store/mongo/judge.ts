import type { Change, Commit, CommitResult } from "../port.js";
import { idOf } from "./names.js";

export type Judged = { readonly commit: Commit; readonly event?: string | undefined };
/** How things stand: which events are to be handled, records at which revision, counters at which value. */
export type Standing = {
  readonly open: ReadonlySet<string>;
  readonly revs: ReadonlyMap<string, number>;
  readonly values: ReadonlyMap<string, number>;
};
export type Verdict = {
  readonly result: CommitResult;
  /** False where nothing is to be written: it is refused, or its event was handled before. */
  readonly writes: boolean;
};
type Refused = Extract<CommitResult, { ok: false }>;

/** Which of several decisions stand, one after the other, each upon those before it. */
export function judge(batch: readonly Judged[], standing: Standing): readonly Verdict[] {
  const open = new Set(standing.open);
  const revs = new Map(standing.revs);
  const values = new Map(standing.values);
  return batch.map(({ commit, event }) => {
    if (event !== undefined && !open.has(event)) return { result: { ok: true }, writes: false };
    const own = { revs: new Map<string, number>(), values: new Map<string, number>() };
    for (const change of commit.changes) {
      const refused = apply(commit.client, change, {
        ...{
          revs: (id) => own.revs.get(id) ?? revs.get(id) ?? 0,
          setRev: own.revs.set.bind(own.revs),
        },
        value: (id) => own.values.get(id) ?? values.get(id),
        setValue: own.values.set.bind(own.values),
      });
      if (refused) return { result: refused, writes: false };
    }
    for (const [id, rev] of own.revs) revs.set(id, rev);
    for (const [id, value] of own.values) values.set(id, value);
    if (event !== undefined) open.delete(event);
    return { result: { ok: true }, writes: true };
  });
}

type Book = {
  readonly revs: (id: string) => number;
  readonly setRev: (id: string, rev: number) => void;
  readonly value: (id: string) => number | undefined;
  readonly setValue: (id: string, value: number) => void;
};

function apply(client: string, change: Change, book: Book): Refused | undefined {
  switch (change.op) {
    case "put": {
      const id = idOf(client, change.kind, change.key);
      const rev = book.revs(id);
      if (change.rev !== undefined && change.rev !== rev)
        return { ok: false, why: "stale", key: change.key, rev };
      book.setRev(id, rev + 1);
      return undefined;
    }
    case "remove":
      book.setRev(idOf(client, change.kind, change.key), 0);
      return undefined;
    case "add": {
      const { counter, by, limit = Number.POSITIVE_INFINITY } = change;
      const id = idOf(client, counter);
      const before = book.value(id);
      if (before === undefined && by < 0) return undefined;
      const value = Math.max(0, (before ?? 0) + by);
      if (by > 0 && value > limit) return { ok: false, why: "limit", key: counter };
      book.setValue(id, value);
      return undefined;
    }
  }
}
