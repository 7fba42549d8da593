import type { OrderEntry } from "../../domain/order/entry.js";
import { viewOf } from "../../domain/order/view.js";
import { compiledFor } from "../../engine/arms.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps, Due, Written } from "../../engine/feature.js";
import type { Change } from "../../store/port.js";
import { entered, pointsFact, pointsOf, rateOf } from "./ledger.js";
import type { PointsEntry, Rate } from "./records.js";

/** So often an order is looked at again that is owed points which the playbook doesn't have at the moment. */
const OWED_AGAIN_MS = 3_600_000;

/**
 * Wherever an order of a member is written, what it gives is looked at next: it is due at once. Without
 * points a new order gives nothing, but what an earlier one gave may have to be taken back.
 */
export function lookAtPoints({ key, value, rev, playbook }: Written<"order">): readonly Change[] {
  const promised = playbook.points !== undefined;
  if (value.member === undefined || (rev === 0 && !promised)) return [];
  return [{ op: "put", kind: "points-due", key, value: { order: key, promised }, due: 0 }];
}

/**
 * Brings what an order gave to what it gives as it now stands: more is given, what was given back or is
 * another member's is taken. Done twice it changes nothing, so a process may die at any point.
 */
export async function bookOrderPoints(deps: Deps, { client, key }: Due<"points-due">) {
  const { store, playbooks, clock } = deps;
  await commitWithRetry(store, async () => {
    const due = await store.get(client, "points-due", key);
    if (due?.due === undefined) return undefined;
    const playbook = playbooks.current(client)?.playbook;
    const order = (await store.get(client, "order", key))?.value;
    const before = await store.get(client, "points-order", key);
    // Without the due time it stays where it is; a newer look puts it there again, and this commit fails.
    const looked: Change = { op: "put", kind: "points-due", key, value: due.value, rev: due.rev };
    const nothing = { client, changes: [looked], outbox: [], facts: [] };
    if (!playbook || order?.member === undefined) return nothing;
    const { member } = order;
    const was = before?.value;
    if (!playbook.points && !was) {
      if (!due.value.promised) return nothing;
      return { ...nothing, changes: [{ ...looked, due: clock.now() + OWED_AGAIN_MS }] };
    }
    const kept = was?.member === member || !playbook.points ? was?.rate : undefined;
    const rate = kept ?? (await rateNow(deps, client, order));
    const given = pointsOf(order, rate ?? { every: 0, give: 0 });
    if (was?.member === member && was.given === given && was.rate === rate) return nothing;
    if (!was && !rate && given === 0) return nothing;
    const noted = { member, given, ...(rate ? { rate } : {}) };
    const moves = new Map<string, number>([[member, given]]);
    if (was) moves.set(was.member, (moves.get(was.member) ?? 0) - was.given);
    const changes: Change[] = [
      looked,
      { op: "put", kind: "points-order", key, value: noted, rev: before?.rev ?? 0 },
    ];
    const facts = [];
    for (const [whose, by] of moves) {
      if (by === 0) continue;
      const at = clock.now();
      const entry: PointsEntry = { at, by, why: by > 0 ? "order" : "refund", of: key };
      const stored = await store.get(client, "points", whose);
      const value = entered(stored?.value, entry);
      changes.push({ op: "put", kind: "points", key: whose, value, rev: stored?.rev ?? 0 });
      const group = order.counted?.group;
      facts.push(pointsFact(entry, { member: whose, group, zone: playbook.timezone }));
    }
    return { client, changes, outbox: [], facts };
  });
}

/** The rate of the group that a paid order counts for, with the arms of when it was paid. */
async function rateNow(
  { store, playbooks, clock }: Deps,
  client: string,
  { counted, record }: OrderEntry,
): Promise<Rate | undefined> {
  if (!counted) return undefined;
  const setting = (await store.get(client, "setting", "client"))?.value;
  const at = viewOf(record)?.paidAt ?? clock.now();
  const compiled = compiledFor(playbooks, client, { groupId: counted.group, setting, at });
  return compiled && rateOf(compiled.playbook.points, compiled.playbook.currency);
}
