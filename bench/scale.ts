import { statSync } from "node:fs";
import { installStandIn } from "../tests/support/mongo/stand-in.js";
import { openServer } from "./mongo/server.js";
import { openFolder } from "./rig.js";
import { runScript } from "./run-script.js";
import { median, print, quantile, round } from "./statistics.js";
import { startWorker, type Worker } from "./workers.js";

const MEMBERS = 200;
const SIZES = [200, 2_000, 20_000];
const MINUTE_MS = 60_000;
/**
 * What is written of each group and measured: all members into a file; on the stand-in, a thousandth as fast, who
 * talks. What isn't warm, or not done with its schedule, after `limitMs` is given up.
 */
const SIDES = {
  sqlite: {
    ...{ written: () => MEMBERS, talkers: 20, turns: 20, polls: 4, watchedS: 15 },
    limitMs: 40 * MINUTE_MS,
  },
  mongo: {
    ...{ written: (groups: number) => (groups > 2_000 ? 1 : 5) },
    ...{ talkers: 1, turns: 5, polls: 2, watchedS: 30, limitMs: 10 * MINUTE_MS },
  },
};
type Side = keyof typeof SIDES;
type Turn = { readonly times: readonly number[]; readonly cpus: readonly number[] };
type Place = { readonly at: string; readonly close: () => Promise<unknown> };
/** One size: what was found out about it, and who measures it, until it was given up. */
type One = {
  readonly groups: number;
  readonly place: Place;
  readonly turns: Turn[];
  found: object;
  worker: Worker | undefined;
};

async function openPlace(side: Side): Promise<Place> {
  if (side === "mongo") return openServer(python);
  const { path, remove } = await openFolder();
  return { at: path, close: remove };
}

/** Does the next step of a size; one that fails or takes too long ends with it, and says so. */
async function step(one: One, work: (worker: Worker) => Promise<void>): Promise<void> {
  if (!one.worker) return;
  try {
    await work(one.worker);
  } catch (error) {
    one.found = { ...one.found, given_up: String(error) };
    one.worker.kill();
    one.worker = undefined;
  }
}

/** Fills a place, and has everybody there heard until nobody is new. */
async function begin(side: Side, groups: number): Promise<One> {
  const { written, talkers, turns, polls, watchedS, limitMs } = SIDES[side];
  const place = await openPlace(side);
  const writes = written(groups);
  const of = [place.at, groups, MEMBERS, writes].map(String);
  const filled = (await runScript("scale/fill.ts", ...of)) as object;
  const file = side === "sqlite" && { filled_mb: round(statSync(place.at).size / 1e6) };
  const measured = [place.at, groups, MEMBERS, talkers, turns * polls, watchedS].map(String);
  const found = { members_written_of_each: writes, ...filled, ...file };
  const worker = startWorker("scale/run.ts", ...measured);
  const one: One = { groups, place, turns: [], found, worker };
  await step(one, async () => void (await worker.told(limitMs)));
  return one;
}

/** The sizes of one store by turns, so that each meets the same machine; then each sends its schedule. */
async function measure(side: Side) {
  const { turns, polls, limitMs } = SIDES[side];
  const all: One[] = [];
  for (const groups of sizes) all.push(await begin(side, groups));
  for (let turn = 0; turn < turns; turn += 1)
    for (const one of all)
      await step(one, async (worker) => {
        worker.say(polls);
        one.turns.push(await worker.told<Turn>(limitMs));
      });
  for (const one of all)
    await step(one, async (worker) => {
      worker.say("go on");
      one.found = { ...one.found, ...(await worker.told<object>(limitMs)) };
      await worker.ended;
    });
  for (const { place } of all) await place.close();
  return { grown: grown(all), sizes: all.map(shown) };
}

const shown = ({ groups, turns, found }: One) => {
  const figures = (all: readonly number[]) => ({
    median: round(median(all)),
    p99: round(quantile(all, 0.99)),
  });
  const event = turns.length > 0 && {
    event_us: figures(turns.flatMap(({ times }) => times)),
    event_cpu_us: figures(turns.flatMap(({ cpus }) => cpus)),
  };
  return { groups, ...event, ...found };
};

/** What an event costs to what it costs with the fewest groups in the same turn: the median of all turns. */
function grown(all: readonly One[]) {
  const [least] = all;
  const ratio = (one: One, of: (turn: Turn) => readonly number[]) => {
    const each = one.turns.flatMap((turn, n) => {
      const same = least?.turns[n];
      return same ? [median(of(turn)) / median(of(same))] : [];
    });
    return each.length === 0 ? undefined : round(median(each), 2);
  };
  return all.map((one) => ({
    groups: one.groups,
    time: ratio(one, ({ times }) => times),
    cpu: ratio(one, ({ cpus }) => cpus),
  }));
}

/** `scale.ts [sqlite|mongo] [most groups]` */
const [only = "", most = ""] = process.argv.slice(2);
const sizes = SIZES.filter((size) => size <= Number(most || SIZES.at(-1)));
const python = only === "sqlite" ? "" : await installStandIn();
const results: Partial<Record<Side, object>> = {};
for (const side of ["sqlite", "mongo"] as const)
  if (only === "" || only === side) results[side] = await measure(side);
print(results);
