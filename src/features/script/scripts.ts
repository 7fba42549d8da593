import { parseDuration } from "../../core/time/duration.js";
import { advance, type Input } from "../../domain/script/advance.js";
import type { Script, Signal } from "../../domain/script/schema.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { isLeftAlone } from "../../engine/left-alone.js";
import { notifyOperatorsLine } from "../../engine/notify-operators.js";
import { say } from "../../engine/say.js";
import { grantUsable } from "../coupon/coupons.js";
import { enrol } from "./enrolments.js";
import type { EnrolmentRecord } from "./records.js";

type Walk = {
  readonly key: string;
  readonly enrolment: EnrolmentRecord;
  readonly unasked: boolean;
};

/**
 * Moves one enrolment on, in the version it began with, and carries out what its steps do.
 * @returns false when the input was not for it.
 */
export function walk(decision: Decision, one: Walk, input: Input): boolean {
  const { compiled, loaded } = decision.context;
  decision.words = {};
  decision.compiled = loaded.script?.past.get(one.enrolment.version) ?? compiled;
  const news = step(decision, one, input);
  decision.compiled = compiled;
  decision.words = {};
  for (const tag of news ?? []) startTagged(decision, tag, one.unasked);
  return news !== undefined;
}

/** @returns the tags that are new to the member, or undefined when the input was not for this enrolment. */
function step(
  decision: Decision,
  { key, enrolment, unasked }: Walk,
  input: Input,
): string[] | undefined {
  const compiled = decision.compiled.scripts.get(enrolment.script);
  if (!compiled) {
    decision.changes.push({ op: "remove", kind: "enrolment", key });
    return undefined;
  }
  const before = decision.member?.tags ?? [];
  const result = advance(compiled.program, enrolment.at, input, {
    tags: before,
    ...(enrolment.answer === undefined ? {} : { answer: enrolment.answer }),
  });
  if (!result) return undefined;
  if (decision.member) {
    const saved = { ...decision.member.saved, ...result.saved };
    decision.member = { ...decision.member, tags: result.tags, saved };
  }
  let granted = true;
  for (const effect of result.effects) {
    if (effect.kind === "grant") granted = grantUsable(decision, effect.coupon);
    else if (effect.kind === "say" && !granted) {
      // The line that goes with a coupon has nothing to say without one.
      granted = true;
    } else if (
      effect.kind === "say" &&
      !(unasked && isLeftAlone(decision.member, compiled.script.topic))
    ) {
      say(decision, effect.line, { unasked, owed: ownCode(decision) });
    } else if (effect.kind === "notify") notifyOperatorsLine(decision, effect.line);
    else if (effect.kind === "tag") addFact(decision, "tagged", { tag: effect.tag });
  }
  if (result.next === "done") {
    decision.changes.push({ op: "remove", kind: "enrolment", key });
    addFact(decision, "script_done", { script: enrolment.script });
  } else {
    const { at, waitsFor, dueIn } = result.next;
    const answer = result.answer === undefined ? {} : { answer: result.answer };
    enrol(decision, key, { ...enrolment, ...answer, at, waitsFor }, decision.context.now + dueIn);
  }
  return result.tags.filter((tag) => !before.includes(tag));
}

/** Whether a script may begin (again) for the decision's member now. */
export function mayStart(decision: Decision, id: string, once: Script["once"]): boolean {
  const last = decision.member?.scripts[id];
  if (last === undefined) return true;
  if (once === "per_member") return false;
  const since = decision.context.now - last;
  // Never twice at one instant: a script may give two tags at once.
  return since > 0 && since >= (parseDuration(once.again_after) ?? 0);
}

/** Begins a script for the member of this decision. */
export function startScript(decision: Decision, id: string, unasked: boolean): void {
  const { groupId, memberId, compiled, seed, now } = decision.context;
  if (!decision.member) return;
  decision.member = { ...decision.member, scripts: { ...decision.member.scripts, [id]: now } };
  addFact(decision, "script_started", { script: id });
  const enrolment: EnrolmentRecord = {
    script: id,
    version: compiled.version,
    group: groupId,
    at: 0,
    ...(memberId ? { member: memberId } : {}),
  };
  walk(decision, { key: `${seed}/${id}`, enrolment, unasked }, { kind: "start" });
}

/** Scripts that begin when a member gets a tag: any, or this one. */
function startTagged(decision: Decision, tag: string, unasked: boolean): void {
  for (const { id, script } of decision.context.compiled.scripts.values()) {
    const { on } = script;
    const meant =
      on === "tagged" || (typeof on === "object" && "tagged" in on && on.tagged === tag);
    if (meant && !decision.context.paused && mayStart(decision, id, script.once)) {
      startScript(decision, id, unasked);
    }
  }
}

/**
 * Scripts that wait for this signal go on, scripts that it triggers begin.
 * @param isQuestion the text is one that a reply of the playbook knows.
 * @returns whether any answered.
 */
export function signalScripts(
  decision: Decision,
  signal: Signal,
  text: string,
  isQuestion = false,
): boolean {
  // What is said while paused would get no answer: scripts stay where they are.
  if (decision.context.paused) return false;
  let answered = false;
  for (const { key, value } of decision.context.loaded.script?.enrolments ?? []) {
    // A question that a reply knows is no answer to ours: it gets that reply, and ours stays open.
    if (isQuestion && value.waitsFor === "answer") continue;
    const input: Input =
      signal === "said" && value.waitsFor === "answer"
        ? { kind: "said", text }
        : { kind: "signal", signal };
    if (walk(decision, { key, enrolment: value, unasked: false }, input)) answered = true;
  }
  if (answered) return !isQuestion;
  for (const { id, script, matches } of decision.context.compiled.scripts.values()) {
    if (script.on !== signal || (signal === "said" && !matches(text))) continue;
    if (!mayStart(decision, id, script.once)) continue;
    startScript(decision, id, false);
    answered = true;
  }
  return answered;
}

/** The line speaks of a coupon: nobody else can tell the member its code. */
const ownCode = ({ words }: Decision): boolean => words.coupon !== undefined;
