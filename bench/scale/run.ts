import { setTimeout as wait } from "node:timers/promises";
import { createRuntime } from "../../dist/app/runtime.js";
import type { Action } from "../../dist/core/action.js";
import { openStore } from "../open-store.js";
import { messageEvent, openRig, swiftPlatform, takeIn } from "../rig.js";
import { median, quantile, round } from "../statistics.js";
import { openTown, userOf } from "../town.js";
import { said, TALKERS } from "../traffic.js";
import { heard, tell } from "../workers.js";
import { watch } from "./watch.js";

const POLL = 100;
/** Some seconds before the playbook's scheduled message, on a clock that ticks. */
const JUST_BEFORE = Date.parse("2026-11-24T14:00:00+08:00");
const SLOT = Date.parse("2026-11-24T14:30:00+08:00");
/** The busiest hour has so many events in a group, five times the average of `year.ts`. */
const HOURLY = (83 / 24) * 5;
/** So often has each who talks been heard before anything is measured: nobody is met for the first time then. */
const HEARD = 1;
/** So many events compile what is run most, whatever the size. */
const PRACTICE = 40_000;
const ASKED_EVERY_MS = 250;
const QUESTION = "几点开门";

type Of = {
  readonly at: string;
  readonly groups: number;
  readonly members: number;
  readonly talkers: number;
  /** How many polls are measured at most. */
  readonly polls: number;
  /** For how long answers are looked at, before and after the schedule begins. */
  readonly watchedS: number;
};

/** Elsewhere, so that nobody's size decides how well the program knows its work. */
async function practise(): Promise<void> {
  const rig = await openRig({ at: ":memory:", written: TALKERS });
  await takeIn(rig.runtime, PRACTICE);
  await rig.atRest();
  await rig.close();
}

async function measure({ at, groups, members, talkers, polls, watchedS }: Of) {
  await practise();
  const opening = performance.now();
  const watched = watch(await openStore(at));
  const { store } = watched;
  /** Each group hears as much in an hour, however many there are, so that as many are answered. */
  const gapMs = 3_600_000 / HOURLY / groups;
  const warmUp = Math.ceil((HEARD * groups * talkers) / POLL);
  let talkingAt: number | undefined = JUST_BEFORE - (warmUp + polls) * POLL * gapMs;
  let ahead = 0;
  const clock = {
    now: () => Math.floor(talkingAt ?? Date.now() + ahead),
    monotonic: () => performance.now(),
  };
  let performed: (action: Action) => void = () => {};
  const platform = {
    ...swiftPlatform(),
    limits: { perSecond: 30, minGapMs: 34, groupGapMs: 0, directGapMs: 0 },
    perform: async (action: Action) => {
      performed(action);
      return { messageId: "1" };
    },
  };
  const bugs: unknown[] = [];
  const runtime = createRuntime({
    ...{ store, ...(await openTown()), clock, platforms: [platform] },
    onBug: (what, error) => void bugs.push(`${what}: ${String(error)}`),
  });
  await runtime.start();
  const startS = (performance.now() - opening) / 1_000;
  const started = process.memoryUsage.rss();

  let n = 0;
  const times: number[] = [];
  const cpus: number[] = [];
  const onePoll = async () => {
    talkingAt = (talkingAt ?? 0) + POLL * gapMs;
    const now = clock.now();
    const events = Array.from({ length: POLL }, (_none, i) =>
      messageEvent(n + i, now, said(n + i, groups, members, talkers)),
    );
    n += POLL;
    const from = { at: performance.now(), cpu: process.cpuUsage() };
    await runtime.receive(events);
    await watched.handled();
    const { user, system } = process.cpuUsage(from.cpu);
    times.push((1_000 * (performance.now() - from.at)) / POLL);
    cpus.push((user + system) / POLL);
  };
  for (let warm = 0; warm < warmUp; warm += 1) await onePoll();
  tell("ready");
  // By turns with the other sizes, since what else the machine has to do changes by the minute.
  for (let turn = await heard(); turn !== "go on"; turn = await heard()) {
    times.length = 0;
    cpus.length = 0;
    for (let poll = 0; poll < Number(turn); poll += 1) await onePoll();
    tell({ times, cpus });
  }
  const talked = process.memoryUsage.rss();

  talkingAt = undefined;
  ahead = JUST_BEFORE - Date.now();
  // So many answers at once would fill the minutes that come.
  await store.putDown(clock.now());
  watched.forget();
  runtime.drive();
  /** Somebody asks every so often, each time in another group. @returns by how many ms answers were held up */
  const answers = async (seconds: number): Promise<readonly number[]> => {
    const took: number[] = [];
    performed = (action) => {
      const ms = watched.heldUp(action, clock.now());
      if (ms !== undefined) took.push(ms);
    };
    for (let i = 0; i < (1_000 * seconds) / ASKED_EVERY_MS; i += 1) {
      const group = (n * 7 + 13) % groups;
      const user = group * members;
      const event = messageEvent(n++, clock.now(), { group, user, text: QUESTION });
      void runtime.receive([{ ...event, person: { user: userOf(user), name: "问" } }]);
      await wait(ASKED_EVERY_MS);
    }
    return took;
  };
  const calm = await answers(watchedS);
  watched.forget();
  ahead += SLOT - clock.now() - 1_000;
  const before = watched.planned();
  const from = performance.now();
  let plannedAfter: number | undefined;
  const looking = setInterval(() => {
    if (watched.planned() - before >= groups) plannedAfter ??= performance.now() - from;
  }, 20);
  const busy = await answers(watchedS);
  while (plannedAfter === undefined && performance.now() - from < 600_000) await wait(100);
  clearInterval(looking);
  const most = process.resourceUsage().maxRSS * 1_024;
  await runtime.stop();
  await store.close();
  if (bugs.length > 0) throw new Error(`${bugs.length} bugs: ${bugs[0]}`);
  const mb = (bytes: number) => round(bytes / 1e6);
  const seen = (all: readonly number[]) => ({
    answers: all.length,
    median_ms: round(median(all)),
    p99_ms: round(quantile(all, 0.99)),
  });
  return {
    start_s: round(startS, 2),
    answers_before: seen(calm),
    answers_while_a_schedule_goes_out: seen(busy),
    schedule_planned_s: round((plannedAfter ?? Number.NaN) / 1_000, 1),
    rss_mb: { started: mb(started), talked: mb(talked), most: mb(most) },
  };
}

const [at = "", ...numbers] = process.argv.slice(2);
const [groups = 0, members = 0, talkers = 0, polls = 0, watchedS = 0] = numbers.map(Number);
tell(await measure({ at, groups, members, talkers, polls, watchedS }));
process.disconnect();
