import { parseDuration } from "../../core/time/duration.js";
import type { Branch, Condition, Script, Signal, Step } from "./schema.js";

/** One instruction; `else`, `then` and `to` are indexes into the program. */
export type Op =
  | { readonly op: "say"; readonly line: string }
  | { readonly op: "tag"; readonly tag: string }
  | { readonly op: "grant"; readonly coupon: string }
  | { readonly op: "notify"; readonly line: string }
  | { readonly op: "wait"; readonly ms: number }
  | {
      readonly op: "wait_for";
      readonly signal: Signal;
      readonly ms: number;
      readonly else?: number;
    }
  | {
      readonly op: "ask";
      readonly line: string;
      readonly ms: number;
      readonly else?: number;
      readonly save?: string;
    }
  | { readonly op: "if"; readonly cond: Condition; readonly then: number; readonly else: number }
  | { readonly op: "jump"; readonly to: number }
  | { readonly op: "stop" };

/** A script made flat; it ends with a `stop`, so every index a jump names is an op of it. */
export type Program = readonly Op[];

type StepObject = Exclude<Step, "stop">;
type Deed = Exclude<Branch, string>;

/** How long an `ask` waits when the script does not say. */
const ASK_MS = 86_400_000;

/** Ops whose jumps are not numbers yet: a jump names a label or a place found later. */
type Target = { at?: number; readonly label: string };
type Pending = (resolve: (target: Target) => number) => Op;

/**
 * Compiles a checked script.
 *
 * A step's deeds come first (tag, grant, say, notify), then its wait, ask and if; an `else` belongs to the
 * last of these three that the step has.
 * @throws Error on an unknown or repeated label and on a broken duration, which the check has found before.
 */
export function compileScript(script: Script): Program {
  const pending: Pending[] = [];
  const labels = new Map<string, Target>();
  for (const step of script.steps) {
    if (step === "stop") {
      pending.push(() => ({ op: "stop" }));
      continue;
    }
    if (step.label !== undefined) {
      if (labels.has(step.label)) throw new Error(`repeated label: ${step.label}`);
      labels.set(step.label, { label: step.label, at: pending.length });
    }
    compileStep(step, pending);
  }
  pending.push(() => ({ op: "stop" }));

  const resolve = (target: Target): number => {
    const at = target.at ?? labels.get(target.label)?.at;
    if (at === undefined) throw new Error(`unknown label: ${target.label}`);
    return at;
  };
  return pending.map((make) => make(resolve));
}

function compileStep(step: StepObject, out: Pending[]): void {
  compileEffect(step, out);
  const { wait, ask, if: cond, save } = step;
  if (wait !== undefined) {
    if (typeof wait === "string") {
      const ms = duration(wait);
      out.push(() => ({ op: "wait", ms }));
    } else {
      const own = ask === undefined && cond === undefined ? step.else : undefined;
      const ms = duration(wait.up_to);
      compileWaiting(own, out, (els) => ({ op: "wait_for", signal: wait.for, ms, ...els }));
    }
  }
  if (ask !== undefined) {
    const own = cond === undefined ? step.else : undefined;
    const ms = step.up_to === undefined ? ASK_MS : duration(step.up_to);
    const kept = save === undefined ? {} : { save };
    compileWaiting(own, out, (els) => ({ op: "ask", line: ask, ms, ...els, ...kept }));
  }
  if (cond !== undefined) compileIf(cond, step.then, step.else, out);
}

/** Tag, grant, say and notify, in this order: what is said may show the coupon's code. */
function compileEffect(effect: Deed, out: Pending[]): void {
  const { tag, grant, say, notify } = effect;
  if (tag !== undefined) out.push(() => ({ op: "tag", tag }));
  if (grant !== undefined) out.push(() => ({ op: "grant", coupon: grant }));
  if (say !== undefined) out.push(() => ({ op: "say", line: say }));
  if (notify !== undefined) out.push(() => ({ op: "notify", line: notify.say }));
}

/** An op that waits; a deed for its `else` stands behind it and is jumped over otherwise. */
function compileWaiting(
  branch: Branch | undefined,
  out: Pending[],
  make: (els: { else?: number }) => Op,
): void {
  if (branch === undefined) {
    out.push(() => make({}));
    return;
  }
  if (typeof branch === "string") {
    out.push((resolve) => make({ else: resolve({ label: branch }) }));
    return;
  }
  const end: Target = { label: "end of the step" };
  const els: Target = { label: "else", at: out.length + 2 };
  out.push((resolve) => make({ else: resolve(els) }));
  out.push((resolve) => ({ op: "jump", to: resolve(end) }));
  compileEffect(branch, out);
  end.at = out.length;
}

/** A missing branch goes on behind the step. */
function compileIf(
  cond: Condition,
  thenBranch: Branch | undefined,
  elseBranch: Branch | undefined,
  out: Pending[],
): void {
  const end: Target = { label: "end of the step" };
  const target = (branch: Branch | undefined): Target =>
    typeof branch === "string" ? { label: branch } : branch === undefined ? end : { label: "deed" };
  const yes = target(thenBranch);
  const no = target(elseBranch);
  // biome-ignore lint/suspicious/noThenProperty: the name of the branch in the playbook; a number.
  out.push((resolve) => ({ op: "if", cond, then: resolve(yes), else: resolve(no) }));
  if (typeof thenBranch === "object") {
    yes.at = out.length;
    compileEffect(thenBranch, out);
    if (typeof elseBranch === "object") out.push((resolve) => ({ op: "jump", to: resolve(end) }));
  }
  if (typeof elseBranch === "object") {
    no.at = out.length;
    compileEffect(elseBranch, out);
  }
  end.at = out.length;
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new Error(`no duration: ${text}`);
  return ms;
}
