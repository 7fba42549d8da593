import type { Deps } from "../../engine/feature.js";
import type { ScheduleRecord } from "./records.js";
import { firstSlot, schedulesInPlay } from "./schedule-arms.js";

type PlanDeps = Pick<Deps, "store" | "playbooks" | "clock">;

/** Gives every schedule of a client its next time; one that has a time of the same rule keeps it. */
export async function planSchedules(deps: PlanDeps, client: string): Promise<void> {
  const playbook = deps.playbooks.current(client)?.playbook;
  if (!playbook) return;
  const schedules = await schedulesInPlay(deps, client);
  for (const { key } of await deps.store.list(client, "schedule")) {
    if (schedules.has(key)) continue;
    const changes = [{ op: "remove", kind: "schedule", key } as const];
    await deps.store.commit({ client, changes, outbox: [], facts: [] });
  }
  for (const [id, rules] of schedules) {
    const known = await deps.store.get(client, "schedule", id);
    const slot = firstSlot(rules, playbook.timezone, deps.clock.now());
    if (slot === undefined || (known && known.value.slot <= deps.clock.now())) continue;
    const value: ScheduleRecord = { ...known?.value, schedule: id, slot };
    await deps.store.commit({
      client,
      outbox: [],
      facts: [],
      changes: [{ op: "put", kind: "schedule", key: id, value, due: slot }],
    });
  }
}
