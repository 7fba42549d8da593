import type { Event, Instant } from "../../core/event.js";
import type { SeatRecord } from "../../domain/group/record.js";
import {
  hasRoom,
  isNearlyFull,
  isOnItsWay,
  nextOpen,
  type PoolGroup,
} from "../../domain/group/seats.js";
import { act, addFact, type Decision, placeOf, putSeat } from "../../engine/decision.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import { sayText } from "../../engine/say.js";
import { knowMember } from "../member/know-member.js";
import { marks } from "../member/speech.js";
import { watchSilence } from "../script/watch.js";
import { noteCount, noteMove } from "./counting.js";
import { askForLink } from "./link.js";
import { noteSource, withSource } from "./source.js";
import { text } from "./texts.js";

/** What operators hear when seats run short. */
function shortage(decision: Decision, full: boolean, next?: PoolGroup): string {
  const { client, groups, locale } = decision.context.compiled.playbook;
  const { title: group, taken, pool } = decision.group;
  const { capacity } = groups;
  if (next) return text(locale, "nearly-full", { group, taken, capacity, next: next.group.title });
  const key = full ? "pool-full" : "nearly-full-last";
  const said = text(locale, key, { group, taken, capacity, pool, client });
  const account = decision.context.loaded.seats?.movedTo;
  return account === undefined ? said : `${said}\n${text(locale, "moved-only", { pool, account })}`;
}

function nextGroup(decision: Decision): PoolGroup | undefined {
  const from = { id: decision.context.groupId, pool: decision.group.pool };
  return nextOpen(decision.context.loaded.seats?.pool ?? [], from);
}

/** Seats are taken or given back; operators hear once when they run short. */
function take(decision: Decision, by: number): void {
  const rules = decision.context.compiled.playbook.groups;
  if (by === 0) return;
  const taken = Math.max(0, decision.group.taken + by);
  decision.group = { ...decision.group, taken };
  const next = nextGroup(decision);
  const warned = isNearlyFull(taken, rules);
  const toldFull = !hasRoom(taken, rules) && !next;
  const full = toldFull && !decision.group.toldFull;
  if (full || (warned && !decision.group.warned))
    notifyOperators(decision, shortage(decision, full, next));
  if (
    warned !== (decision.group.warned ?? false) ||
    toldFull !== (decision.group.toldFull ?? false)
  ) {
    decision.group = { ...decision.group, warned, toldFull };
  }
}

function seat(decision: Decision, status: SeatRecord["status"], moved?: Instant): void {
  const { groupId: group, memberId: member, now } = decision.context;
  if (!member) return;
  const when = moved === undefined ? {} : { moved, arrived: status === "in", listed: undefined };
  decision.seat = { ...decision.seat, group, member, status, since: now, ...when };
}

/** Those who wait at the door get the free seats, the longest waiting first. */
function admitWaiting(decision: Decision): void {
  const rules = decision.context.compiled.playbook.groups;
  const inLine = [...(decision.context.loaded.seats?.waiting ?? [])].sort(
    (a, b) => a.value.since - b.value.since,
  );
  for (const { value, rev } of inLine) {
    if (!hasRoom(decision.group.taken, rules)) return;
    if (value.member === decision.context.memberId) continue;
    const approved = { ...value, status: "approved" as const, since: decision.context.now };
    decision.changes.push(putSeat(value.group, value.member, { value: approved, rev }));
    const user = value.member.slice(decision.group.platform.length + 1);
    act(decision, { kind: "approve_join", to: placeOf(decision.group), user });
    take(decision, 1);
  }
}

/** Of what a platform says, in characters. */
const WHY_SHOWN = 120;

/** What happens to the group as a whole: its rights, its link, its id, the platform's own count. */
export function trackGroup(decision: Decision, event: Event): boolean {
  const group = decision.group;
  switch (event.kind) {
    case "counted":
      take(decision, noteCount(decision, event));
      admitWaiting(decision);
      return true;
    case "link":
      if (event.source !== undefined) return false;
      decision.group = { ...group, link: event.link };
      return true;
    case "migrated":
      decision.group = { ...group, chat: event.to };
      addFact(decision, "migrated", { to: event.to });
      return true;
    case "bot_status": {
      const needsRight = event.canInvite !== undefined;
      const admin = needsRight ? event.status === "admin" && event.canInvite : group.admin;
      const gone = event.status === "gone";
      // A bot that was never an admin here nor got a link was never let in.
      const never = group.admin === undefined && !group.link && group.taken <= 1;
      const { locale } = decision.context.compiled.playbook;
      const { title, chat } = group;
      if (gone && !group.gone) {
        const lost = never
          ? text(locale, "not-in", { group: title, chat })
          : text(locale, "removed", { group: title });
        notifyOperators(decision, lost);
      } else if (!gone && needsRight && !admin && group.admin !== false)
        notifyOperators(decision, text(locale, "rights-lost", { group: title }));
      decision.group = { ...group, admin, gone };
      if (admin) askForLink(decision);
      if (admin) admitWaiting(decision);
      return true;
    }
    case "effect_failing": {
      const { locale } = decision.context.compiled.playbook;
      const { user: who, why } = event;
      const told = { group: group.title, why: why.slice(0, WHY_SHOWN) };
      notifyOperators(
        decision,
        who === undefined
          ? text(locale, "failing-link", told)
          : text(locale, "failing-person", { ...told, who }),
      );
      return true;
    }
    default:
      return false;
  }
}

/** Who is in and who has left. Who has moved again since gets no welcome, and loses nothing. */
export function trackSeats(decision: Decision, event: Event): boolean {
  if (event.kind !== "joined" && event.kind !== "left") return false;
  const status = event.kind === "joined" ? "in" : "left";
  const before = decision.seat;
  const late = event.at < (before?.moved ?? Number.NEGATIVE_INFINITY);
  const isKnown = before?.status === status;
  const { inferred } = event;
  // What a list says counts for less than what was told since, and tells nothing twice.
  if (inferred && (late || isKnown)) return true;
  const isTwice = isKnown && !isOnItsWay(before, event.at);
  const hasArrived = isTwice && before.arrived === true;
  // A list may lack names: one that is known stays.
  if (!decision.member || event.person.name !== "") knowMember(decision, event.person);
  const marked = { ...marks(event.person, isTwice), ...(inferred && { inferred }) };
  if (event.kind === "left") addFact(decision, "left", marked);
  else addFact(decision, "joined", withSource(decision, event, marked));
  if (!late) seat(decision, status, event.at);
  // When that was nobody knows: the list that tells of it tells how many there are, too.
  if (!inferred) take(decision, noteMove(decision, event));
  if (event.kind === "left") {
    if (!late) endScripts(decision);
    admitWaiting(decision);
    return late;
  }
  if (!late) watchSilence(decision);
  return late || event.person.bot === true || hasArrived || event.quiet === true;
}

function endScripts(decision: Decision): void {
  for (const { key } of decision.context.loaded.script?.enrolments ?? [])
    decision.changes.push({ op: "remove", kind: "enrolment", key });
}

/** A person asks for a seat: this group's, the next one's, or a place in the line. */
export function answerJoinRequest(decision: Decision, event: Event): boolean {
  if (event.kind === "not_admitted") {
    if (decision.seat?.status !== "approved") return true;
    seat(decision, event.again ? "waiting" : "left");
    take(decision, -1);
    if (!event.again) admitWaiting(decision);
    return true;
  }
  if (event.kind !== "join_request") return false;
  const { groups: rules, locale } = decision.context.compiled.playbook;
  const to = placeOf(decision.group);
  const { user } = event.person;
  knowMember(decision, event.person);
  noteSource(decision, event);
  if (decision.seat?.status === "in" || decision.seat?.status === "approved") {
    // The platform says they are outside: let them in again, on the seat that is counted already.
    act(decision, { kind: "approve_join", to, user });
    return true;
  }
  if (hasRoom(decision.group.taken, rules)) {
    seat(decision, "approved");
    take(decision, 1);
    act(decision, { kind: "approve_join", to, user });
    return true;
  }
  const next = rules.overflow === "next" ? nextGroup(decision) : undefined;
  const place = { platform: event.platform, chat: event.reply, direct: true };
  const door = { unasked: false, rarely: true, to: { place, account: decision.group.account } };
  if (next?.group.link) {
    const { title, link } = next.group;
    const sentOn = text(locale, "sent-on", { group: decision.group.title, next: title, link });
    sayText(decision, sentOn, door);
    act(decision, { kind: "decline_join", to, user });
    addFact(decision, "sent_on", { to: next.id });
    return true;
  }
  if (decision.seat?.status === "waiting") return true;
  seat(decision, "waiting");
  sayText(decision, text(locale, "waitlisted", { group: decision.group.title }), door);
  addFact(decision, "waitlisted");
  return true;
}
