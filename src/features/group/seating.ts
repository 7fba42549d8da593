import type { Event } from "../../core/event.js";
import type { SeatRecord } from "../../core/record.js";
import {
  hasRoom,
  holdsSeat,
  isNearlyFull,
  nextOpen,
  onTheirWay,
  type PoolGroup,
} from "../../domain/group/seats.js";
import { act, addFact, type Draft, placeOf, putSeat } from "../../engine/decision.js";
import { tellText } from "../../engine/notify-operators.js";
import { meet } from "../member/know-member.js";
import { marks } from "../member/speech.js";
import { watchSilence } from "../script/watch.js";
import { seatText } from "./texts.js";

type SeatCode = Parameters<typeof seatText>[0];

function text(draft: Draft, code: SeatCode, params: Record<string, string | number> = {}): string {
  const { client, groups, locale } = draft.view.stage.playbook;
  const { title: group, taken, pool } = draft.group;
  return seatText(code, locale, {
    client,
    group,
    taken,
    pool,
    capacity: groups.capacity,
    ...params,
  });
}

function nextGroup(draft: Draft): PoolGroup | undefined {
  const from = { id: draft.view.groupId, pool: draft.group.pool };
  return nextOpen(draft.view.pool, from);
}

/** Seats are taken or given back; operators hear once when they run short. */
function take(draft: Draft, by: number): void {
  const rules = draft.view.stage.playbook.groups;
  const taken = Math.max(0, draft.group.taken + by);
  draft.group = { ...draft.group, taken };
  const next = nextGroup(draft);
  const warned = isNearlyFull(taken, rules);
  const toldFull = !hasRoom(taken, rules) && !next;
  if (toldFull && !draft.group.toldFull) tellText(draft, text(draft, "pool_full"));
  else if (warned && !draft.group.warned) {
    const code = next ? "nearly_full" : "nearly_full_last";
    tellText(draft, text(draft, code, { next: next?.group.title ?? "" }));
  }
  if (warned !== (draft.group.warned ?? false) || toldFull !== (draft.group.toldFull ?? false)) {
    draft.group = { ...draft.group, warned, toldFull };
  }
}

function seat(draft: Draft, status: SeatRecord["status"]): void {
  const { groupId, memberId, now } = draft.view;
  if (memberId)
    draft.seat = { ...draft.seat, group: groupId, member: memberId, status, since: now };
}

/** Those who wait at the door get the free seats, the longest waiting first. */
function admitWaiting(draft: Draft): void {
  const rules = draft.view.stage.playbook.groups;
  const inLine = [...draft.view.waiting].sort((a, b) => a.value.since - b.value.since);
  for (const { value, rev } of inLine) {
    if (!hasRoom(draft.group.taken, rules)) return;
    if (value.member === draft.view.memberId) continue;
    const approved = { ...value, status: "approved" as const, since: draft.view.now };
    draft.changes.push(putSeat(value.group, value.member, { value: approved, rev }));
    const user = value.member.slice(draft.group.platform.length + 1);
    act(draft, { kind: "approve_join", to: placeOf(draft.group), user });
    take(draft, 1);
  }
}

/** What happens to the group as a whole: its rights, its link, its id, the platform's own count. */
export function trackGroup(draft: Draft, event: Event): boolean {
  const group = draft.group;
  switch (event.kind) {
    case "counted": {
      const taken = event.count + onTheirWay(draft.view.approved, draft.view.now);
      if (taken !== group.taken) take(draft, taken - group.taken);
      admitWaiting(draft);
      return true;
    }
    case "link":
      draft.group = { ...group, link: event.link };
      return true;
    case "migrated":
      draft.group = { ...group, chat: event.to };
      addFact(draft, "migrated", { to: event.to });
      return true;
    case "bot_status": {
      const admin = event.status === "admin" && event.canInvite;
      const gone = event.status === "gone";
      // A bot that was never an admin here nor got a link was never let in.
      const never = group.admin === undefined && !group.link && group.taken <= 1;
      const code = never ? "not_in" : "removed";
      if (gone && !group.gone) tellText(draft, text(draft, code, { chat: group.chat }));
      else if (!gone && !admin && group.admin !== false)
        tellText(draft, text(draft, "rights_lost"));
      draft.group = { ...group, admin, gone };
      if (admin && !group.link) act(draft, { kind: "invite_link", to: placeOf(group) });
      if (admin) admitWaiting(draft);
      return true;
    }
    default:
      return false;
  }
}

/** Who is in and who has left. */
export function trackSeats(draft: Draft, event: Event): boolean {
  if (event.kind === "joined") {
    meet(draft, event.person);
    if (!holdsSeat(draft.seat)) take(draft, 1);
    addFact(draft, "joined", marks(event.person, draft.seat?.status === "in"));
    seat(draft, "in");
    watchSilence(draft);
    return event.person.bot ?? false;
  }
  if (event.kind === "left") {
    meet(draft, event.person);
    // Someone whose arrival went unseen had a seat too.
    if (!draft.seat || holdsSeat(draft.seat)) take(draft, -1);
    addFact(draft, "left", marks(event.person, draft.seat?.status === "left"));
    seat(draft, "left");
    for (const { key } of draft.view.enrolments)
      draft.changes.push({ op: "remove", kind: "enrolment", key });
    admitWaiting(draft);
  }
  return false;
}

/** A person asks for a seat: this group's, the next one's, or a place in the line. */
export function answerJoinRequest(draft: Draft, event: Event): boolean {
  if (event.kind === "not_admitted") {
    if (draft.seat?.status !== "approved") return true;
    seat(draft, event.again ? "waiting" : "left");
    take(draft, -1);
    if (!event.again) admitWaiting(draft);
    return true;
  }
  if (event.kind !== "join_request") return false;
  const rules = draft.view.stage.playbook.groups;
  const to = placeOf(draft.group);
  const { user } = event.person;
  meet(draft, event.person);
  if (draft.seat?.status === "in" || draft.seat?.status === "approved") {
    // The platform says they are outside: let them in again, on the seat that is counted already.
    act(draft, { kind: "approve_join", to, user });
    return true;
  }
  if (hasRoom(draft.group.taken, rules)) {
    seat(draft, "approved");
    take(draft, 1);
    act(draft, { kind: "approve_join", to, user });
    return true;
  }
  const next = rules.overflow === "next" ? nextGroup(draft) : undefined;
  const direct = { platform: event.platform, chat: event.reply, direct: true };
  if (next?.group.link) {
    const { title, link } = next.group;
    act(draft, {
      kind: "send_text",
      to: direct,
      text: text(draft, "sent_on", { next: title, link }),
    });
    act(draft, { kind: "decline_join", to, user });
    addFact(draft, "sent_on", { to: next.id });
    return true;
  }
  if (draft.seat?.status === "waiting") return true;
  seat(draft, "waiting");
  act(draft, { kind: "send_text", to: direct, text: text(draft, "waitlisted") });
  addFact(draft, "waitlisted");
  return true;
}
