import { openStore } from "../open-store.js";
import { heard, tell } from "../workers.js";
import { happenings } from "./happenings.js";

const POLL = 100;
/** So many polls are under way at once: the next is accepted while the one before is decided. */
const AHEAD = 2;

type Go = { readonly from: number; readonly until: number };

/** Accepts and commits, poll by poll, as an account's only owner. */
async function write(at: string, n: number): Promise<void> {
  const store = await openStore(at);
  const account = `telegram:${n}`;
  const client = `brand-${n}`;
  await store.own({ accounts: [account], clients: [client] });
  const polls = happenings({ account, client, n }, POLL);
  let done = 0;
  let go: Go = { from: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  async function poll(): Promise<void> {
    const { events, commits } = polls.next();
    const fresh = await store.accept(events, Date.now());
    const all = fresh.map(async ({ seq, event }) => {
      const commit = commits.get(event.id);
      const result = commit && (await store.commit({ ...commit, handles: seq }));
      if (!result?.ok) throw new Error(`not stored: ${JSON.stringify(result)}`);
      const now = Date.now();
      if (now >= go.from && now < go.until) done += 1;
    });
    await Promise.all(all);
  }
  async function line(): Promise<void> {
    while (Date.now() < go.until) await poll();
  }
  // What isn't compiled yet, and what the database makes at first, isn't counted.
  await poll();
  await poll();
  tell("ready");
  go = (await heard()) as Go;
  await Promise.all(Array.from({ length: AHEAD }, line));
  await store.close();
  tell({ done });
}

await write(process.argv[2] ?? "", Number(process.argv[3]));
process.disconnect();
