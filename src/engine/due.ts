import type { Clock } from "../core/time/clock.js";
import type { Schedule } from "../domain/schedule/schema.js";
import { sendChatOrderNotice } from "../features/chat-order/notice.js";
import type { Draw } from "../features/experiment/deps.js";
import { openDay } from "../features/experiment/open-day.js";
import { expireOrder } from "../features/order/expire.js";
import type { ScheduleRecord } from "../features/schedule/records.js";
import { firstSlot, ruleAt, schedulesInPlay } from "../features/schedule/schedule-arms.js";
import type { EnrolmentRecord, WatchRecord } from "../features/script/records.js";
import { walk } from "../features/script/scripts.js";
import { moveWatch } from "../features/script/watch.js";
import type { Store, Stored } from "../store/port.js";
import { commitWithRetry } from "./commit-with-retry.js";
import { loadContext } from "./context.js";
import { addFact, closeDecision, enrol, openDecision } from "./decision.js";
import { allowedFrom, givingWay } from "./outbound/send-window.js";
import type { Playbooks } from "./playbooks.js";
import { say, speakingOf } from "./say.js";

type Deps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
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
  await commitWithRetry(deps.store, async (spent) => {
    const now = deps.clock.now();
    const context = await loadContext(deps, {
      client: due.client,
      groupId: enrolment.group,
      memberId: enrolment.member,
      now,
      seed: `due:${due.key}:${due.due ?? 0}`,
      spent,
    });
    if (!context) {
      const changes = [{ op: "remove" as const, kind: "enrolment" as const, key: due.key }];
      return { client: due.client, changes, outbox: [], facts: [] };
    }
    const decision = openDecision(context);
    const from = context.paused ? now + 60_000 : givingWay(decision, now);
    if (from > now) enrol(decision, due.key, enrolment, from);
    else walk(decision, { key: due.key, enrolment, unasked: true }, { kind: "time" });
    return closeDecision(decision);
  });
}

/** One slot of a schedule goes to every group of its pool; each group and the next slot is a commit of its own. */
async function sendSchedule(deps: Deps, due: Due, record: ScheduleRecord): Promise<void> {
  const { store, playbooks, clock } = deps;
  const { client } = due;
  const { schedule, slot } = record;
  const zone = playbooks.current(client)?.playbook.timezone;
  const rules =
    zone === undefined ? [] : ((await schedulesInPlay(deps, client)).get(schedule) ?? []);
  const now = clock.now();
  if (!record.paused && now - slot < LATE_MS) {
    const setting = (await store.get(client, "setting", "client"))?.value;
    for (const { key: groupId, value } of await store.list(client, "group")) {
      const rule = ruleAt(playbooks, client, { groupId, setting, schedule, slot });
      if (rule && value.pool === rule.pool && !value.gone && !value.unbound) {
        await sendSlot(deps, client, groupId, record, rule);
      }
    }
  }
  const next = zone === undefined ? undefined : firstSlot(rules, zone, now);
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
  await commitWithRetry(store, async (spent) => {
    const context = spent.has(seed)
      ? undefined
      : await loadContext(deps, { client, groupId, now, seed });
    if (!context) return undefined;
    const decision = openDecision(context);
    decision.changes.push({ op: "add", counter: seed, by: 1, limit: 1 });
    const words = speakingOf(decision, rule.promo);
    const limited = allowedFrom(decision, now) > now ? "limit" : undefined;
    const held = context.paused ? "paused" : (limited ?? (words ? undefined : "no_promo"));
    decision.words = words ?? {};
    if (held) addFact(decision, "held", { schedule, why: held });
    else say(decision, rule.say, { unasked: true, promo: rule.promo });
    return closeDecision(decision);
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
    else if (item.kind === "order") await expireOrder(deps, item);
    else if (item.kind === "notice") await sendChatOrderNotice(deps, item);
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
  deps: Pick<Deps, "store" | "playbooks" | "clock">,
  client: string,
): Promise<void> {
  const playbook = deps.playbooks.current(client)?.playbook;
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
