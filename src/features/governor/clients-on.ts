import type { Deps } from "../../engine/feature.js";

type OnDeps = Pick<Deps, "store" | "playbooks">;
type Stores = Pick<Deps, "store">;

/** Whether a client has a group on an account. */
export async function isOn({ store }: Stores, client: string, account: string): Promise<boolean> {
  const groups = await store.list(client, "group");
  return groups.some(({ value }) => value.account === account && !value.unbound);
}

/** The clients that have groups on an account. */
export async function clientsOn(deps: OnDeps, account: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const client of deps.playbooks.clients())
    if (await isOn(deps, client, account)) found.push(client);
  return found;
}
