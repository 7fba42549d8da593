import type { Instant } from "../../core/event.js";
import { afterMoves, type PoolGroup } from "../../domain/group/seats.js";
import { compiledFor } from "../../engine/arms.js";
import type { Deps } from "../../engine/feature.js";
import type {} from "./records.js";

type GroupsDeps = Pick<Deps, "store" | "playbooks">;

/** A client's groups in all its pools, each with the rules that its own arms give it at an instant. */
export async function clientGroups(
  { store, playbooks }: GroupsDeps,
  client: string,
  at: Instant,
): Promise<readonly PoolGroup[]> {
  const setting = (await store.get(client, "setting", "client"))?.value;
  return (await store.list(client, "group")).flatMap(({ key: id, value: group }) => {
    const compiled = compiledFor(playbooks, client, { groupId: id, setting, at });
    return group.unbound || !compiled ? [] : [{ id, group, rules: compiled.playbook.groups }];
  });
}

/** Those of them to which newcomers are led: all, unless operators have moved a pool to one account. */
export async function poolGroups(
  deps: GroupsDeps,
  client: string,
  at: Instant,
): Promise<readonly PoolGroup[]> {
  const moves = await deps.store.list(client, "pool-move");
  const accounts = new Map(moves.map(({ key, value }) => [key, value.account]));
  return afterMoves(await clientGroups(deps, client, at), accounts);
}
