import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Headcount,
  isInDoubt,
  openHeadcount,
  peopleIn,
  withCount,
  withMove,
} from "../../../src/domain/group/headcount.js";

const NOW = 1_000_000;
type Step = string;
/** `+a@5` a comes in at 5, `-a@5` goes out, `=3@5` three are counted at 5, `=3@5~2` at 5 give or take 2. */
const told = (steps: readonly Step[], from = openHeadcount(1)): Headcount =>
  steps.reduce((count, step) => {
    const [, sign, what = "", at, within] = /^([-+=])(\w+)@(\d+)(?:~(\d+))?$/.exec(step) ?? [];
    if (sign === "=") {
      const told = { people: Number(what), at: Number(at), within: Number(within ?? 0) };
      return withCount(count, told, NOW);
    }
    return withMove(count, { who: what, at: Number(at), in: sign === "+" });
  }, from);

describe("people in a group", () => {
  test.each<[string, readonly Step[], number]>([
    ["who comes in is one more, who goes one fewer", ["+a@1", "+b@2", "-a@3"], 2],
    ["a count corrects what nobody told", ["+a@1", "=7@2"], 7],
    ["who joined before the count and is handled after it is in it", ["=4@5", "+a@1", "+b@2"], 4],
    ["who joined after the count, whichever is handled first", ["+a@6", "=4@5", "+b@7"], 6],
    ["who left before it, handled after it", ["+a@1", "=3@5", "-a@4"], 3],
    ["a stranger who left after it", ["=3@5", "-x@6"], 2],
    ["in, out and in again, told backwards", ["+a@3", "-a@2", "+a@1"], 2],
    ["one instant: by what became known first", ["+a@5", "=2@5", "+b@5"], 3],
    ["told twice", ["+a@1", "+a@2"], 2],
    ["an older count that comes late says nothing", ["=9@8", "=3@5"], 9],
    ["never fewer than none", ["-a@1", "-b@2"], 0],
  ])("%s", (_what, steps, people) => expect(peopleIn(told(steps))).toBe(people));

  test("a count that may or may not have seen a move says nothing, before or after the move is known", () => {
    for (const steps of [
      ["+a@3", "=9@5~3"],
      ["=9@5~3", "+a@3"],
    ]) {
      const doubtful = told(steps);
      expect([peopleIn(doubtful), isInDoubt(doubtful)]).toEqual([2, true]);
      const again = told(["=3@9~3"], doubtful);
      expect([peopleIn(again), isInDoubt(again)]).toEqual([3, false]);
    }
    expect(isInDoubt(told(["+a@2", "=9@5~3", "+b@8"]))).toBe(false);
  });

  test("how often in a row it was in doubt is known, until one isn't", () => {
    expect(told(["+a@3", "=9@5~3"]).doubts).toBe(1);
    expect(told(["+a@3", "=9@5~3", "+b@8", "=9@9~3"]).doubts).toBe(2);
    expect(told(["+a@3", "=9@5~3", "=9@9~3"]).doubts).toBeUndefined();
  });

  test("a clock that was a day ahead is forgotten with the next count", () => {
    const ahead = told([`=5@${NOW + 86_400_000}`, "+a@5"]);
    expect(peopleIn(told(["=6@9", "+b@10"], ahead))).toBe(7);
  });

  test("a crowd that nobody counts stays short, and right", () => {
    const steps = Array.from(
      { length: 900 },
      (_, n) => `${n % 3 === 2 ? "-" : "+"}m${n % 3 === 2 ? n - 1 : n}@${n}`,
    );
    const crowd = told(steps);
    expect(peopleIn(crowd)).toBe(1 + 300);
    expect(crowd.log.length).toBeLessThanOrEqual(200);
  });
});

/** What really happened, with instants cut to whole tens as Telegram cuts to seconds. */
const truth = fc.array(
  fc.record({
    who: fc.constantFrom("a", "b", "c", "d", "e"),
    pause: fc.integer({ min: 0, max: 30 }),
    count: fc.boolean(),
    /** How far on in the queue it is handled, of a count. */
    late: fc.integer({ min: 0, max: 6 }),
    off: fc.integer({ min: -4, max: 4 }),
  }),
  { maxLength: 40 },
);

test("joins, leaves and counts handled in whatever order: once nothing is left and the count is beyond doubt, no seat is off", () => {
  fc.assert(
    fc.property(truth, fc.integer({ min: 0, max: 3 }), (deeds, strangers) => {
      const inside = new Set<string>();
      const queue: { readonly place: number; readonly do: (h: Headcount) => Headcount }[] = [];
      const people = () => 1 + strangers + inside.size;
      let now = 100;
      deeds.forEach(({ who, pause, count, late, off }, n) => {
        now += pause;
        if (count) {
          const seen = { people: people(), at: now + off, within: 10 + 4 };
          queue.push({ place: n + late, do: (h) => withCount(h, seen, NOW) });
        } else {
          const move = { who, at: Math.floor(now / 10) * 10, in: !inside.has(who) };
          if (!inside.delete(who)) inside.add(who);
          queue.push({ place: n, do: (h) => withMove(h, move) });
        }
      });
      queue.sort((a, b) => a.place - b.place);
      const known = queue.reduce((h, step) => step.do(h), openHeadcount(1 + strangers));
      const sure = withCount(known, { people: people(), at: now + 100, within: 14 }, NOW);
      expect(isInDoubt(sure)).toBe(false);
      expect(peopleIn(sure)).toBe(people());
      if (!isInDoubt(known)) expect(peopleIn(known)).toBe(people());
    }),
    { numRuns: 2_000 },
  );
});
