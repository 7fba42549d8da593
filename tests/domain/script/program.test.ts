// biome-ignore-all lint/suspicious/noThenProperty: `then` is a key of the playbook.
import { describe, expect, test } from "vitest";
import { compileScript, type Op } from "../../../src/domain/script/program.js";
import { scriptSchema } from "../../../src/domain/script/schema.js";

const compile = (steps: unknown[]) => compileScript(scriptSchema.parse({ on: "joined", steps }));
const stop: Op = { op: "stop" };
const sweet = { said: ["甜"] };
const notify = { operators: true, say: "handover" };
const DAY = 86_400_000;
const cond = (then: number, els: number): Op => ({ op: "if", cond: sweet, then, else: els });

const table: [string, unknown[], Op[]][] = [
  ["a stop", ["stop"], [stop, stop]],
  ["nothing at all", [{ label: "a" }], [stop]],
  [
    "deeds in their own order",
    [{ notify, say: "hi", tag: "buyer" }],
    [
      { op: "tag", tag: "buyer" },
      { op: "say", line: "hi" },
      { op: "notify", line: "handover" },
      stop,
    ],
  ],
  [
    "a grant before the line that shows its code",
    [{ say: "coupon", grant: "newcomer", tag: "new" }],
    [
      { op: "tag", tag: "new" },
      { op: "grant", coupon: "newcomer" },
      { op: "say", line: "coupon" },
      stop,
    ],
  ],
  [
    "deeds before a wait",
    [{ wait: "30m", say: "hi" }],
    [{ op: "say", line: "hi" }, { op: "wait", ms: 1_800_000 }, stop],
  ],
  [
    "wait for, else a label ahead",
    [
      { wait: { for: "ordered", up_to: "2h" }, else: "nudge" },
      "stop",
      { label: "nudge", say: "coupon" },
    ],
    [
      { op: "wait_for", signal: "ordered", ms: 7_200_000, else: 2 },
      stop,
      { op: "say", line: "coupon" },
      stop,
    ],
  ],
  [
    "wait for, else a deed",
    [{ wait: { for: "ordered", up_to: "1s" }, else: { tag: "slow" } }, { say: "on" }],
    [
      { op: "wait_for", signal: "ordered", ms: 1_000, else: 2 },
      { op: "jump", to: 3 },
      { op: "tag", tag: "slow" },
      { op: "say", line: "on" },
      stop,
    ],
  ],
  ["ask for a day", [{ ask: "taste" }], [{ op: "ask", line: "taste", ms: DAY }, stop]],
  [
    "ask, save, back to a label",
    [{ label: "again", ask: "taste", up_to: "1h", save: "taste", else: "again" }],
    [{ op: "ask", line: "taste", ms: 3_600_000, else: 0, save: "taste" }, stop],
  ],
  [
    "if with two deeds",
    [{ if: sweet, then: { tag: "a" }, else: { say: "b", tag: "c" } }, { say: "on" }],
    [
      cond(1, 3),
      { op: "tag", tag: "a" },
      { op: "jump", to: 5 },
      { op: "tag", tag: "c" },
      { op: "say", line: "b" },
      { op: "say", line: "on" },
      stop,
    ],
  ],
  [
    "if with a then only",
    [{ if: sweet, then: { tag: "a" } }],
    [cond(1, 2), { op: "tag", tag: "a" }, stop],
  ],
  [
    "if with an else only",
    [{ if: sweet, else: { tag: "a" } }],
    [cond(2, 1), { op: "tag", tag: "a" }, stop],
  ],
  [
    "if to labels",
    [{ label: "x", if: sweet, then: "y", else: "x" }, "stop", { label: "y" }],
    [cond(2, 0), stop, stop],
  ],
  [
    "an else belongs to the if of its step",
    [{ ask: "taste", if: sweet, then: { tag: "a" }, else: { tag: "b" } }],
    [
      { op: "ask", line: "taste", ms: DAY },
      cond(2, 4),
      { op: "tag", tag: "a" },
      { op: "jump", to: 5 },
      { op: "tag", tag: "b" },
      stop,
    ],
  ],
];

describe("compileScript", () => {
  test.each(table)("%s", (_name, steps, ops) => {
    expect(compile(steps)).toEqual(ops);
  });

  test.each([
    [[{ if: sweet, then: "nowhere" }], "nowhere"],
    [[{ if: sweet, else: "nowhere" }], "nowhere"],
    [[{ ask: "taste", else: "nowhere" }], "nowhere"],
    [[{ wait: { for: "left", up_to: "1h" }, else: "nowhere" }], "nowhere"],
    [[{ label: "twice" }, { label: "twice" }], "twice"],
  ])("refuses %j", (steps, name) => {
    expect(() => compile(steps)).toThrow(name);
  });
});
