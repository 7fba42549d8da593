import type { EnrolmentRecord, ScheduleRecord, WatchRecord } from "../core/record.js";
import type { Schedule } from "../schedule/schema.js";
import type { Store, Stored } from "../store/port.js";
import { attempt } from "./attempt.js";
import type { Book } from "./book.js";
import type { Clock } from "./clock.js";
import { openDay } from "./day.js";
import { addFact, closeDraft, enrol, openDraft } from "./draft.js";
import { allowedFrom, givingWay } from "./hold.js";
import { lapseOrder } from "./lapse.js";
import type { Draw } from "./picture.js";
import { say, speakingOf } from "./say.js";
import { firstSlot, ruleAt, schedulesInPlay } from "./schedule-arms.js";
import { walk } from "./scripts.js";
import { noticeTyped } from "./typed-notice.js";
import { loadView } from "./view.js";
import { moveWatch } from "./watch.js";

type Deps = {
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly draw?: Draw | undefined;
  /** Told when something that was due could not be done; it is tried again a minute later. */
  readonly onStuck: (key: string, error: unknown) => void;
};
type Due = Stored & { readonly client: string };

/** A slot that was missed by more than this is not made up for. */
const LATE_MS = 3_600_000;
const STUCK_MS = 60_000;

async function moveEnrolment(deps: Deps, due: Due, enrolment: EnrolmentRecord): Promise<void> {
  await attempt(deps.store, async (spent) => {
    const now = deps.clock.now();
    const view = await loadView(deps, {
      client: due.client,
      groupId: enrolment.group,
      memberId: enrolment.member,
      now,
      seed: `due:${due.key}:${due.due ?? 0}`,
      spent,
    });
    if (!view) {
      const changes = [{ op: "remove" as const, kind: "enrolment" as const, key: due.key }];
      return { client: due.client, changes, outbox: [], facts: [] };
    }
    const draft = openDraft(view);
    const from = view.paused ? now + 60_000 : givingWay(draft, now);
    if (from > now) enrol(draft, due.key, enrolment, from);
    else walk(draft, { key: due.key, enrolment, unasked: true }, { kind: "time" });
    return closeDraft(draft);
  });
}

/** One slot of a schedule goes to every group of its pool; each group and the next slot is a commit of its own. */
async function sendSchedule(deps: Deps, due: Due, record: ScheduleRecord): Promise<void> {
  const { store, book, clock } = deps;
  const { client } = due;
  const { schedule, slot } = record;
  const zone = book.edition(client)?.playbook.timezone;
  const rules =
    zone === undefined ? [] : ((await schedulesInPlay(deps, client)).get(schedule) ?? []);
  const now = clock.now();
  if (!record.paused && now - slot <= LATE_MS) {
    const setting = (await store.get(client, "setting", "client"))?.value;
    for (const { key: groupId, value } of await store.list(client, "group")) {
      const rule = ruleAt(book, client, { groupId, setting, schedule, slot });
      if (rule && value.pool === rule.pool && !value.gone && !value.unbound) {
        await sendSlot(deps, client, groupId, record, rule);
      }
    }
  }
  // Slots that passed meanwhile are too late as well, or have their turn at once.
  const from = Math.max(slot, now - LATE_MS - 1);
  const next = zone === undefined ? undefined : firstSlot(rules, zone, from);
  const change =
    next === undefined
      ? ({ op: "remove", kind: "schedule", key: due.key } as const)
      : ({
          op: "put",
          kind: "schedule",
          key: due.key,
          value: { ...record, slot: next },
          due: next,
          rev: due.rev,
        } as const);
  await store.commit({ client, changes: [change], outbox: [], facts: [] });
}

async function sendSlot(
  deps: Deps,
  client: string,
  groupId: string,
  { schedule, slot }: ScheduleRecord,
  rule: Schedule,
): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const seed = `schedule:${schedule}:${slot}:${groupId}`;
  if ((await store.counter(client, seed)) > 0) return;
  await attempt(store, async (spent) => {
    const view = spent.has(seed) ? undefined : await loadView(deps, { client, groupId, now, seed });
    if (!view) return undefined;
    const draft = openDraft(view);
    draft.changes.push({ op: "add", counter: seed, by: 1, limit: 1 });
    const words = speakingOf(draft, rule.promo);
    const limited = allowedFrom(draft, now) > now ? "limit" : undefined;
    const held = view.paused ? "paused" : (limited ?? (words ? undefined : "no_promo"));
    draft.words = words ?? {};
    if (held) addFact(draft, "held", { schedule, why: held });
    else say(draft, rule.say, { unasked: true, promo: rule.promo });
    return closeDraft(draft);
  });
}

/** Does everything that is due now. The store says what is due, so a restart loses and repeats nothing. */
export function createScheduler(deps: Deps): { readonly runDue: () => Promise<number> } {
  const stuckUntil = new Map<string, number>();
  async function run(item: Due): Promise<void> {
    if (item.kind === "enrolment") await moveEnrolment(deps, item, item.value as EnrolmentRecord);
    else if (item.kind === "watch") await moveWatch(deps, item, item.value as WatchRecord);
    else if (item.kind === "day") {
      const replan = (client: string) => plantSchedules(deps, client);
      await openDay({ ...deps, replan }, item.client, item as Stored<"day">);
    } else if (item.kind === "schedule")
      await sendSchedule(deps, item, item.value as ScheduleRecord);
    else if (item.kind === "order") await lapseOrder(deps, item);
    else if (item.kind === "notice") await noticeTyped(deps, item);
  }
  return {
    /** @returns how many things were done. */
    async runDue() {
      const now = deps.clock.now();
      let done = 0;
      for (const item of await deps.store.due(now, 500)) {
        const key = `${item.client}/${item.kind}/${item.key}`;
        if ((stuckUntil.get(key) ?? 0) > now) continue;
        stuckUntil.delete(key);
        done++;
        try {
          await run(item);
        } catch (error) {
          stuckUntil.set(key, now + STUCK_MS);
          deps.onStuck(key, error);
        }
      }
      return done;
    },
  };
}

/** Gives every schedule of a client its next time; one that has a time of the same rule keeps it. */
export async function plantSchedules(
  deps: Pick<Deps, "store" | "book" | "clock">,
  client: string,
): Promise<void> {
  const playbook = deps.book.edition(client)?.playbook;
  if (!playbook) return;
  const schedules = await schedulesInPlay(deps, client);
  for (const { key } of await deps.store.list(client, "schedule")) {
    if (schedules.has(key)) continue;
    const changes = [{ op: "remove", kind: "schedule", key } as const];
    await deps.store.commit({ client, changes, outbox: [], facts: [] });
  }
  for (const [id, rules] of schedules) {
    const known = await deps.store.get(client, "schedule", id);
    const slot = firstSlot(rules, playbook.timezone, deps.clock.now());
    if (slot === undefined || (known && known.value.slot <= deps.clock.now())) continue;
    const value: ScheduleRecord = { ...known?.value, schedule: id, slot };
    await deps.store.commit({
      client,
      outbox: [],
      facts: [],
      changes: [{ op: "put", kind: "schedule", key: id, value, due: slot }],
    });
  }
}
