import type { Event } from "../../core/event.js";
import type { SeatRecord } from "../../domain/group/record.js";
import { needsPool, type PoolGroup } from "../../domain/group/seats.js";
import type { Need } from "../../engine/context.js";
import type { Stored } from "../../store/port.js";
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
  if (FREES_SEATS.has(event.kind)) return [seatsNeed(true)];
  return TAKES_SEATS.has(event.kind) ? [seatsNeed(false)] : [];
}

const seatsNeed =
  (freed: boolean): Need =>
  async ({ store, playbooks }, { compiled, group, groupId, armsAt: at }) => {
    const { client, groups: rules } = compiled.playbook;
    const inState = (status: string) => store.list(client, "seat", `${status}:${groupId}`);
    const full = !freed && needsPool(group.value.taken, rules);
    const matters = freed || full;
    const move = matters && (await store.get(client, "pool-move", group.value.pool));
    return {
      seats: {
        movedTo: move ? move.value.account : undefined,
        pool: matters ? await poolGroups({ store, playbooks }, client, at) : [],
        waiting: freed ? await inState("waiting") : [],
        approved: (await inState("approved")).map(({ value }) => value),
      },
    };
  };
