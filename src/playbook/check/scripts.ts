import { nearest } from "../../core/nearest.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Branch, Script, Step } from "../../domain/script/schema.js";
import type { Code } from "../findings/codes.js";
import type { Params, Problem } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import type { Playbook } from "../schema.js";

/** Steps that contradict each other or can never be reached. */
export function scriptProblems(source: Source, playbook: Playbook): Problem[] {
  return Object.entries(playbook.scripts).flatMap(([id, script]) => {
    const base = ["scripts", id, "steps"];
    const wrongLabels = labels(source, base, script);
    return [
      ...triggers(source, id, script),
      ...wrongLabels,
      ...(wrongLabels.length === 0 ? dead(source, base, script) : []),
      ...steps(source, base, script),
      ...flow(source, base, script),
    ];
  });
}

type Steps = Script["steps"];
const labelOf = (step: Steps[number] | undefined): string | undefined =>
  typeof step === "object" ? step.label : undefined;
const gotos = (step: Step): ["then" | "else", string][] =>
  (["then", "else"] as const).flatMap((key): ["then" | "else", string][] => {
    const to: Branch | undefined = step[key];
    return typeof to === "string" ? [[key, to]] : [];
  });

/** A `when` that nobody looks at. */
function triggers(source: Source, id: string, { on, when }: Script): Problem[] {
  if (!when || on === "said") return [];
  return [{ code: "PLAYBOOK_WHEN_UNUSED", at: source.locate(["scripts", id, "when"], "key") }];
}

function labels(source: Source, base: Path, script: Script): Problem[] {
  const problems: Problem[] = [];
  const known = new Set<string>();
  script.steps.forEach((step, index) => {
    const id = labelOf(step);
    if (id !== undefined && known.has(id))
      problems.push({
        code: "PLAYBOOK_DUPLICATE_LABEL",
        at: source.locate([...base, index, "label"], "value"),
        params: { id },
      });
    if (id !== undefined) known.add(id);
  });
  script.steps.forEach((step, index) => {
    if (step === "stop") return;
    for (const [key, id] of gotos(step)) {
      if (known.has(id)) continue;
      const guess = nearest(id, [...known]);
      const params = { id, ...(guess ? { guess } : {}) };
      problems.push({
        code: "PLAYBOOK_UNKNOWN_LABEL",
        at: source.locate([...base, index, key], "value"),
        params,
      });
    }
  });
  return problems;
}

function steps(source: Source, base: Path, script: Script): Problem[] {
  const problems: Problem[] = [];
  script.steps.forEach((step, index) => {
    if (step === "stop") return;
    const say = (code: Code, key?: string, params: Params = {}) =>
      problems.push({
        code,
        at: source.locate(key ? [...base, index, key] : [...base, index], "key"),
        params,
      });
    if (Object.keys(step).length === 0) say("PLAYBOOK_STEP_EMPTY");
    for (const key of ["save", "up_to"] as const) {
      if (step[key] !== undefined && step.ask === undefined)
        say("PLAYBOOK_WITHOUT_ASK", key, { key });
    }
    const branches =
      step.if !== undefined || step.ask !== undefined || typeof step.wait === "object";
    if (step.then !== undefined && step.if === undefined)
      say("PLAYBOOK_BRANCH", "then", { key: "then" });
    if (step.else !== undefined && !branches) say("PLAYBOOK_BRANCH", "else", { key: "else" });
    if (step.if !== undefined && step.then === undefined && step.else === undefined)
      say("PLAYBOOK_MISSING_FIELD", "if", { field: "then" });
    for (const key of ["then", "else"] as const) {
      const branch = step[key];
      if (typeof branch === "object" && Object.keys(branch).length === 0)
        say("PLAYBOOK_STEP_EMPTY", key);
    }
  });
  return problems;
}

/** Whether the step takes time for sure. */
function waits(step: Step): boolean {
  if (typeof step.wait === "string") return (parseDuration(step.wait) ?? 0) > 0;
  return step.wait !== undefined || step.ask !== undefined;
}

/** Whether the script never simply goes on to the next step. */
const leaves = (step: Steps[number]): boolean =>
  step === "stop" ||
  (step.if !== undefined && typeof step.then === "string" && typeof step.else === "string");

/** Steps nobody comes to. Where a label is wrong nothing is said: it is that mistake's doing. */
function dead(source: Source, base: Path, { steps: all }: Script): Problem[] {
  const alive = reachable(all);
  return all.flatMap((_, index): Problem[] => {
    // The first of a dead stretch says it for the rest.
    if (alive.has(index) || (index > 0 && !alive.has(index - 1))) return [];
    return [{ code: "PLAYBOOK_DEAD_STEP", at: source.locate([...base, index], "value") }];
  });
}

/** Loops without a wait. */
function flow(source: Source, base: Path, script: Script): Problem[] {
  const { steps: all } = script;
  const problems: Problem[] = [];
  all.forEach((step, index) => {
    if (step === "stop" || waits(step)) return;
    for (const [key, id] of gotos(step)) {
      const to = all.findIndex((each) => labelOf(each) === id);
      if (to < 0 || to > index || !reaches(all, to, index)) continue;
      problems.push({ code: "PLAYBOOK_LOOP", at: source.locate([...base, index, key], "value") });
    }
  });
  return problems;
}

/** The steps that a script can come to from its beginning. */
function reachable(all: Steps): ReadonlySet<number> {
  const seen = new Set<number>();
  const open = [0];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const step = all[index];
    if (step === undefined || seen.has(index)) continue;
    seen.add(index);
    if (!leaves(step)) open.push(index + 1);
    if (step === "stop") continue;
    for (const [, id] of gotos(step)) open.push(all.findIndex((each) => labelOf(each) === id));
  }
  return seen;
}

/** Whether the script can get from one step to another without waiting. */
function reaches(all: Steps, from: number, to: number): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === to) return true;
    const step = all[index];
    if (step === undefined || step === "stop" || seen.has(index) || waits(step)) continue;
    seen.add(index);
    if (!leaves(step)) open.push(index + 1);
    for (const [, id] of gotos(step)) open.push(all.findIndex((each) => labelOf(each) === id));
  }
  return false;
}
