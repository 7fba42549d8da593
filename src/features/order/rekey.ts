import { phoneKey } from "../../domain/order/match.js";
import type { OrderIds } from "../../domain/order/order.js";
import { rekeyingOf } from "../../domain/order/rekey.js";
import type { Change, Store } from "../../store/port.js";
import type {} from "./records.js";

/** Has the phones that orders tell be known by their new hashes alone, whosever they are. */
export async function rekeyIdentities(
  store: Store,
  client: string,
  told: readonly (OrderIds | undefined)[],
): Promise<void> {
  const pairs = new Map<string, string>();
  for (const ids of told) {
    const rekeying = ids && rekeyingOf(ids);
    if (rekeying) pairs.set(phoneKey(rekeying.from), phoneKey(rekeying.to));
  }
  if (pairs.size === 0) return;
  const known = await store.find(client, "identity", [...pairs.keys()]);
  if (known.size === 0) return;
  const there = await store.find(client, "identity", [...pairs.values()]);
  const changes: Change[] = [];
  for (const [key, { value }] of known) {
    const to = pairs.get(key) ?? "";
    // What an operator has said since stands.
    if (!there.has(to)) changes.push({ op: "put", kind: "identity", key: to, value });
    changes.push({ op: "remove", kind: "identity", key });
  }
  await store.commit({ client, changes, outbox: [], facts: [] });
}
