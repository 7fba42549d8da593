import type { Change, Store } from "../../dist/store/port.js";
import { openStore } from "../open-store.js";
import { print, round } from "../statistics.js";
import { bindingOf, CLIENT, groupRecord, inSeat } from "../town.js";

const SYSTEM = "@system";
/** So many records at least share a commit. */
const BATCH = 4_000;

/** Writes through the store's port what groups leave behind there, in batches; of each group the first `written` members. */
async function fill(store: Store, groups: number, members: number, written: number): Promise<void> {
  let bindings: Change[] = [];
  let records: Change[] = [];
  const flush = async () => {
    await store.commit({ client: SYSTEM, changes: bindings, outbox: [], facts: [] });
    await store.commit({ client: CLIENT, changes: records, outbox: [], facts: [] });
    bindings = [];
    records = [];
  };
  for (let n = 0; n < groups; n += 1) {
    bindings.push(bindingOf(n));
    records.push(groupRecord(n, members + 1));
    for (let i = 0; i < written; i += 1) records.push(...inSeat(n, n * members + i));
    if (records.length >= BATCH) await flush();
  }
  await flush();
}

const [at = "", groups, members, written] = process.argv.slice(2);
const store = await openStore(at);
const start = performance.now();
await fill(store, Number(groups), Number(members), Number(written));
await store.close();
print({ filled_s: round((performance.now() - start) / 1_000, 1) });
