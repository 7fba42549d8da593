import type { Deps } from "../../engine/feature.js";
import { isOn } from "../../engine/operators-rows.js";

type OnDeps = Pick<Deps, "store" | "playbooks">;

/** The clients that have groups on an account. */
export async function clientsOn(deps: OnDeps, account: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const client of deps.playbooks.clients())
    if (await isOn(deps, client, account)) found.push(client);
  return found;
}
