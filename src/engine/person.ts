import { accountsOf } from "../domain/person/edges.js";
import type { Store } from "../store/port.js";

/** The other accounts of a member's person, by their members' keys; most have none. */
export async function othersOf(
  store: Pick<Store, "get">,
  client: string,
  member: string,
): Promise<readonly string[]> {
  const edges = (await store.get(client, "person", member))?.value.edges ?? [];
  return accountsOf(edges, member).filter((one) => one !== member);
}
