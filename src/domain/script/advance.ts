import { foldText } from "../../core/text/fold.js";
import { graphemes } from "../../core/text/graphemes.js";
import type { Op, Program } from "./program.js";
import type { Condition, Signal } from "./schema.js";

/** What happened to somebody on their way through a script. */
export type Input =
  | { readonly kind: "start" }
  /** The due time of the waiting op came. */
  | { readonly kind: "time" }
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "signal"; readonly signal: Signal };

/** What the script wants done, in this order. */
type Effect =
  | { readonly kind: "say"; readonly line: string }
  | { readonly kind: "notify"; readonly line: string }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "grant"; readonly coupon: string };

/** What conditions look at. */
export type Traveller = { readonly tags: readonly string[]; readonly answer?: string };

/** Where the script halted: the waiting op, and in how many milliseconds its time is up. */
type Halt = {
  readonly at: number;
  readonly waitsFor: "time" | "answer" | "signal";
  readonly dueIn: number;
};

export type Advance = {
  readonly effects: Effect[];
  /** All tags after this, the old ones included. */
  readonly tags: string[];
  /** Answers to keep on the member. */
  readonly saved: Record<string, string>;
  /** The last answer, for the conditions to come. */
  readonly answer?: string;
  readonly next: Halt | "done";
};

const MAX_OPS = 1_000;
const ANSWER_MAX = 200;

type Resumed = { readonly from: number; readonly answer?: string; readonly save?: string };

/**
 * Runs a program from `at` to its next wait or its end.
 *
 * `start` runs from `at` itself; any other input resumes the waiting op there.
 * @returns undefined when the input does not concern that op: it goes on waiting.
 */
export function advance(
  program: Program,
  at: number,
  input: Input,
  member: Traveller,
): Advance | undefined {
  const resumed = input.kind === "start" ? { from: at } : resume(program[at], at, input);
  if (!resumed) return undefined;
  const answer = resumed.answer ?? member.answer;
  const tags = new Set(member.tags);
  const effects: Effect[] = [];
  const next = run(program, resumed.from, { tags, answer }, effects);
  const saved: Record<string, string> = {};
  if (resumed.save !== undefined && answer !== undefined) saved[resumed.save] = answer;
  return { effects, tags: [...tags], saved, ...(answer === undefined ? {} : { answer }), next };
}

/** Where to go on from a waiting op, or undefined when it is not this input that it waits for. */
function resume(
  op: Op | undefined,
  at: number,
  input: Exclude<Input, { kind: "start" }>,
): Resumed | undefined {
  const on = at + 1;
  switch (op?.op) {
    case "wait":
      return input.kind === "time" ? { from: on } : undefined;
    case "wait_for":
      if (input.kind === "time") return { from: op.else ?? on };
      return input.kind === "signal" && input.signal === op.signal ? { from: on } : undefined;
    case "ask": {
      if (input.kind === "time") return { from: op.else ?? on };
      if (input.kind !== "said") return undefined;
      const answer = graphemes(input.text.trim()).slice(0, ANSWER_MAX).join("").trim();
      return answer === "" ? undefined : { from: on, answer, save: op.save };
    }
    default:
      return undefined;
  }
}

type State = { readonly tags: Set<string>; readonly answer: string | undefined };

/** Adds to `effects` and to the tags of `state`; a program that never halts is done after 1000 ops. */
function run(program: Program, from: number, state: State, effects: Effect[]): Halt | "done" {
  let at = from;
  for (let count = 0; count < MAX_OPS; count++) {
    const op = program[at];
    switch (op?.op) {
      case "say":
        effects.push({ kind: "say", line: op.line });
        break;
      case "notify":
        effects.push({ kind: "notify", line: op.line });
        break;
      case "tag":
        state.tags.add(op.tag);
        effects.push({ kind: "tag", tag: op.tag });
        break;
      case "grant":
        effects.push({ kind: "grant", coupon: op.coupon });
        break;
      case "wait":
        return { at, waitsFor: "time", dueIn: op.ms };
      case "wait_for":
        return { at, waitsFor: "signal", dueIn: op.ms };
      case "ask":
        effects.push({ kind: "say", line: op.line });
        return { at, waitsFor: "answer", dueIn: op.ms };
      case "if":
        at = holds(op.cond, state) ? op.then : op.else;
        continue;
      case "jump":
        at = op.to;
        continue;
      default:
        return "done";
    }
    at++;
  }
  return "done";
}

function holds(cond: Condition, state: State): boolean {
  if ("tagged" in cond) return state.tags.has(cond.tagged);
  const answer = state.answer && foldText(state.answer);
  return answer !== undefined && cond.said.some((word) => answer.includes(foldText(word)));
}
