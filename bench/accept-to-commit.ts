import { setTimeout as wait } from "node:timers/promises";
import type { Store } from "../dist/store/port.js";
import { openRig, poll } from "./rig.js";
import { quantile, round } from "./statistics.js";

/** The first messages meet code that is not compiled yet; they are taken in but not counted. */
const WARM_UP_S = 2;
const POLL_MAX = 100;
/** The way to the platform and back; meanwhile new messages gather. */
const ROUND_TRIP_MS = 50;

/** Notes the time from the call of `accept` to the end of the commit that handles the event. */
function watch(store: Store, latencies: number[]): Store {
  const acceptedAt = new Map<number, number>();
  return {
    ...store,
    async accept(events, now) {
      const from = performance.now();
      const accepted = await store.accept(events, now);
      for (const { seq } of accepted) acceptedAt.set(seq, from);
      return accepted;
    },
    async commit(commit) {
      const result = await store.commit(commit);
      const from = acceptedAt.get(commit.handles ?? -1);
      if (from !== undefined && result.ok) latencies.push(performance.now() - from);
      return result;
    },
  };
}

type Pace = {
  readonly perSecond: number;
  readonly seconds: number;
  /** Where the store is, unless in a file of its own. */
  readonly at?: string;
  /** How many members of each group are written down, unless all. */
  readonly written?: number;
};

/** How long it takes from an event's `accept` to its commit. Messages come at their own pace, whether or not the earlier ones are done. */
export async function acceptToCommit({ perSecond, seconds: lasts, at, written }: Pace) {
  const latencies: number[] = [];
  const { runtime, atRest, close } = await openRig({
    wrap: (store) => watch(store, latencies),
    ...(at !== undefined && { at }),
    ...(written !== undefined && { written }),
  });
  await atRest();
  const start = performance.now();
  const total = perSecond * lasts;
  let taken = 0;
  let behind = 0;
  // A store that bears less is measured for no longer than four times as long.
  while (taken < total && performance.now() - start < 4_000 * lasts) {
    await wait(ROUND_TRIP_MS);
    const come = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond));
    behind = Math.max(behind, come - taken);
    const count = Math.min(POLL_MAX, come - taken);
    await runtime.receive(poll(taken, count));
    taken += count;
  }
  const seconds = (performance.now() - start) / 1_000;
  await close();
  const counted = latencies.slice(WARM_UP_S * perSecond);
  return {
    events: counted.length,
    events_per_s: round(taken / seconds),
    most_behind: behind,
    accept_to_commit_p50_ms: round(quantile(counted, 0.5), 2),
    accept_to_commit_p99_ms: round(quantile(counted, 0.99), 2),
    accept_to_commit_max_ms: round(quantile(counted, 1), 2),
  };
}
