import { parseDuration } from "../core/duration.js";
import type { Event, Person } from "../core/event.js";
import { hasRoom, holdsSeat, isNearlyFull, nextOpen } from "../group/seats.js";
import { asksToStop } from "../guard/opt-out.js";
import type { Commit } from "../store/port.js";
import {
  act,
  addFact,
  closeDraft,
  type Draft,
  openDraft,
  placeOf,
  say,
  type View,
} from "./draft.js";
import { signalScripts } from "./scripts.js";
import { tellText } from "./tell.js";

/** One capability's share; returns true when the event needs no further answer. */
type Contribution = (draft: Draft, event: Event) => boolean;

function meet(draft: Draft, person: Person): void {
  const { platform } = draft.group;
  const known = draft.member;
  if (known?.name === person.name) return;
  draft.member = known
    ? { ...known, name: person.name }
    : {
        platform,
        user: person.user,
        name: person.name,
        tags: [],
        saved: {},
        cooldowns: {},
        unasked: [],
        scripts: {},
      };
}

function take(draft: Draft, by: number): void {
  const taken = Math.max(0, draft.group.taken + by);
  const rules = draft.view.stage.playbook.groups;
  draft.group = { ...draft.group, taken };
  if (isNearlyFull(taken, rules) && !draft.group.warned) {
    draft.group = { ...draft.group, warned: true };
    const next = nextOpen(
      draft.view.pool,
      { id: draft.view.groupId, pool: draft.group.pool },
      rules,
    );
    tellText(
      draft,
      next
        ? `【${draft.group.title}】已有 ${taken}/${rules.capacity} 人，新人将进入「${next.group.title}」。`
        : `【${draft.group.title}】已有 ${taken}/${rules.capacity} 人，同一群池没有下一个群了。请新建一个群，把机器人设为管理员，在群里发 /bind ${draft.view.stage.playbook.client} ${draft.group.pool}`,
    );
  } else if (!isNearlyFull(taken, rules) && draft.group.warned) {
    draft.group = { ...draft.group, warned: false };
  }
}

function seat(draft: Draft, status: "waiting" | "approved" | "in" | "left"): void {
  const { groupId, memberId, now } = draft.view;
  if (memberId) draft.seat = { group: groupId, member: memberId, status, since: now };
}

const trackGroup: Contribution = (draft, event) => {
  const group = draft.group;
  switch (event.kind) {
    case "counted":
      if (event.count !== group.taken) take(draft, event.count - group.taken);
      return true;
    case "link":
      draft.group = { ...group, link: event.link };
      return true;
    case "migrated":
      draft.group = { ...group, chat: event.to };
      addFact(draft, "migrated", { to: event.to });
      return true;
    case "bot_status": {
      const admin = event.status === "admin" && event.canInvite;
      if (group.admin && !admin) {
        tellText(
          draft,
          `【${group.title}】机器人不再有邀请权限，新人无法入群。请在群设置 → 管理员 → 机器人，打开「邀请成员」。`,
        );
      }
      draft.group = { ...group, admin };
      if (admin && !group.link) act(draft, { kind: "invite_link", to: placeOf(draft.group) });
      return true;
    }
    default:
      return false;
  }
};

const trackSeats: Contribution = (draft, event) => {
  if (event.kind === "joined") {
    meet(draft, event.person);
    if (!holdsSeat(draft.seat)) take(draft, 1);
    seat(draft, "in");
    addFact(draft, "joined");
    return event.person.bot ?? false;
  }
  if (event.kind === "left") {
    meet(draft, event.person);
    if (holdsSeat(draft.seat)) take(draft, -1);
    seat(draft, "left");
    addFact(draft, "left");
    for (const { key } of draft.view.enrolments)
      draft.changes.push({ op: "remove", kind: "enrolment", key });
  }
  return false;
};

const answerJoinRequest: Contribution = (draft, event) => {
  if (event.kind !== "join_request") return false;
  const rules = draft.view.stage.playbook.groups;
  const to = placeOf(draft.group);
  meet(draft, event.person);
  if (draft.seat?.status === "in" || draft.seat?.status === "approved") return true;
  if (hasRoom(draft.group, rules)) {
    seat(draft, "approved");
    take(draft, 1);
    act(draft, { kind: "approve_join", to, user: event.person.user });
    return true;
  }
  const next =
    rules.overflow === "next"
      ? nextOpen(draft.view.pool, { id: draft.view.groupId, pool: draft.group.pool }, rules)
      : undefined;
  if (next?.group.link) {
    const direct = { platform: event.platform, chat: event.reply, direct: true };
    const text = `${draft.group.title}已满，请加入${next.group.title}：${next.group.link}`;
    act(draft, { kind: "send_text", to: direct, text });
    act(draft, { kind: "decline_join", to, user: event.person.user });
    addFact(draft, "sent_on", { to: next.id });
  } else {
    seat(draft, "waiting");
    addFact(draft, "waitlisted");
  }
  return true;
};

const hear: Contribution = (draft, event) => {
  if (event.kind !== "message") return false;
  meet(draft, event.person);
  addFact(draft, "said");
  return event.person.bot === true || /^[/／]/.test(event.text.trim());
};

const optOut: Contribution = (draft, event) => {
  const rule = draft.view.stage.playbook.opt_out;
  if (event.kind !== "message" || !rule || !asksToStop(rule, event.text) || !draft.member)
    return false;
  draft.member = { ...draft.member, optedOut: true };
  addFact(draft, "opted_out");
  say(draft, rule.say, { unasked: false });
  return true;
};

const ASKS_IF_BOT = /机器人|真人吗|是不是人|人工智能吗|are you (a |an )?(bot|robot|human|ai)/i;

/** Asked whether it is a bot, the persona says so. */
const disclose: Contribution = (draft, event) => {
  if (event.kind !== "message" || !ASKS_IF_BOT.test(event.text)) return false;
  if (!draft.view.stage.persona.lines.disclosure) return false;
  say(draft, "disclosure", { unasked: false });
  return true;
};

const walkScripts: Contribution = (draft, event) => {
  if (event.kind === "message") return signalScripts(draft, "said", event.text);
  if (event.kind === "joined" || event.kind === "left") return signalScripts(draft, event.kind, "");
  return false;
};

const reply: Contribution = (draft, event) => {
  if (event.kind !== "message" || draft.view.paused) return false;
  const { now } = draft.view;
  for (const { id, matches, rule } of draft.view.stage.replies) {
    if (!matches(event.text)) continue;
    if (rule.cooldown) {
      const holder = rule.cooldown.per === "group" ? draft.group : draft.member;
      const last = holder?.cooldowns[id];
      if (last !== undefined && now - last < (parseDuration(rule.cooldown.for) ?? 0)) return true;
      const cooldowns = { ...holder?.cooldowns, [id]: now };
      if (rule.cooldown.per === "group") draft.group = { ...draft.group, cooldowns };
      else if (draft.member) draft.member = { ...draft.member, cooldowns };
    }
    say(draft, rule.say, { unasked: false });
    return true;
  }
  return false;
};

/** Who contributes to a decision, in this order, until one needs no further answer. */
const CONTRIBUTIONS: readonly Contribution[] = [
  trackGroup,
  trackSeats,
  answerJoinRequest,
  hear,
  optOut,
  disclose,
  walkScripts,
  reply,
];

/** What one event changes, says and records. Pure: the same view and event give the same commit. */
export function decide(view: View, event: Event, handles: number): Commit {
  const draft = openDraft(view);
  for (const contribute of CONTRIBUTIONS) if (contribute(draft, event)) break;
  return closeDraft(draft, handles);
}
