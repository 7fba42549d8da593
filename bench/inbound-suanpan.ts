import { setImmediate as nextPoll } from "node:timers/promises";
import { openRig, poll } from "./rig.js";
import { print, round } from "./statistics.js";

const POLL = 100;

/** Takes in so many events in polls of 100, one poll behind the other. @returns events a second. */
async function measure(events: number): Promise<number> {
  const { runtime, close } = await openRig();
  const start = performance.now();
  for (let n = 0; n < events; n += POLL) {
    await runtime.receive(poll(n, POLL));
    await nextPoll();
  }
  const seconds = (performance.now() - start) / 1_000;
  await close();
  return round(events / seconds);
}

print(await measure(Number(process.argv[2] ?? 50_000)));
