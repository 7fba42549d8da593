import type { Instant } from "../../core/event.js";
import { freeSeats, usableGroups } from "../../domain/group/seats.js";
import { type Asked, doorOf, type WayIn, wayIn } from "./way-in.js";

/** What is known of a pool, pauses of the whole bot or client left out: they end before an account speaks again. */
type PoolAsked = Omit<Asked, "paused">;

/** Where newcomers are led; group and account are "" where that is nowhere. */
export type Lead = {
  readonly state: WayIn["state"];
  readonly group: string;
  readonly account: string;
};

/** To which group of which account the entry of a pool leads. */
export function leadOf(asked: PoolAsked): Lead {
  const way = wayIn({ ...asked, paused: false });
  const led = way.by && asked.groups.find(({ id }) => id === way.id);
  return { state: way.state, group: led?.group.title ?? "", account: led?.group.account ?? "" };
}

/** Whether a pool's groups on one account can take newcomers. */
export type AccountWay = {
  readonly account: string;
  /** `silent`: its breaker is open. `off`: it doesn't run here. */
  readonly state: WayIn["state"] | "silent" | "off";
  /** Which comes first where it is open; else "". */
  readonly group: string;
  /** Free seats of the groups by which people can come in. */
  readonly seats: number;
};

type AccountsAsked = PoolAsked & {
  /** Until when accounts keep silent. */
  readonly silent: ReadonlyMap<string, Instant>;
  readonly running: ReadonlySet<string>;
};

/** The accounts on which a pool has groups, in the pool's order, and how newcomers would come in there. */
export function accountWays({ silent, running, ...asked }: AccountsAsked): readonly AccountWay[] {
  const inOrder = asked.groups
    .filter(({ group }) => group.pool === asked.pool)
    .sort((a, b) => a.group.n - b.group.n);
  return [...new Set(inOrder.map(({ group }) => group.account))].map((account) => {
    const own = { ...asked, groups: inOrder.filter(({ group }) => group.account === account) };
    const { state, group } = leadOf(own);
    if (!running.has(account)) return { account, state: "off", group: "", seats: 0 };
    if (silent.has(account)) return { account, state: "silent", group: "", seats: 0 };
    return state === "open"
      ? { account, state, group, seats: seatsOf(own) }
      : { account, state, group: "", seats: 0 };
  });
}

const seatsOf = ({ pool, groups, pictures, now }: PoolAsked): number =>
  usableGroups(groups, pool)
    .filter(({ id, group }) => !group.paused && doorOf(group, pictures.get(id), now))
    .reduce((sum, { group, rules }) => sum + freeSeats(group.taken, rules), 0);
