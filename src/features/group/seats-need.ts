import type { Event } from "../../core/event.js";
import { mostIn } from "../../domain/group/headcount.js";
import type { SeatRecord } from "../../domain/group/record.js";
import { nextMatters, type PoolGroup } from "../../domain/group/seats.js";
import type { Need } from "../../engine/context.js";
import type { Stored } from "../../store/port.js";
import { afterCount } from "./counting.js";
import { poolGroups } from "./pool-groups.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    readonly seats?: {
      /** The client's groups, where it matters which one is next. */
      readonly pool: readonly PoolGroup[];
      /** The account whose groups alone they are, where operators have moved the pool. */
      readonly movedTo?: string | undefined;
      /** Who waits at the door, where seats may have become free. */
      readonly waiting: readonly Stored<"seat">[];
      /** Who was approved but is not in yet. */
      readonly approved: readonly SeatRecord[];
    };
  }
}

/** Events after which a seat may be free, and those that ask for one. */
const FREES_SEATS: ReadonlySet<Event["kind"]> = new Set([
  "left",
  "counted",
  "bot_status",
  "not_admitted",
]);
const TAKES_SEATS: ReadonlySet<Event["kind"]> = new Set(["joined", "join_request"]);

/** Loads what deciding about seats takes: nothing for most events. */
export function seatsNeeds(event: Event): readonly Need[] {
  return FREES_SEATS.has(event.kind) || TAKES_SEATS.has(event.kind) ? [seatsNeed(event)] : [];
}

/** A client's groups are many: they are listed only where the group may be full, or somebody waits to come in. */
const seatsNeed =
  (event: Event): Need =>
  async ({ store, playbooks }, { compiled, group: { value: group }, groupId, armsAt: at, now }) => {
    const { client, groups: rules } = compiled.playbook;
    const inState = (status: string) => store.list(client, "seat", `${status}:${groupId}`);
    const waiting = FREES_SEATS.has(event.kind) ? await inState("waiting") : [];
    const approved = (await inState("approved")).map(({ value }) => value);
    const most = mostTaken({ group, approved, now }, event);
    const matters = waiting.length > 0 || nextMatters(most, rules, group.warned);
    const move = matters && (await store.get(client, "pool-move", group.pool));
    return {
      seats: {
        movedTo: move ? move.value.account : undefined,
        pool: matters ? await poolGroups({ store, playbooks }, client, at) : [],
        ...{ waiting, approved },
      },
    };
  };

/** So many seats are taken after an event at most; none, as far as it matters, where a count changes nothing. */
function mostTaken(before: Parameters<typeof afterCount>[0], event: Event): number {
  const { group, approved } = before;
  if (event.kind === "counted") {
    const { by } = afterCount(before, event);
    return by === 0 ? 0 : group.taken + by;
  }
  const people = Math.max(group.taken, group.headcount ? mostIn(group.headcount) : 0);
  return people + approved.length + 1;
}
