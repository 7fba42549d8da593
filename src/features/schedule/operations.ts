import { UserError } from "../../core/errors.js";
import type { Instant } from "../../core/event.js";
import type { Store } from "../../store/port.js";

/** A schedule, and when it sends next. */
type ScheduleLine = { readonly id: string; readonly next?: Instant; readonly paused: boolean };

/** What operators see of schedules, and do with them. */
export function scheduleOperations({ store }: { readonly store: Store }) {
  return {
    schedules: async (client: string): Promise<readonly ScheduleLine[]> =>
      (await store.list(client, "schedule")).map(({ key, value, due }) => ({
        id: key,
        paused: value.paused ?? false,
        ...(due === undefined ? {} : { next: due }),
      })),
    /** @throws UserError COMMAND_SCHEDULE_UNKNOWN */
    async pauseSchedule(client: string, id: string, paused: boolean): Promise<void> {
      const known = await store.get(client, "schedule", id);
      if (!known) throw new UserError("COMMAND_SCHEDULE_UNKNOWN", { id });
      const { due, value } = known;
      const next = due === undefined ? {} : { due };
      const change = { op: "put", kind: "schedule", key: id, value: { ...value, paused } } as const;
      const changes = [{ ...change, ...next }];
      await store.commit({ client, changes, outbox: [], facts: [] });
    },
  };
}
