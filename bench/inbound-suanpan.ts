import { openRig, takeIn } from "./rig.js";
import { print, round } from "./statistics.js";

/** @returns events a second. */
async function measure(events: number): Promise<number> {
  const { runtime, close } = await openRig();
  const start = performance.now();
  await takeIn(runtime, events);
  const seconds = (performance.now() - start) / 1_000;
  await close();
  return round(events / seconds);
}

print(await measure(Number(process.argv[2] ?? 50_000)));
