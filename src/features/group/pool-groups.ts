import type { Instant } from "../../core/event.js";
import type { PoolGroup } from "../../domain/group/seats.js";
import { compiledFor } from "../../engine/arms.js";
import type { Deps } from "../../engine/feature.js";

/** A client's groups in all its pools, each with the rules that its own arms give it at an instant. */
export async function poolGroups(
  { store, playbooks }: Pick<Deps, "store" | "playbooks">,
  client: string,
  at: Instant,
): Promise<readonly PoolGroup[]> {
  const setting = (await store.get(client, "setting", "client"))?.value;
  return (await store.list(client, "group")).flatMap(({ key: id, value: group }) => {
    const compiled = compiledFor(playbooks, client, { groupId: id, setting, at });
    return group.unbound || !compiled ? [] : [{ id, group, rules: compiled.playbook.groups }];
  });
}
