import { DateTime } from "luxon";
import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { localDay } from "../../core/time/local-day.js";
import { assignments, blockOf, dateAfter } from "../../domain/experiment/design/current.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import type { Stored } from "../../store/port.js";
import { planSchedules } from "../schedule/plan-schedules.js";
import { lookAt } from "./daily-look.js";
import type { DayDeps } from "./deps.js";

import { runningOf } from "./running.js";

const KEY = "client";

/** When the local day after an instant's begins. */
const nextDay = (now: Instant, zone: string): Instant =>
  DateTime.fromMillis(now, { zone }).plus({ days: 1 }).startOf("day").toMillis();

/**
 * Opens the client's current day, or finishes its opening; from then on each local midnight opens the next.
 * A new local day: how many members each group has is a fact, so are the arms of blocks that begin, and
 * every experiment is looked at as of the day before. Midnights that passed while nothing ran are one.
 */
export async function openDay(
  deps: DayDeps,
  client: string,
  due: Stored<"day"> | undefined,
): Promise<void> {
  const { store, playbooks, clock } = deps;
  const playbook = playbooks.current(client)?.playbook;
  if (!playbook) {
    const changes = [{ op: "remove", kind: "day", key: KEY } as const];
    await store.commit({ client, changes, outbox: [], facts: [] });
    return;
  }
  const now = clock.now();
  const day = localDay(now, playbook.timezone);
  const next = nextDay(now, playbook.timezone);
  // A clock that was put back opens nothing twice.
  const open = due !== undefined && due.value.day >= day;
  const value = open ? due.value : { day };
  const dayDue = (at: Instant, rev = 0) =>
    ({ op: "put", kind: "day", key: KEY, value, due: at, rev }) as const;
  if (!open) {
    // Due at once: whoever dies before the looks are done finds the day to be finished.
    const facts = await openings(deps, client, { now, day, last: due?.value.day });
    const changes = [dayDue(now, due?.rev)];
    const opened = await store.commit({ client, changes, outbox: [], facts });
    if (!opened.ok) return;
  }
  for (const one of await runningOf(store, client)) await lookAt(deps, client, one.key, day);
  // What began or ended may have other times to send at.
  await planSchedules(deps, client);
  const rev = (await store.get(client, "day", KEY))?.rev;
  await store.commit({ client, changes: [dayDue(next, rev)], outbox: [], facts: [] });
}

async function openings(
  { store }: DayDeps,
  client: string,
  { now, day, last }: { now: Instant; day: string; last: string | undefined },
): Promise<readonly Fact[]> {
  const groups = await store.list(client, "group");
  const opened = groups.flatMap(({ key: group, value }): Fact[] => {
    // The bot has a seat of its own.
    const data = { members: Math.max(0, value.taken - 1) };
    return value.unbound || value.gone ? [] : [{ kind: "day_opened", at: now, day, group, data }];
  });
  const assigned: Fact[] = [];
  for (const { value } of await runningOf(store, client)) {
    // The blocks that began since the last day that was opened.
    const from = last === undefined || last < value.running.start ? undefined : last;
    const before = from === undefined ? -1 : (blockOf(value.running, from) ?? -1);
    const block = blockOf(value.running, day) ?? lastBlock(value, day);
    for (let each = before + 1; each <= block; each++) {
      assigned.push(...assignedIn(value, each, { now, day }));
    }
  }
  return [...opened, ...assigned];
}

/** After the horizon, the last block there was; before the start none. */
function lastBlock({ running }: ExperimentRecord, day: string): number {
  if (day < running.start) return -1;
  return blockOf(running, dateAfter(running.start, running.horizonDays - 1)) ?? -1;
}

function assignedIn(
  { running }: ExperimentRecord,
  block: number,
  { now, day }: { now: Instant; day: string },
): Fact[] {
  return assignments(running, block).map(({ group, arm, propensity }) => ({
    kind: "assigned",
    at: now,
    day,
    group,
    data: { run: running.run, block, arm, propensity },
  }));
}
