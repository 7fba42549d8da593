// biome-ignore-all lint/suspicious/noThenProperty: `then` is a key of the playbook.
import { describe, expect, test } from "vitest";
import { advance, type Input, type Traveller } from "../../../src/domain/script/advance.js";
import { compileScript, type Program } from "../../../src/domain/script/program.js";
import { scriptSchema } from "../../../src/domain/script/schema.js";

const compile = (steps: unknown[]) => compileScript(scriptSchema.parse({ on: "joined", steps }));
const start: Input = { kind: "start" };
const time: Input = { kind: "time" };
const said = (text: string): Input => ({ kind: "said", text });
const ordered: Input = { kind: "signal", signal: "ordered" };
const nobody: Traveller = { tags: [] };

const welcome = compile([
  { say: "greet" }, // 0
  { wait: "30m" }, // 1
  { wait: { for: "ordered", up_to: "2h" }, else: "nudge" }, // 2
  { say: "thanks", tag: "buyer" }, // 3 tag, 4 say
  "stop", // 5
  { label: "nudge", ask: "taste", up_to: "1h", save: "taste", else: "late" }, // 6
  { if: { said: ["甜", "SUGAR"] }, then: { tag: "sweet" }, else: { tag: "less" } }, // 7..10
  { label: "late", notify: { operators: true, say: "handover" } }, // 11
]);

const steps: [string, number, Input, unknown][] = [
  [
    "starts and waits",
    0,
    start,
    {
      effects: [{ kind: "say", line: "greet" }],
      tags: ["old"],
      saved: {},
      next: { at: 1, waitsFor: "time", dueIn: 1_800_000 },
    },
  ],
  [
    "goes on in time",
    1,
    time,
    {
      effects: [],
      tags: ["old"],
      saved: {},
      next: { at: 2, waitsFor: "signal", dueIn: 7_200_000 },
    },
  ],
  [
    "hears its signal",
    2,
    ordered,
    {
      effects: [
        { kind: "tag", tag: "buyer" },
        { kind: "say", line: "thanks" },
      ],
      tags: ["old", "buyer"],
      saved: {},
      next: "done",
    },
  ],
  [
    "gives up on a signal and asks",
    2,
    time,
    {
      effects: [{ kind: "say", line: "taste" }],
      tags: ["old"],
      saved: {},
      next: { at: 6, waitsFor: "answer", dueIn: 3_600_000 },
    },
  ],
  [
    "saves an answer and branches on it",
    6,
    said("  More Sugar \n"),
    {
      effects: [
        { kind: "tag", tag: "sweet" },
        { kind: "notify", line: "handover" },
      ],
      tags: ["old", "sweet"],
      saved: { taste: "More Sugar" },
      answer: "More Sugar",
      next: "done",
    },
  ],
  [
    "takes the other branch",
    6,
    said("苦"),
    {
      effects: [
        { kind: "tag", tag: "less" },
        { kind: "notify", line: "handover" },
      ],
      tags: ["old", "less"],
      saved: { taste: "苦" },
      answer: "苦",
      next: "done",
    },
  ],
  [
    "gives up on an answer",
    6,
    time,
    { effects: [{ kind: "notify", line: "handover" }], tags: ["old"], saved: {}, next: "done" },
  ],
];

describe("advance", () => {
  test.each(steps)("%s", (_name, at, input, expected) => {
    expect(advance(welcome, at, input, { tags: ["old"] })).toEqual(expected);
  });

  test.each<[string, number, Input]>([
    ["words during a wait", 1, said("hi")],
    ["a signal during a wait", 1, ordered],
    ["words while a signal is awaited", 2, said("hi")],
    ["another signal", 2, { kind: "signal", signal: "left" }],
    ["a signal during an ask", 6, ordered],
    ["an empty answer", 6, said(" \n ")],
    ["time at an op that waits for nothing", 0, time],
    ["time behind the end", 99, time],
    ["time before the beginning", -1, time],
  ])("leaves alone %s", (_name, at, input) => {
    expect(advance(welcome, at, input, nobody)).toBeUndefined();
  });

  test.each<[string, Program]>([
    ["ask", compile([{ ask: "q", save: "k" }])],
    ["wait for", compile([{ wait: { for: "left", up_to: "1h" } }])],
  ])("%s without an else goes on when time is up", (_name, program) => {
    expect(advance(program, 0, time, nobody)).toMatchObject({ saved: {}, next: "done" });
  });

  test("cuts an answer to 200 characters, never inside one", () => {
    const result = advance(
      compile([{ ask: "q", save: "k" }]),
      0,
      said(` ${"🍵".repeat(300)}`),
      nobody,
    );
    expect(result?.saved).toEqual({ k: "🍵".repeat(200) });
  });

  test.each<[string, Traveller, string]>([
    ["甜一点", { tags: [], answer: "要甜一点" }, "yes"],
    ["abc", { tags: [], answer: "xABCx" }, "yes"],
    ["ABC", { tags: [], answer: "xabcx" }, "yes"],
    ["abc", { tags: [], answer: "ab" }, "no"],
    ["abc", { tags: [] }, "no"],
  ])("if said %s for %j: %s", (word, member, line) => {
    const program = compile([
      { if: { said: ["never", word] }, then: { say: "yes" }, else: { say: "no" } },
    ]);
    const result = advance(program, 0, start, member);
    expect(result?.effects).toEqual([{ kind: "say", line }]);
    expect(result?.answer).toBe(member.answer);
  });

  test("if tagged sees old tags and new ones", () => {
    const program = compile([
      { if: { tagged: "a" }, then: { tag: "b" } },
      { if: { tagged: "b" }, then: { say: "yes" } },
    ]);
    expect(advance(program, 0, start, { tags: ["a"] })?.effects).toContainEqual({
      kind: "say",
      line: "yes",
    });
    expect(advance(program, 0, start, nobody)?.effects).toEqual([]);
  });

  test("grants a coupon, in a branch too, before what is said of it", () => {
    const program = compile([
      { if: { tagged: "a" }, then: { grant: "vip" }, else: { grant: "newcomer", say: "coupon" } },
    ]);
    expect(advance(program, 0, start, nobody)?.effects).toEqual([
      { kind: "grant", coupon: "newcomer" },
      { kind: "say", line: "coupon" },
    ]);
    expect(advance(program, 0, start, { tags: ["a"] })?.effects).toEqual([
      { kind: "grant", coupon: "vip" },
    ]);
  });

  test("is done after 1000 ops", () => {
    const program = compile([
      { label: "x", tag: "t" },
      { if: { tagged: "t" }, then: "x" },
    ]);
    const result = advance(program, 0, start, nobody);
    expect(result?.next).toBe("done");
    expect(result?.tags).toEqual(["t"]);
    expect(result?.effects).toHaveLength(500);
  });

  test("does not touch the member", () => {
    const member = Object.freeze({ tags: Object.freeze(["old"]) });
    expect(advance(welcome, 2, ordered, member)?.tags).toEqual(["old", "buyer"]);
  });
});
