import { parseDuration } from "../core/duration.js";
import type { EnrolmentRecord } from "../core/record.js";
import { advance, type Input } from "../script/advance.js";
import type { Script, Signal } from "../script/schema.js";
import { grantUsable } from "./coupons.js";
import { addFact, type Draft, enrol } from "./draft.js";
import { say } from "./say.js";
import { tellOperators } from "./tell.js";

type Walk = {
  readonly key: string;
  readonly enrolment: EnrolmentRecord;
  readonly unasked: boolean;
};

/**
 * Moves one enrolment on, in the version it began with, and carries out what its steps do.
 * @returns false when the input was not for it.
 */
export function walk(draft: Draft, one: Walk, input: Input): boolean {
  const { stage, past } = draft.view;
  draft.words = {};
  draft.stage = past.get(one.enrolment.version) ?? stage;
  const news = step(draft, one, input);
  draft.stage = stage;
  draft.words = {};
  for (const tag of news ?? []) startTagged(draft, tag, one.unasked);
  return news !== undefined;
}

/** @returns the tags that are new to the member, or undefined when the input was not for this enrolment. */
function step(draft: Draft, { key, enrolment, unasked }: Walk, input: Input): string[] | undefined {
  const compiled = draft.stage.scripts.get(enrolment.script);
  if (!compiled) {
    draft.changes.push({ op: "remove", kind: "enrolment", key });
    return undefined;
  }
  const before = draft.member?.tags ?? [];
  const result = advance(compiled.program, enrolment.at, input, {
    tags: before,
    ...(enrolment.answer === undefined ? {} : { answer: enrolment.answer }),
  });
  if (!result) return undefined;
  if (draft.member) {
    const saved = { ...draft.member.saved, ...result.saved };
    draft.member = { ...draft.member, tags: result.tags, saved };
  }
  let granted = true;
  for (const effect of result.effects) {
    if (effect.kind === "grant") granted = grantUsable(draft, effect.coupon);
    else if (effect.kind === "say" && !granted) {
      // The line that goes with a coupon has nothing to say without one.
      granted = true;
    } else if (effect.kind === "say" && !(unasked && draft.member?.optedOut)) {
      say(draft, effect.line, { unasked });
    } else if (effect.kind === "notify") tellOperators(draft, effect.line);
    else if (effect.kind === "tag") addFact(draft, "tagged", { tag: effect.tag });
  }
  if (result.next === "done") {
    draft.changes.push({ op: "remove", kind: "enrolment", key });
    addFact(draft, "script_done", { script: enrolment.script });
  } else {
    const { at, waitsFor, dueIn } = result.next;
    const answer = result.answer === undefined ? {} : { answer: result.answer };
    enrol(draft, key, { ...enrolment, ...answer, at, waitsFor }, draft.view.now + dueIn);
  }
  return result.tags.filter((tag) => !before.includes(tag));
}

/** Whether a script may begin (again) for the draft's member now. */
export function mayStart(draft: Draft, id: string, once: Script["once"]): boolean {
  const last = draft.member?.scripts[id];
  if (last === undefined) return true;
  if (once === "per_member") return false;
  // Never twice at one instant: scripts that tag could start each other for ever.
  return draft.view.now - last >= Math.max(1, parseDuration(once.again_after) ?? 0);
}

/** Begins a script for the member of this draft. */
export function startScript(draft: Draft, id: string, unasked: boolean): void {
  const { groupId, memberId, stage, seed, now } = draft.view;
  if (!draft.member) return;
  draft.member = { ...draft.member, scripts: { ...draft.member.scripts, [id]: now } };
  addFact(draft, "script_started", { script: id });
  const enrolment: EnrolmentRecord = {
    script: id,
    version: stage.version,
    group: groupId,
    at: 0,
    ...(memberId ? { member: memberId } : {}),
  };
  walk(draft, { key: `${seed}/${id}`, enrolment, unasked }, { kind: "start" });
}

/** Scripts that begin when a member gets a tag: any, or this one. */
function startTagged(draft: Draft, tag: string, unasked: boolean): void {
  for (const { id, script } of draft.view.stage.scripts.values()) {
    const { on } = script;
    const meant =
      on === "tagged" || (typeof on === "object" && "tagged" in on && on.tagged === tag);
    if (meant && !draft.view.paused && mayStart(draft, id, script.once)) {
      startScript(draft, id, unasked);
    }
  }
}

/**
 * Scripts that wait for this signal go on, scripts that it triggers begin.
 * @param isQuestion the text is one that a reply of the playbook knows.
 * @returns whether any answered.
 */
export function signalScripts(
  draft: Draft,
  signal: Signal,
  text: string,
  isQuestion = false,
): boolean {
  // What is said while paused would get no answer: scripts stay where they are.
  if (draft.view.paused) return false;
  let answered = false;
  for (const { key, value } of draft.view.enrolments) {
    // A question that a reply knows is no answer to ours: it gets that reply, and ours stays open.
    if (isQuestion && value.waitsFor === "answer") continue;
    const input: Input =
      signal === "said" && value.waitsFor === "answer"
        ? { kind: "said", text }
        : { kind: "signal", signal };
    if (walk(draft, { key, enrolment: value, unasked: false }, input)) answered = true;
  }
  if (answered) return !isQuestion;
  for (const { id, script, matches } of draft.view.stage.scripts.values()) {
    if (script.on !== signal || (signal === "said" && !matches(text))) continue;
    if (!mayStart(draft, id, script.once)) continue;
    startScript(draft, id, false);
    answered = true;
  }
  return answered;
}
