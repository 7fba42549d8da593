import { setTimeout as wait } from "node:timers/promises";
import { hostileRequests, sendHostile } from "../hostile.js";
import { median, round } from "../statistics.js";
import { CLIENT } from "./groups.js";
import type { Taken } from "./probe.js";
import { atMost } from "./trial.js";

const LIMIT_MS = 5;
/** The first rounds meet code that is not compiled yet. */
const WARM_UP = 3;

/**
 * What each hostile request takes of the bot's processor, all of its threads included, by the name of the request:
 * milliseconds, less what asking for them takes. All kinds are sent round by round, so that what else the machine does
 * meets one measure of each, not all of one. The target is of the dearest kind's median: a single measure has in it
 * whatever else the bot had to do just then.
 * @param ask what the process has taken so far
 */
export async function hookCosts(url: string, ask: () => Promise<Taken>, rounds: number) {
  const cost = async (work: () => Promise<unknown>): Promise<number> => {
    const { cpuMs } = await ask();
    await work();
    return (await ask()).cpuMs - cpuMs;
  };
  const nothing: number[] = [];
  for (let n = 0; n < 50; n++) nothing.push(await cost(async () => {}));
  const asking = median(nothing);

  const found = new Map<string, number[]>();
  const hostile = [...hostileRequests(CLIENT)];
  for (let n = 0; n < (WARM_UP + rounds) * hostile.length; ) {
    const [name, sent] = hostile[n % hostile.length] as (typeof hostile)[number];
    let status = 0;
    const ms = await cost(async () => {
      status = await sendHostile(url, sent);
    });
    if (status === 429) {
      // Refused before it was looked at: the source's allowance has to grow back.
      await wait(1_000);
      continue;
    }
    n += 1;
    if (n > WARM_UP * hostile.length)
      found.set(name, [...(found.get(name) ?? []), Math.max(0, ms - asking)]);
  }
  const costs = [...found].map(([name, all]) => ({
    name,
    median: median(all),
    max: Math.max(...all),
  }));
  costs.sort((a, b) => b.median - a.median);
  const dearest = round(costs[0]?.median ?? 0, 2);
  return {
    figures: {
      cost_kinds: costs.length,
      cost_dearest: costs[0]?.name ?? "",
      cost_dearest_median_ms: dearest,
      cost_median_of_medians_ms: round(median(costs.map((one) => one.median)), 2),
      cost_max_ms: round(Math.max(...costs.map(({ max }) => max)), 2),
    },
    target: atMost("ms of processor for the dearest hostile request, median", dearest, LIMIT_MS),
  };
}
