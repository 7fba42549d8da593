import { setTimeout as wait } from "node:timers/promises";
import { createRuntime } from "../../dist/app/runtime.js";
import type { Action } from "../../dist/core/action.js";
import type { Store } from "../../dist/store/port.js";
import { openStore } from "../open-store.js";
import { messageEvent, swiftPlatform } from "../rig.js";
import { median, print, quantile, round } from "../statistics.js";
import { openTown, userOf } from "../town.js";
import { said } from "../traffic.js";

const POLL = 100;
/** Some seconds before the playbook's scheduled message, on a clock that ticks. */
const JUST_BEFORE = Date.parse("2026-11-24T14:00:00+08:00");
const SLOT = Date.parse("2026-11-24T14:30:00+08:00");
const ASKED_EVERY_MS = 250;
const QUESTION = "几点开门";

type Of = {
  readonly at: string;
  readonly groups: number;
  readonly members: number;
  readonly talkers: number;
  /** How many polls are measured. */
  readonly polls: number;
  /** For how long answers are looked at, before and after the schedule begins. */
  readonly watchedS: number;
};

/** Tells when the event of a number was committed, and what was said by a schedule. */
function watch(store: Store) {
  const waiting = new Set<number>();
  let done = () => {};
  let planned = 0;
  /** When it was taken in what was asked, and by chat what is said on it. */
  const accepted = new Map<number, number>();
  const answers = new Map<
    string,
    { readonly text: string; readonly tookMs: number; readonly due: number }
  >();
  const watched: Store = {
    ...store,
    async accept(events, now) {
      const from = performance.now();
      const fresh = await store.accept(events, now);
      for (const { seq } of fresh) {
        waiting.add(seq);
        accepted.set(seq, from);
      }
      return fresh;
    },
    async deadLetter(seq, why, program) {
      await store.deadLetter(seq, why, program);
      if (waiting.delete(seq) && waiting.size === 0) done();
    },
    async commit(commit) {
      const result = await store.commit(commit);
      if (result.ok) planned += commit.outbox.filter(({ rank }) => rank === 5).length;
      const from = accepted.get(commit.handles ?? -1);
      accepted.delete(commit.handles ?? -1);
      for (const { action, due } of result.ok && from !== undefined ? commit.outbox : [])
        if (action.kind === "send_text") {
          const answer = { text: action.text, tookMs: performance.now() - from, due };
          answers.set(action.to.chat, answer);
        }
      if (result.ok && waiting.delete(commit.handles ?? -1) && waiting.size === 0) done();
      return result;
    },
  };
  const handled = () =>
    new Promise<void>((resolve) => {
      done = resolve;
      if (waiting.size === 0) resolve();
    });
  /** How long an answer was held up: until it was decided, and from when it was due until it leaves now. */
  function heldUp({ kind, to, ...rest }: Action, now: number): number | undefined {
    const answer = answers.get(to.chat);
    if (!answer || kind !== "send_text" || !("text" in rest) || rest.text !== answer.text)
      return undefined;
    answers.delete(to.chat);
    return answer.tookMs + now - answer.due;
  }
  /** What was asked before is no longer waited for. */
  const forget = () => answers.clear();
  return { store: watched, handled, heldUp, forget, planned: () => planned };
}

async function measure({ at, groups, members, talkers, polls, watchedS }: Of) {
  const opening = performance.now();
  const watched = watch(await openStore(at));
  const { store } = watched;
  let ahead = JUST_BEFORE - Date.now();
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() };
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
  for (let warm = 0; warm < polls / 4; warm += 1) await onePoll();
  times.length = 0;
  cpus.length = 0;
  for (let poll = 0; poll < polls; poll += 1) await onePoll();
  const talked = process.memoryUsage.rss();

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
  // The last sends wait for a second that keeps no process alive.
  const alive = setInterval(() => {}, 1_000);
  await runtime.stop();
  clearInterval(alive);
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
    event_us: { median: round(median(times)), p99: round(quantile(times, 0.99)) },
    event_cpu_us: { median: round(median(cpus)), p99: round(quantile(cpus, 0.99)) },
    answers_before: seen(calm),
    answers_while_a_schedule_goes_out: seen(busy),
    schedule_planned_s: round((plannedAfter ?? Number.NaN) / 1_000, 1),
    rss_mb: { started: mb(started), talked: mb(talked), most: mb(most) },
  };
}

const [at = "", ...numbers] = process.argv.slice(2);
const [groups = 0, members = 0, talkers = 0, polls = 0, watchedS = 0] = numbers.map(Number);
print(await measure({ at, groups, members, talkers, polls, watchedS }));
