import { describe, expect, test } from "vitest";
import type { RiskSign } from "../../../src/core/event.js";
import {
  type Breaker,
  breakerAfter,
  CLOSED_BREAKER,
  closedNow,
  nextDays,
  openUntil,
} from "../../../src/domain/governor/breaker.js";
import { type AccountLimits, limitsOf } from "../../../src/domain/governor/limits.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.parse("2026-11-24T10:00:00+08:00");
const { breaker: rules } = limitsOf("wechat") as AccountLimits;

type Step = readonly [RiskSign | "closed", daysAfter: number];
/** What a breaker does after signs, each so many days after the first instant. */
function following(steps: readonly Step[]): Breaker {
  return steps.reduce<Breaker>((breaker, [sign, days]) => {
    const now = NOW + days * DAY;
    return sign === "closed"
      ? closedNow(breaker, now)
      : breakerAfter(breaker, { sign, now, rules });
  }, CLOSED_BREAKER);
}
const opensAt = (breaker: Breaker) =>
  breaker.opened && (breaker.opened.until - breaker.opened.at) / DAY;
const minutes = (...each: readonly number[]) => each.map((n) => (n * MINUTE) / DAY);

describe("what opens it", () => {
  test.each([
    ["a forced logout", [["forced_logout", 0]], true],
    ["two missing echoes", minutes(0, 9).map((at) => ["no_echo", at]), true],
    ["two missing echoes far apart", minutes(0, 10).map((at) => ["no_echo", at]), false],
    ["two refusals", minutes(0, 1).map((at) => ["refused", at]), false],
    ["three refusals", minutes(0, 1, 9).map((at) => ["refused", at]), true],
    ["four failures", minutes(0, 1, 2, 3).map((at) => ["failed", at]), false],
    ["five failures", minutes(0, 1, 2, 3, 4).map((at) => ["failed", at]), true],
    [
      "a bit of everything",
      [
        ["refused", 0],
        ["no_echo", 0],
        ["failed", 0],
        ["refused", 0],
      ],
      false,
    ],
  ] as const)("%s: %s", (_name, steps, opens) => {
    const breaker = following(steps as readonly Step[]);
    expect(openUntil(breaker, (breaker.opened?.at ?? NOW) + 1) !== undefined).toBe(opens);
  });
});

describe("the ladder", () => {
  test.each([
    ["first", [["forced_logout", 0]], 1],
    ["second", [0, 2].map((day) => ["forced_logout", day]), 7],
    ["third", [0, 2, 10].map((day) => ["forced_logout", day]), 30],
    ["fourth", [0, 2, 10, 41].map((day) => ["forced_logout", day]), 30],
    ["after sixty days without one", [0, 61].map((day) => ["forced_logout", day]), 1],
    ["a day less than sixty after it closed", [0, 60].map((day) => ["forced_logout", day]), 7],
    [
      "after it was closed early",
      [
        ["forced_logout", 0],
        ["closed", 0.1],
        ["forced_logout", 0.2],
      ],
      7,
    ],
    ["while it is open nothing opens it", [0, 0.5].map((day) => ["forced_logout", day]), 1],
  ] as const)("%s: %s -> %i days", (_name, steps, days) => {
    expect(opensAt(following(steps as readonly Step[]))).toBe(days);
  });

  test("it closes by itself, to the millisecond, or when somebody closes it", () => {
    const breaker = following([["forced_logout", 0]]);
    expect(openUntil(breaker, NOW + DAY - 1)).toBe(NOW + DAY);
    expect(openUntil(breaker, NOW + DAY)).toBeUndefined();
    expect(openUntil(closedNow(breaker, NOW + 1), NOW + 2)).toBeUndefined();
    expect(nextDays(breaker, NOW + DAY, rules)).toBe(7);
    expect(nextDays(CLOSED_BREAKER, NOW, rules)).toBe(1);
  });

  test("signs from before an opening open nothing after it", () => {
    const twice = following(minutes(0, 1, 2).map((at) => ["refused", at] as const));
    const again = breakerAfter(twice, { sign: "refused", now: NOW + 2 * DAY, rules });
    expect(openUntil(again, NOW + 2 * DAY + 1)).toBeUndefined();
  });
});
