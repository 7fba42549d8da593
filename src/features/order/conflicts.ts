import { matchMember } from "../../domain/order/match.js";
import { idsOf } from "../../domain/order/view.js";
import type { Store } from "../../store/port.js";
import { findOwners, UNMATCHED } from "./owner.js";

/** As many as anybody looks through. */
const MOST = 200;

/** Orders that are nobody's because their ids name several members, with these. */
export async function conflicts(
  store: Store,
  client: string,
): Promise<readonly { readonly order: string; readonly members: readonly string[] }[]> {
  const orders = await store.list(client, "order", UNMATCHED, MOST);
  const owners = await findOwners(
    store,
    client,
    orders.map(({ value }) => idsOf(value.record)),
  );
  return orders.flatMap(({ key: order, value: { record } }) => {
    const match = matchMember(idsOf(record), owners);
    return match.kind === "conflict" ? [{ order, members: match.members }] : [];
  });
}
