import pino from "pino";
import { expect, test } from "vitest";
import { createBugLog } from "../../src/app/log.js";
import { createManualClock } from "../../src/core/time/clock.js";

const MINUTE = 60_000;
type Line = {
  readonly what: string;
  readonly unlogged?: number;
  readonly client?: string;
  readonly err: { message: string };
};

/** A log of bugs whose lines are kept. */
function open() {
  const clock = createManualClock(0);
  const lines: Line[] = [];
  const to = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  const { tell, lately } = createBugLog(to, clock);
  return { clock, lines, tell, lately, pass: (ms: number) => clock.set(clock.now() + ms) };
}
const broken = (n: number) => new TypeError(`no message ${n}`);
const otherwise = () => new RangeError("something else");

test("of 100,000 events that fail alike one is told each minute, with how many were not", () => {
  const { lines, tell, pass } = open();
  const bug = broken(0);
  for (let n = 0; n < 100_000; n++) {
    if (n % 10_000 === 0) pass(MINUTE);
    tell(`event ${n}`, bug);
  }
  expect(lines.map(({ what, unlogged }) => [what, unlogged])).toEqual([
    ["event 0", undefined],
    ...Array.from({ length: 9 }, (_none, n) => [`event ${n + 1}0000`, 9_999]),
  ]);
  expect(lines[0]?.err.message).toBe("no message 0");
});

test("what fails elsewhere is told in the same minute, and so is what fails elsewise", () => {
  const { lines, tell } = open();
  for (let n = 0; n < 100; n++) tell(`event ${n}`, broken(n));
  tell("row 7", broken(7));
  tell("event 100", otherwise());
  tell("tick", "a text");
  expect(lines.map(({ what }) => what)).toEqual(["event 0", "row 7", "event 100", "tick"]);
});

test("however many kinds there are, twenty are told in a minute", () => {
  const { lines, tell, pass } = open();
  const bug = broken(0);
  for (let n = 0; n < 100_000; n++) tell(`kind${n}`, bug);
  expect(lines).toHaveLength(20);
  pass(MINUTE);
  tell("kind0", broken(0));
  expect(lines.at(-1)).toMatchObject({ what: "kind0", unlogged: 99_980 });
});

test("the runtime's own work failed lately, though nobody was told of it again", () => {
  const { lines, tell, lately, pass } = open();
  tell("event 1", broken(1));
  expect(lately()).toBe(false);
  tell("tick", broken(2));
  pass(MINUTE - 1);
  tell("tick", broken(3));
  pass(MINUTE - 1);
  expect([lines.length, lately()]).toEqual([2, true]);
  pass(1);
  expect(lately()).toBe(false);
});

test("whose it is stands beside it, where it is a client's", () => {
  const { lines, tell } = open();
  tell("event 1", broken(1), "tea");
  tell("tick", otherwise());
  expect(lines.map(({ what, client }) => [what, client])).toEqual([
    ["event 1", "tea"],
    ["tick", undefined],
  ]);
});
