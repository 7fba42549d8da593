import type { EnrolmentRecord, ScheduleRecord } from "../core/record.js";
import { unaskedFrom } from "../guard/unasked.js";
import { nextSlot } from "../schedule/slots.js";
import type { Store, Stored } from "../store/port.js";
import type { Book } from "./book.js";
import type { Clock } from "./clock.js";
import { addFact, closeDraft, type Draft, enrol, openDraft, say, type View } from "./draft.js";
import { walk } from "./scripts.js";
import { loadView } from "./view.js";

type Deps = { readonly store: Store; readonly book: Book; readonly clock: Clock };
type Due = Stored & { readonly client: string };

const allowedFrom = (view: View, draft: Draft, withMember: boolean): number =>
  unaskedFrom({
    quiet: view.stage.playbook.quiet,
    zone: view.stage.playbook.timezone,
    limits: view.stage.playbook.limits,
    group: draft.group.unasked,
    member: withMember ? draft.member?.unasked : undefined,
    now: view.now,
  });

async function moveEnrolment(deps: Deps, due: Due, enrolment: EnrolmentRecord): Promise<void> {
  const { store, clock } = deps;
  const view = await loadView(deps, {
    client: due.client,
    groupId: enrolment.group,
    memberId: enrolment.member,
    now: clock.now(),
    seed: `due:${due.key}:${due.due ?? 0}`,
  });
  if (!view) {
    const changes = [{ op: "remove" as const, kind: "enrolment" as const, key: due.key }];
    await store.commit({ client: due.client, changes, outbox: [], facts: [] });
    return;
  }
  const draft = openDraft(view);
  const from = view.paused ? view.now + 60_000 : allowedFrom(view, draft, true);
  if (from > view.now) enrol(draft, due.key, enrolment, from);
  else walk(draft, { key: due.key, enrolment, unasked: true }, { kind: "time" });
  await store.commit(closeDraft(draft));
}

/** One slot of a schedule goes to every group of its pool; each group and the next slot is a commit of its own. */
async function sendSchedule(deps: Deps, due: Due, record: ScheduleRecord): Promise<void> {
  const { store, book, clock } = deps;
  const playbook = book.edition(due.client)?.playbook;
  const rule = playbook?.schedule[record.schedule];
  const now = clock.now();
  if (playbook && rule && !record.paused && now - record.slot < 3_600_000) {
    for (const { key: groupId, value } of await store.list(due.client, "group")) {
      if (value.pool !== rule.pool) continue;
      const seed = `schedule:${record.schedule}:${record.slot}:${groupId}`;
      const view = await loadView(deps, { client: due.client, groupId, now, seed });
      if (!view || (await store.counter(due.client, seed)) > 0) continue;
      const draft = openDraft(view);
      draft.changes.push({ op: "add", counter: seed, by: 1, limit: 1 });
      if (allowedFrom(view, draft, false) > now)
        addFact(draft, "held", { schedule: record.schedule });
      else say(draft, rule.say, { unasked: true });
      await store.commit(closeDraft(draft));
    }
  }
  const next = playbook && rule ? nextSlot(rule, playbook.timezone, now) : undefined;
  const change =
    next === undefined
      ? ({ op: "remove", kind: "schedule", key: due.key } as const)
      : ({
          op: "put",
          kind: "schedule",
          key: due.key,
          value: { ...record, slot: next },
          due: next,
        } as const);
  await store.commit({ client: due.client, changes: [change], outbox: [], facts: [] });
}

/** Does everything that is due now. The store says what is due, so a restart loses and repeats nothing. */
export async function runDue(deps: Deps): Promise<number> {
  const due = await deps.store.due(deps.clock.now(), 500);
  for (const item of due) {
    if (item.kind === "enrolment") await moveEnrolment(deps, item, item.value as EnrolmentRecord);
    else if (item.kind === "schedule") await sendSchedule(deps, item, item.value as ScheduleRecord);
  }
  return due.length;
}

/** Gives every schedule of a client its next time; a schedule that already has one keeps it. */
export async function plantSchedules(deps: Deps, client: string): Promise<void> {
  const playbook = deps.book.edition(client)?.playbook;
  if (!playbook) return;
  for (const [id, rule] of Object.entries(playbook.schedule)) {
    const known = await deps.store.get(client, "schedule", id);
    const slot = nextSlot(rule, playbook.timezone, deps.clock.now());
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
