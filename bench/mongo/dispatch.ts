import { setTimeout as wait } from "node:timers/promises";
import { openStore } from "../open-store.js";
import { openFolder } from "../rig.js";
import { round } from "../statistics.js";
import { startWorker, type Worker } from "../workers.js";
import { brands, rowsOf, writeHouses } from "./houses.js";
import { openServer } from "./server.js";

const PROCESSES = 4;
const BATCH = 250;
/** What isn't done by then is given up, and told. */
const LIMIT_MS = 10 * 60_000;
/** What a process may take to finish and close; then it is killed. */
const END_MS = 60_000;

type Said = { readonly sent?: string; readonly bug?: string };

/** Writes down what everybody has to send. @returns how many rows */
async function fill(at: string): Promise<number> {
  const store = await openStore(at);
  let count = 0;
  for (const [n, { client }] of brands.entries()) {
    const rows = rowsOf(n, Date.now());
    for (let from = 0; from < rows.length; from += BATCH) {
      const outbox = rows.slice(from, from + BATCH);
      await store.commit({ client, changes: [], outbox, facts: [] });
    }
    count += rows.length;
  }
  await store.close();
  return count;
}

/** Several processes begin at once and share out, while they send, the accounts whose rows are due. @throws Error when one was sent twice */
export async function dispatch(python: string) {
  const server = await openServer(python);
  const { at } = server;
  const house = await openFolder();
  await writeHouses(house.path);
  const count = await fill(at);
  const workers = Array.from({ length: PROCESSES }, () =>
    startWorker("mongo/sender.ts", at, house.path),
  );
  const sent = new Map<string, number>();
  const by = workers.map(() => 0);
  const bugs: string[] = [];
  let first = 0;
  let last = 0;
  const listen = async (worker: Worker, n: number) => {
    for (;;) {
      const said = await worker.told<Said>();
      if (said.bug) bugs.push(said.bug);
      if (!said.sent?.startsWith("row ")) continue;
      sent.set(said.sent, (sent.get(said.sent) ?? 0) + 1);
      by[n] = (by[n] ?? 0) + 1;
      last = performance.now();
      first ||= last;
    }
  };
  let stopping = false;
  for (const [n, worker] of workers.entries())
    listen(worker, n).catch((error: unknown) => {
      if (!stopping) bugs.push(String(error));
    });
  const store = await openStore(at);
  const isDone = async () => sent.size >= count && (await store.counts()).waiting === 0;
  const begun = performance.now();
  const isLate = () => performance.now() - begun > LIMIT_MS;
  while (bugs.length === 0 && !isLate() && !(await isDone())) await wait(200);
  stopping = true;
  for (const worker of workers) worker.say("stop");
  const late = setTimeout(() => {
    for (const worker of workers) worker.kill();
  }, END_MS);
  await Promise.all(workers.map(({ ended }) => ended));
  clearTimeout(late);
  const { failed = 0, skipped = 0 } = await store.counts();
  await store.close();
  await server.close();
  await house.remove();
  const twice = [...sent.values()].filter((times) => times > 1).length;
  if (twice > 0 || bugs.length > 0) throw new Error(`${twice} were sent twice, ${bugs}`);
  return {
    ...{ rows: count, accounts: brands.length, processes: PROCESSES, sent_twice: twice },
    ...{ failed, skipped, sent: sent.size, sent_by_each: by },
    ...(sent.size < count && { given_up_after_s: LIMIT_MS / 1_000 }),
    rows_per_s: round((sent.size / (last - first)) * 1_000),
  };
}
