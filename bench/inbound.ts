import { runScript } from "./run-script.js";
import { median, print, round } from "./statistics.js";
import { GROUPS } from "./traffic.js";

const ROUNDS = 3;
const EVENTS = 100_000;
/** Koishi gets fewer events, which take it about as long. */
const KOISHI_EVENTS = 12_000;
const KOISHI_DATABASE_EVENTS = 2_000;

async function rate(file: string, ...args: string[]): Promise<number> {
  const measured = await runScript(file, ...args);
  if (typeof measured !== "number") throw new Error(`${file} printed no number`);
  return measured;
}

/** Events a second, each round in a process of its own, by turns. */
const suanpan: number[] = [];
const koishi: number[] = [];
const koishiDatabase: number[] = [];
for (let n = 0; n < ROUNDS; n += 1) {
  suanpan.push(await rate("inbound-suanpan.ts", String(EVENTS)));
  koishi.push(await rate("inbound-koishi.ts", String(KOISHI_EVENTS)));
  koishiDatabase.push(await rate("inbound-koishi.ts", String(KOISHI_DATABASE_EVENTS), "database"));
}
const ours = median(suanpan);
print({
  groups: GROUPS,
  events: EVENTS,
  events_per_s: ours,
  rounds: suanpan,
  koishi_events_per_s: median(koishi),
  koishi_rounds: koishi,
  ratio: round(ours / median(koishi), 1),
  koishi_with_memory_database_events_per_s: median(koishiDatabase),
  koishi_with_memory_database_rounds: koishiDatabase,
  ratio_with_memory_database: round(ours / median(koishiDatabase), 1),
});
