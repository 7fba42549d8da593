import type { MessageEvent } from "../../src/core/event.js";
import type { Tally } from "../../src/core/rollup.js";
import type { MemberRecord } from "../../src/engine/records.js";
import type { Change, Commit, NewRow, Old, Store } from "../../src/store/port.js";

/** A Monday at noon. */
export const NOW = 1_700_000_000_000;

export function message(id: string, over: Partial<MessageEvent> = {}): MessageEvent {
  return {
    kind: "message",
    id,
    platform: "telegram",
    account: "bot",
    at: NOW,
    place: { platform: "telegram", chat: "g1", direct: false },
    person: { user: "u1", name: "小红" },
    text: "在吗",
    messageId: id,
    toBot: false,
    ...over,
  };
}

/** The accounts and clients of the samples. */
export const OURS = { accounts: ["bot"], clients: ["a", "b"] };

export function row(key: string, chat = "g1", over: Partial<NewRow> = {}): NewRow {
  const to = { platform: "telegram", chat, direct: false };
  return {
    key,
    action: { kind: "send_text", to, text: key },
    account: "bot",
    made: NOW - 60_000,
    due: NOW,
    expires: NOW + 60_000,
    unasked: false,
    rank: over.unasked ? 5 : 1,
    onUncertain: "resend",
    ...over,
  };
}

export function member(name: string): MemberRecord {
  const none = {};
  return {
    platform: "telegram",
    user: "u1",
    name,
    tags: [],
    saved: none,
    cooldowns: none,
    unasked: [],
    scripts: none,
  };
}

type PutMember = Extract<Change, { op: "put"; kind: "member" }>;

export function putMember(key: string, over: Partial<PutMember> = {}): Change {
  return { op: "put", kind: "member", key, value: member(key), ...over };
}

export function commitOf(parts: Partial<Commit>): Commit {
  return { client: "a", changes: [], outbox: [], facts: [], ...parts };
}

export function claimOf(over: Partial<Parameters<Store["claim"]>[0]> = {}) {
  const now = over.now ?? NOW;
  return { account: "bot", now, monotonic: now, limit: 10, leaseMs: 1_000, busy: [], ...over };
}

/** Everything from before an instant is old, but facts of the kinds to keep. */
export const oldAt = (at: number, keep: readonly string[] = []): Old => ({
  handled: at,
  facts: at,
  now: at,
  keep,
});

export function keys(rows: readonly { readonly key: string }[]): string[] {
  return rows.map(({ key }) => key);
}

/** Counts facts by their kind; one kind it can't count. */
export const samplesTally: Tally = {
  version: 1,
  of(_client, { kind, group, day }) {
    if (kind === "unthinkable") throw new Error(kind);
    return group && day ? { group, day, sums: { [kind]: 1 } } : undefined;
  },
};
