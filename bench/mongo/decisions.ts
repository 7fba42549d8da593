import { openFolder } from "../rig.js";
import { median, round } from "../statistics.js";
import { startWorker } from "../workers.js";
import { openServer } from "./server.js";

const ROUNDS = 3;
const SECONDS = 5;
/** Until the last of them has heard when it begins. */
const SOON_MS = 500;

/** So many processes accept events and commit what is decided on them, an account and a client each. @returns decisions a second */
async function rateOf(at: string, processes: number): Promise<number> {
  const workers = Array.from({ length: processes }, (_none, n) =>
    startWorker("mongo/writer.ts", at, String(n)),
  );
  for (const worker of workers) await worker.told();
  const from = Date.now() + SOON_MS;
  for (const worker of workers) worker.say({ from, until: from + SECONDS * 1_000 });
  const told = await Promise.all(workers.map((worker) => worker.told<{ done: number }>()));
  return told.reduce((sum, { done }) => sum + done, 0) / SECONDS;
}

async function onSqlite(): Promise<number> {
  const folder = await openFolder();
  const rate = await rateOf(folder.path, 1);
  await folder.remove();
  return rate;
}

async function onMongo(python: string, processes: number): Promise<number> {
  const server = await openServer(python);
  const rate = await rateOf(server.at, processes);
  await server.close();
  return rate;
}

/** Decisions a second on SQLite, and on MongoDB with one process and with two: by turns, since others use the machine. */
export async function decisions(python: string) {
  const rounds: { sqlite: number; one: number; two: number }[] = [];
  for (let n = 0; n < ROUNDS; n += 1)
    rounds.push({
      sqlite: await onSqlite(),
      one: await onMongo(python, 1),
      two: await onMongo(python, 2),
    });
  const of = (side: "sqlite" | "one" | "two") => median(rounds.map((each) => each[side]));
  return {
    sqlite_per_s: of("sqlite"),
    mongo_one_process_per_s: of("one"),
    mongo_two_processes_per_s: of("two"),
    one_to_sqlite: round(of("one") / of("sqlite"), 4),
    two_to_sqlite: round(of("two") / of("sqlite"), 4),
    rounds,
  };
}
