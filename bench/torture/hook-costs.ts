import { setTimeout as wait } from "node:timers/promises";
import { hostileRequests, sendHostile } from "../hostile.js";
import { median, round } from "../statistics.js";
import { CLIENT } from "./groups.js";
import type { Taken } from "./probe.js";
import { atMost } from "./trial.js";

const LIMIT_MS = 5;
/** The first of each kind meet code that is not compiled yet. */
const WARM_UP = 2;

/**
 * What each hostile request takes of the bot's processor, all of its threads included, by the name of the request:
 * milliseconds, less what asking for them takes. The target is of the dearest kind's median: a single measure has in
 * it whatever else the bot had to do just then.
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

  const costs: { readonly name: string; readonly median: number; readonly max: number }[] = [];
  for (const [name, hostile] of hostileRequests(CLIENT)) {
    const found: number[] = [];
    while (found.length < rounds + WARM_UP) {
      let status = 0;
      const ms = await cost(async () => {
        status = await sendHostile(url, hostile);
      });
      // Refused before it was looked at: the source's allowance has to grow back.
      if (status === 429) await wait(1_000);
      else found.push(Math.max(0, ms - asking));
    }
    found.splice(0, WARM_UP);
    costs.push({ name, median: median(found), max: Math.max(...found) });
  }
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
