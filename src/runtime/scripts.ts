import { parseDuration } from "../core/duration.js";
import type { EnrolmentRecord } from "../core/record.js";
import { advance, type Input } from "../script/advance.js";
import type { Signal } from "../script/schema.js";
import { addFact, type Draft, enrol, say } from "./draft.js";
import { tellOperators } from "./tell.js";

type Walk = {
  readonly key: string;
  readonly enrolment: EnrolmentRecord;
  readonly unasked: boolean;
};

/** Moves one enrolment on and carries out what its steps do. @returns false when the input was not for it. */
export function walk(draft: Draft, { key, enrolment, unasked }: Walk, input: Input): boolean {
  const compiled = draft.view.stage.scripts.get(enrolment.script);
  if (!compiled) {
    draft.changes.push({ op: "remove", kind: "enrolment", key });
    return false;
  }
  const result = advance(compiled.program, enrolment.at, input, {
    tags: draft.member?.tags ?? [],
    ...(enrolment.answer === undefined ? {} : { answer: enrolment.answer }),
  });
  if (!result) return false;
  if (draft.member) {
    draft.member = {
      ...draft.member,
      tags: [...new Set([...draft.member.tags, ...result.tags])],
      saved: { ...draft.member.saved, ...result.saved },
    };
  }
  for (const effect of result.effects) {
    if (effect.kind === "say" && !(unasked && draft.member?.optedOut)) {
      say(draft, effect.line, { unasked });
    } else if (effect.kind === "notify") tellOperators(draft, effect.line);
    else if (effect.kind === "tag") addFact(draft, "tagged", { tag: effect.tag });
  }
  if (result.next === "done") {
    draft.changes.push({ op: "remove", kind: "enrolment", key });
    addFact(draft, "script_done", { script: enrolment.script });
    return true;
  }
  const { at, waitsFor, dueIn } = result.next;
  const answer = result.answer === undefined ? {} : { answer: result.answer };
  enrol(draft, key, { ...enrolment, ...answer, at, waitsFor }, draft.view.now + dueIn);
  return true;
}

function mayStart(draft: Draft, id: string, once: "per_member" | { again_after: string }): boolean {
  const last = draft.member?.scripts[id];
  if (last === undefined) return true;
  if (once === "per_member") return false;
  return draft.view.now - last >= (parseDuration(once.again_after) ?? 0);
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

/** Scripts that wait for this signal go on, scripts that it triggers begin. @returns whether any answered. */
export function signalScripts(draft: Draft, signal: Signal, text: string): boolean {
  let answered = false;
  for (const { key, value } of draft.view.enrolments) {
    const input: Input =
      signal === "said" && value.waitsFor === "answer"
        ? { kind: "said", text }
        : { kind: "signal", signal };
    if (walk(draft, { key, enrolment: value, unasked: false }, input)) answered = true;
  }
  if (answered) return true;
  for (const { id, script, matches } of draft.view.stage.scripts.values()) {
    if (script.on !== signal || (signal === "said" && !matches(text))) continue;
    if (draft.view.paused || !mayStart(draft, id, script.once)) continue;
    startScript(draft, id, false);
    answered = true;
  }
  return answered;
}
