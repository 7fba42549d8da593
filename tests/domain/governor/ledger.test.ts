import { describe, expect, test } from "vitest";
import type { Act } from "../../../src/core/ledger-entry.js";
import { createAccountLedger } from "../../../src/domain/governor/account-ledger.js";
import type { AccountLimits } from "../../../src/domain/governor/limits.js";
import { limitsOf } from "../../../src/domain/governor/limits.js";
import { planAhead } from "../../../src/domain/governor/plan.js";
import type { OwnLimits } from "../../../src/domain/governor/rules.js";
import { textHash } from "../../../src/domain/governor/same-text.js";
import { warmthAt } from "../../../src/domain/governor/warm-up.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-24T10:00:00+08:00");
const wechat = limitsOf("wechat") as AccountLimits;
const plain: AccountLimits = {
  ...wechat,
  gap: { leastMs: 1_000, spreadMs: 0 },
  acts: [{ most: 100, withinMs: DAY }],
  unasked: [{ most: 4, withinMs: HOUR }],
  sameText: { most: 2, withinMs: HOUR },
  perGroup: { most: 3, withinMs: DAY },
  warmUp: [],
};
const post = (chat: string, text: number): Act => ({
  ...{ kind: "text", for: "nobody", client: "tea", chat, text },
});
function ledgerOf(
  said: readonly (readonly [Act, minutesAgo: number])[],
  own: Readonly<Record<string, OwnLimits>> = {},
) {
  const ledger = createAccountLedger({
    ...{ limits: plain, own: new Map(Object.entries(own)) },
    ...{ since: NOW - 90 * DAY, seed: "a" },
  });
  for (const [act, ago] of said) ledger.enter({ ...act, at: NOW - ago * MINUTE });
  return ledger;
}
const nothing: OwnLimits = { acts: [], images: [], unasked: [] };

describe("when the next post may leave", () => {
  test.each([
    ["nothing was said", [], 0, undefined],
    ["something was said just now", [[post("g9", 9), 0]], 1_000, "gap"],
    [
      "four were said in an hour",
      [40, 30, 20, 10].map((ago) => [post(`h${ago}`, ago), ago]),
      20 * MINUTE,
      "unasked",
    ],
    [
      "two groups had the text",
      [
        [post("g2", 1), 50],
        [post("g3", 1), 5],
      ],
      10 * MINUTE,
      "text",
    ],
    [
      "the group itself had the text, and another",
      [
        [post("g1", 1), 50],
        [post("g3", 1), 5],
      ],
      0,
      undefined,
    ],
    [
      "the group had three since yesterday noon",
      [1_300, 700, 600].map((ago) => [post("g1", ago), ago]),
      140 * MINUTE,
      "group",
    ],
  ] as const)("after %s", (_name, said, wait, why) => {
    const next = ledgerOf(said as readonly (readonly [Act, number])[]).next(post("g1", 1), NOW);
    expect(next.at - NOW).toBe(wait);
    expect(next.why?.of).toBe(why);
  });
});

test("an answer may be the same everywhere, and is counted where a post would be too much", () => {
  const answer = (chat: string): Act => ({ ...post(chat, 1), for: "members" });
  const ledger = ledgerOf([
    [answer("g2"), 3],
    [answer("g3"), 2],
  ]);
  expect(ledger.next(answer("g4"), NOW).at).toBe(NOW);
  expect(ledger.next(post("g4", 1), NOW).why?.of).toBe("text");
});

test("a client's own limit holds for it alone, and a wider one than the account's changes nothing", () => {
  const own = {
    tea: { ...nothing, unasked: [{ most: 1, withinMs: HOUR }] },
    pets: { ...nothing, unasked: [{ most: 900, withinMs: HOUR }] },
  };
  const ledger = ledgerOf([[post("g2", 2), 10]], own);
  expect(ledger.next(post("g1", 1), NOW)).toMatchObject({
    at: NOW + 50 * MINUTE,
    why: { of: "unasked", client: "tea", most: 1 },
  });
  const theirs = { ...post("p1", 1), client: "pets" };
  expect(ledger.next(theirs, NOW).at).toBe(NOW);
  for (let n = 3; n < 6; n++) ledger.enter({ ...theirs, chat: `p${n}`, text: n, at: NOW });
  expect(ledger.next({ ...theirs, chat: "p9", text: 9 }, NOW).why).toMatchObject({
    of: "unasked",
    most: 4,
  });
});

test("a client's own limit keeps the posts' part, and does not hold what its operators are told", () => {
  const day = [{ most: 4, withinMs: DAY }];
  const own = { tea: { ...nothing, acts: day, images: day } };
  const answer = (n: number, kind = "text"): Act => ({
    ...{ kind, for: "members", client: "tea", chat: `g${n}`, text: n },
  });
  const said = [1, 2, 3].map((n) => [answer(n, n > 1 ? "image" : "text"), n] as const);
  const ledger = ledgerOf(said, own);
  // One of the four is the posts'.
  expect(ledger.next(answer(9), NOW).why).toMatchObject({ of: "answers", client: "tea", most: 3 });
  expect(ledger.next(post("g9", 9), NOW).at).toBe(NOW);
  ledger.enter({ ...post("g9", 9), at: NOW });
  expect(ledger.next(post("g8", 8), NOW + MINUTE).why).toMatchObject({ of: "acts", most: 4 });
  const risk: Act = { kind: "text", for: "operators", client: "tea" };
  expect(ledger.next(risk, NOW + MINUTE).at).toBe(NOW + MINUTE);
});

test("what has not happened counts for nothing", () => {
  const ledger = ledgerOf([[post("g9", 9), 10]]);
  const entry = { ...post("g1", 1), at: NOW };
  ledger.enter(entry);
  expect(ledger.next(post("g2", 2), NOW).at).toBe(NOW + 1_000);
  ledger.takeBack(entry);
  expect(ledger.next(post("g2", 2), NOW).at).toBe(NOW);
  expect(ledger.used(NOW).find(({ of, part }) => of === "unasked" && !part)).toMatchObject({
    used: 1,
    most: 4,
  });
});

test.each([
  [0, 15, 3],
  [3 * DAY - 1, 15, 3],
  [3 * DAY, 30, 7],
  [13 * DAY, 60, 14],
  [14 * DAY, 100, undefined],
])("an account of %i ms uses %i %% of its limits", (age, percent, until) => {
  const changesAtMs = until === undefined ? {} : { changesAtMs: until * DAY };
  expect(warmthAt(wechat, age)).toEqual({ percent, ...changesAtMs });
});

test.each([
  ["今天上新", "今天上新 ", true],
  ["Sale  today", "sale\ntoday", true],
  ["ＳＡＬＥ", "sale", true],
  ["今天上新", "今天上新！", false],
])("%j and %j are the same text: %s", (one, other, same) => {
  expect(textHash(one) === textHash(other)).toBe(same);
});

describe("planning ahead", () => {
  const calm = (_act: Act, at: number) => at;
  const many = (n: number, text: (n: number) => number) =>
    Array.from({ length: n }, (_, each) => ({
      ...{ act: post(`g${each}`, text(each)), from: NOW, rank: 5 },
    }));

  test("one text in nine groups takes as long as its limit says", () => {
    const times = planAhead(
      ledgerOf([]),
      many(9, () => 1),
      calm,
    );
    const hours = times.map(({ at }) => Math.floor((at - NOW) / HOUR));
    expect(hours).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4]);
  });

  test("texts that differ take as long as what is unasked may", () => {
    const times = planAhead(
      ledgerOf([]),
      many(9, (n) => n),
      calm,
    );
    expect(times.map(({ at }) => Math.floor((at - NOW) / HOUR))).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1, 2,
    ]);
  });

  test("what is planned for later leaves room before it", () => {
    const later = { act: post("h", 99), from: NOW + 5 * HOUR, rank: 5 };
    const times = planAhead(ledgerOf([]), [later, ...many(2, (n) => n)], calm);
    expect(times.map(({ at }) => at)).toEqual([NOW + 5 * HOUR, NOW, NOW + 1_000]);
  });

  test("answers that wait go first, are given up in their time, and are what a post waits for", () => {
    const minute = [{ most: 10, withinMs: MINUTE }];
    const limits = { ...plain, acts: minute, unasked: [], sameText: undefined };
    const ledger = createAccountLedger({ ...{ limits, own: new Map() }, since: 0, seed: "a" });
    const answers = Array.from({ length: 20 }, (_, n) => ({
      act: { kind: "text", for: "members", client: "tea", chat: `g${n}` } as const,
      ...{ from: NOW, rank: 1, until: NOW + 90_000 },
    }));
    // Six a minute: two of ten are the posts', two operators'.
    const times = planAhead(ledger, [...many(3, (n) => n), ...answers], calm);
    const seconds = times.map(({ at }) => (at - NOW) / 1_000);
    expect(seconds.slice(0, 3)).toEqual([6, 7, 66]);
    const said = [0, 1, 2, 3, 4, 5, 60, 61, 62, 63, 64, 65];
    expect(seconds.slice(3, 15)).toEqual(said);
    expect(seconds.slice(15)).toEqual(Array(8).fill(Number.POSITIVE_INFINITY));
    expect(times[0]?.why).toBeUndefined();
    expect(times[2]?.why).toMatchObject({ of: "members", most: 8 });
  });

  test("quiet hours are waited for", () => {
    const morning = NOW + 9 * HOUR;
    const times = planAhead(
      ledgerOf([]),
      many(2, (n) => n),
      (_act, at) => Math.max(at, morning),
    );
    expect(times.map(({ at }) => at)).toEqual([morning, morning + 1_000]);
    expect(times[0]?.why?.of).toBe("quiet");
  });

  test("trying changes nothing, and thousands are planned in one go", () => {
    const ledger = ledgerOf([]);
    const times = planAhead(
      ledger,
      many(2_000, (n) => n),
      calm,
    );
    // 70 a day, since the rest of a hundred is kept for answers; four an hour.
    expect(Math.max(...times.map(({ at }) => at)) - NOW).toBe(28 * DAY + 9 * HOUR + 3_000);
    expect(ledger.used(NOW).every(({ used }) => used === 0)).toBe(true);
  });
});
