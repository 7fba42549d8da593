import type { Instant } from "../../core/event.js";
import { afterMoves, type PoolGroup } from "../../domain/group/seats.js";
import type { Deps } from "../../engine/feature.js";
import { clientGroups } from "../group/pool-groups.js";
import type { PoolMove } from "../group/records.js";
import type { EntryPicture } from "./records.js";

/** A pool, with all that its way in depends on but pauses of the whole. */
export type PoolNow = {
  readonly pool: string;
  readonly now: Instant;
  /** To which newcomers are led; and all that the pool has. */
  readonly groups: readonly PoolGroup[];
  readonly all: readonly PoolGroup[];
  readonly pictures: ReadonlyMap<string, EntryPicture>;
  readonly move: PoolMove | undefined;
};

/** Loads a pool as it is now. */
export async function poolNow(
  deps: Pick<Deps, "store" | "playbooks" | "clock">,
  client: string,
  pool: string,
): Promise<PoolNow> {
  const now = deps.clock.now();
  const all = (await clientGroups(deps, client, now)).filter(({ group }) => group.pool === pool);
  const ids = all.map(({ id }) => id);
  const [found, moved] = await Promise.all([
    deps.store.find(client, "entry-picture", ids),
    deps.store.get(client, "pool-move", pool),
  ]);
  const move = moved?.value;
  const groups = afterMoves(all, new Map(move ? [[pool, move.account]] : []));
  const pictures = new Map([...found].map(([key, { value }]) => [key, value]));
  return { pool, now, groups, all, pictures, move };
}
