import { openRig, takeIn } from "./rig.js";
import { print, round } from "./statistics.js";
import { TALLY } from "./town.js";

const NOTHING = { version: 0, of: () => undefined };
const WARM_UP = 5_000;

/** The inbound path with rollups, or on a store that is told to add up nothing. */
async function measure(how: string | undefined, events: number) {
  const { runtime, close } = await openRig({ tally: how === "without" ? NOTHING : TALLY });
  await takeIn(runtime, WARM_UP);
  const start = performance.now();
  const before = process.cpuUsage();
  await takeIn(runtime, events);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1_000;
  await close();
  return { cpu_us: round((user + system) / events, 1), events_per_s: round(events / seconds) };
}

print(await measure(process.argv[2], Number(process.argv[3] ?? 50_000)));
