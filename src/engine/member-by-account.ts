import type { Store } from "../store/port.js";

/** The key of the member with this account id on any platform; undefined when nobody, or two, have it. */
export async function memberByAccount(
  store: Store,
  client: string,
  user: string,
): Promise<string | undefined> {
  const members = await store.list(client, "member");
  const found = members.filter(({ value }) => value.user === user);
  return found.length === 1 ? found[0]?.key : undefined;
}
