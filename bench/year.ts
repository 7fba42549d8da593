import { statSync } from "node:fs";
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { features } from "../dist/app/features.js";
import { forgettable } from "../dist/engine/retention.js";
import type { Store } from "../dist/store/port.js";
import { SqliteFile } from "../dist/store/sqlite/driver.js";
import { openSqliteStore } from "../dist/store/sqlite/store.js";
import { openFolder } from "./rig.js";
import { print, round } from "./statistics.js";
import { TALLY } from "./town.js";
import { AGENCY, clientOf, GROUP_DAY, WRITTEN } from "./year/agency.js";
import { liveAnHour, openDay } from "./year/write.js";

const DAYS = Number(process.argv[2] ?? 365);
/** Nothing is forgotten before the last day, as where an earlier version ran. */
const LATE = process.argv[3] === "late";
const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const MONTH = 30;

/** How long nothing else had its turn: by the clock, other programs' share included, and this one's own work. */
const openPauses = () => ({ clock: createHistogram(), own: createHistogram() });
type Pauses = ReturnType<typeof openPauses>;

/** Runs work and writes down its pauses in microseconds. */
async function watched(work: () => Promise<void>, pauses: Pauses): Promise<void> {
  let done = false;
  let from = { clock: performance.now(), own: process.cpuUsage() };
  const working = work().finally(() => {
    done = true;
  });
  while (!done) {
    await turn();
    const now = { clock: performance.now(), own: process.cpuUsage() };
    pauses.clock.record(Math.max(1, Math.round((now.clock - from.clock) * 1_000)));
    const { user, system } = now.own;
    pauses.own.record(Math.max(1, user + system - from.own.user - from.own.system));
    from = now;
  }
  await working;
}

/** What the tables of a file take with their indexes, in MB, the largest first. */
function tablesOf(path: string): Record<string, number> {
  const db = new SqliteFile(path, { readonly: true });
  const rows = db
    .prepare<[], { readonly name: string; readonly bytes: number }>(
      `SELECT coalesce(sqlite_master.tbl_name, dbstat.name) AS name, sum(pgsize) AS bytes
       FROM dbstat LEFT JOIN sqlite_master ON sqlite_master.name = dbstat.name
       GROUP BY 1 ORDER BY bytes DESC LIMIT 6`,
    )
    .all();
  db.close();
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, mb(bytes)]));
}

const mb = (bytes: number): number => round(bytes / 1e6, 1);

/** The file with its log, as they lie there. */
const sizeOf = (path: string): number =>
  statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0);

async function live(store: Store, path: string) {
  const pauses = openPauses();
  const months: number[] = [];
  const total = { events: 0, sent: 0 };
  for (let day = 0; day < DAYS; day++) {
    const midnight = FROM + day * DAY_MS;
    await openDay(store, midnight);
    for (let hour = 0; hour < 24; hour++) {
      const { events, sent } = await liveAnHour(store, midnight + hour * 3_600_000);
      total.events += events;
      total.sent += sent;
    }
    const now = midnight + DAY_MS;
    if (!LATE || day + 1 === DAYS)
      await watched(() => store.prune(forgettable(now, features)), pauses);
    if ((day + 1) % MONTH === 0) months.push(mb(sizeOf(path)));
  }
  return { total, months, pauses };
}

const told = (pauses: RecordableHistogram) => ({
  p99: round(pauses.percentile(99) / 1_000, 1),
  p99_99: round(pauses.percentile(99.99) / 1_000, 1),
  largest: round(pauses.max / 1_000, 1),
});

/** A year of a busy agency, written through the store's port: what is written of one brand stands for all. */
async function measure() {
  const folder = await openFolder();
  const store = await openSqliteStore(folder.path, TALLY);
  const start = performance.now();
  const { total, months, pauses } = await live(store, folder.path);
  const seconds = (performance.now() - start) / 1_000;
  const checked = await store.rebuildRollups(clientOf(0), { check: true });
  await store.close();
  if (checked.different > 0) throw new Error(`${checked.different} sums differ`);
  const times = AGENCY.clients / WRITTEN;
  const groups = AGENCY.clients * AGENCY.groups;
  const result = {
    agency: {
      ...{ clients: AGENCY.clients, groups, members: groups * AGENCY.members },
      a_day_in_a_group: GROUP_DAY,
      ...{ events: times * total.events, sent: times * total.sent },
      file_mb_after_each_30_days: months.map((month) => round(times * month)),
    },
    written: {
      ...{ clients: WRITTEN, days: DAYS, ...total, an_event_stands_for: times },
      file_mb_after_each_30_days: months,
      tables_mb: tablesOf(folder.path),
      sealed_sums: checked.sealed,
    },
    pruning: {
      steps: pauses.clock.count,
      pause_ms_by_the_clock: told(pauses.clock),
      pause_ms_of_its_own_work: told(pauses.own),
    },
    took_s: round(seconds),
  };
  await folder.remove();
  return result;
}

print(await measure());
