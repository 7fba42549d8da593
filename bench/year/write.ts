import { DONE_MS } from "../../dist/engine/retention.js";
import type { Commit, Store } from "../../dist/store/port.js";
import {
  ACCOUNT,
  AGENCY,
  clientOf,
  factOf,
  GROUPS,
  groupOf,
  hourOf,
  rowOf,
  WRITTEN,
} from "./agency.js";

const HOUR_MS = 3_600_000;

/** Counts members, and every other day gives each group the arm of a running experiment. */
export async function openDay(store: Store, at: number): Promise<void> {
  const block = Math.floor(at / (48 * HOUR_MS));
  for (let n = 0; n < WRITTEN; n++) {
    const facts = GROUPS.filter(({ client }) => client === clientOf(n)).flatMap((group) => {
      const fact = factOf(group, undefined, at);
      const arm = { run: "persona-659efab3bed6", block, arm: "village", propensity: 0.5 };
      const assigned = at % (48 * HOUR_MS) === 0 ? [fact("assigned", arm)] : [];
      return [fact("day_opened", { members: AGENCY.members }), ...assigned];
    });
    await store.commit({ client: clientOf(n), changes: [], outbox: [], facts });
  }
}

/** All that is heard, said and bought within an hour. @returns how many events were heard and messages sent. */
export async function liveAnHour(store: Store, from: number) {
  const all = GROUPS.flatMap((group) => hourOf(group, from));
  const byId = new Map(all.map(({ event, commit }) => [event.id, commit]));
  const fresh = await store.accept([...all.map(({ event }) => event)], from);
  const commits = fresh.flatMap(({ seq, event }): Commit[] => {
    const commit = byId.get(event.id);
    return commit ? [{ ...commit, handles: seq }] : [];
  });
  const posts = (from / HOUR_MS) % 12 === 0 ? GROUPS.map((group) => postTo(group, from)) : [];
  const done = await Promise.all([...commits, ...posts].map((one) => store.commit(one)));
  if (fresh.length < all.length || done.some(({ ok }) => !ok))
    throw new Error("not all was stored");
  return { events: fresh.length, sent: await sendAll(store, from + HOUR_MS) };
}

/** Said at a set time to a group, once. */
function postTo(group: (typeof GROUPS)[number], slot: number): Commit {
  const once = `schedule:noon:${slot}:${group.id}`;
  const said = { line: "noon", persona: "village-girl", unasked: true, promo: "main" };
  return {
    client: group.client,
    changes: [
      { op: "add", counter: once, by: 1, limit: 1, until: slot + DONE_MS },
      groupOf(group, slot),
    ],
    outbox: [rowOf(group, `${once}:0`, slot, true)],
    facts: [factOf(group, undefined, slot)("said_line", said)],
  };
}

async function sendAll(store: Store, now: number): Promise<number> {
  for (let sent = 0; ; ) {
    const claim = {
      account: ACCOUNT,
      now,
      monotonic: now,
      limit: 1_000,
      leaseMs: HOUR_MS,
      busy: [],
    };
    const rows = await store.claim(claim);
    if (rows.length === 0) return sent;
    const receipt = { messageId: "700000001" };
    for (const row of rows) await store.settle(row, { state: "sent", receipt }, now);
    sent += rows.length;
  }
}
