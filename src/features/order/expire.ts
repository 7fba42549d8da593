import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps } from "../../engine/feature.js";
import {
  codesOf,
  counterChanges,
  couponChanges,
  couponsNamed,
  dueOf,
  release,
} from "./redemption.js";

type ExpireDeps = Pick<Deps, "store" | "clock">;

/** Gives back what an order holds that was not paid in time; its record says when. */
export async function expireOrder(
  deps: ExpireDeps,
  of: { client: string; key: string },
): Promise<void> {
  const { store, clock } = deps;
  const { client, key } = of;
  await commitWithRetry(store, async () => {
    const known = await store.get(client, "order", key);
    const before = known?.value.booking;
    const now = clock.now();
    if (!known || !before || (dueOf(before) ?? now + 1) > now) return undefined;
    const turn = { order: key, before, after: release(before) };
    const value = { ...known.value, booking: turn.after };
    const { member } = value;
    const who = member === undefined ? {} : { member };
    const owner = member === undefined ? {} : { owner: member };
    return {
      client,
      changes: [
        { op: "put", kind: "order", key, value, rev: known.rev, ...owner },
        ...counterChanges(turn),
        ...couponChanges(turn, await couponsNamed(store, client, codesOf(before))),
      ],
      outbox: [],
      facts: [{ kind: "unreserved", at: now, data: { order: key, why: "lapsed" }, ...who }],
    };
  });
}
