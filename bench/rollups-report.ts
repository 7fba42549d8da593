import type { Fact } from "../dist/core/fact.js";
import type { Store } from "../dist/store/port.js";
import { openSqliteStore } from "../dist/store/sqlite/store.js";
import { openFolder } from "./rig.js";
import { median, print, quantile, round } from "./statistics.js";
import { CLIENT, TALLY } from "./town.js";
import { GROUPS, said } from "./traffic.js";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
/** An experiment's 28 days and the 14 before them. */
const REPORT_DAYS = 42;
/** Facts go in by the thousand; the store adds up the same. */
const BATCH = 1_000;
const READS = 101;

const dayOf = (n: number): string => new Date(START + n * DAY_MS).toISOString().slice(0, 10);

/** The nth of so many facts, which go on for `days` days: four in five a message, the rest orders. */
function fact(n: number, total: number, days: number): Fact {
  const { group, user } = said(n);
  const day = Math.floor((n / total) * days);
  const bought = n % 5 === 0;
  return {
    kind: bought ? "ordered" : "said",
    at: START + day * DAY_MS,
    day: dayOf(day),
    group: `group-${group}`,
    member: `telegram:${user}`,
    ...(bought ? { data: { order: `shop/${n}`, amount: 3_000 + (n % 4_000) } } : {}),
  };
}

async function fill(store: Store, total: number, days: number): Promise<void> {
  for (let n = 0; n < total; n += BATCH) {
    const facts = Array.from({ length: BATCH }, (_, i) => fact(n + i, total, days));
    await store.commit({ client: CLIENT, changes: [], outbox: [], facts });
  }
}

/** What a report of 42 days over all groups costs, the facts going back ten times as long where they are many. */
async function measure(total: number) {
  const folder = await openFolder();
  const store = await openSqliteStore(folder.path, TALLY);
  const days = total > 1_000_000 ? 10 * REPORT_DAYS : REPORT_DAYS;
  await fill(store, total, days);
  const range = { from: dayOf(days - REPORT_DAYS), to: dayOf(days - 1) };
  const times: number[] = [];
  let rows = 0;
  for (let n = 0; n < READS; n += 1) {
    const start = performance.now();
    rows = (await store.rollups(CLIENT, range)).length;
    times.push(performance.now() - start);
  }
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const { different, facts } = await store.rebuildRollups(CLIENT, { check: true });
  const seconds = (performance.now() - start) / 1_000;
  const grown = process.memoryUsage.rss() - before;
  await store.close();
  await folder.remove();
  if (different > 0 || facts !== total || rows !== REPORT_DAYS * GROUPS)
    throw new Error(`${rows} rows, ${facts} facts, ${different} differences`);
  return {
    facts,
    groups: GROUPS,
    report_days: REPORT_DAYS,
    report_ms: round(median(times), 2),
    report_p90_ms: round(quantile(times, 0.9), 2),
    rebuild_s: round(seconds, 1),
    rebuild_facts_per_s: round(facts / seconds),
    rebuild_rss_growth_mb: round(grown / 1e6, 1),
  };
}

print(await measure(Number(process.argv[2] ?? 50_000)));
