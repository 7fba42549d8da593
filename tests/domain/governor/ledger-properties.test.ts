import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Act, LedgerEntry } from "../../../src/core/ledger-entry.js";
import { createAccountLedger } from "../../../src/domain/governor/account-ledger.js";
import { type AccountLimits, limitsOf } from "../../../src/domain/governor/limits.js";
import { isLookUp } from "../../../src/domain/governor/look-up.js";
import { broken, keptOf } from "./oracle.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse("2026-11-24T10:00:00+08:00");
const wechat = limitsOf("wechat") as AccountLimits;

/** Small enough that a few hundred acts meet every limit. */
const tight: AccountLimits = {
  ...wechat,
  acts: [
    { most: 6, withinMs: MINUTE },
    { most: 40, withinMs: HOUR },
    { most: 90, withinMs: 6 * HOUR },
  ],
  kinds: { image: [{ most: 5, withinMs: HOUR }], approve_join: [{ most: 4, withinMs: HOUR }] },
  reads: {
    ...wechat.reads,
    ...{ gap: { leastMs: 3_000, spreadMs: 4_000 }, most: [{ most: 9, withinMs: HOUR }] },
  },
  unasked: [{ most: 30, withinMs: 6 * HOUR }],
  sameText: { most: 3, withinMs: HOUR },
  perGroup: { most: 4, withinMs: 6 * HOUR },
};

const act: fc.Arbitrary<Act> = fc
  .record({
    kind: fc.constantFrom(
      ...["text", "text", "text", "image", "approve_join", "read", "name", "face", "look"],
    ),
    for: fc.constantFrom("operators", "members", "members", "nobody", "nobody", "nobody"),
    client: fc.constantFrom("tea", "pets"),
    chat: fc.option(fc.constantFrom("g1", "g2", "g3", "g4", "g5", "g6"), { nil: undefined }),
    text: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  // What is looked up says nothing.
  .map(({ text, ...one }) => (isLookUp(one) ? one : { ...one, text }) as Act);
const trafficOf = (minLength: number, maxLength: number) =>
  fc.array(fc.tuple(act, fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 9 })), {
    ...{ minLength, maxLength },
  });

function ledgerFor(limits: AccountLimits, since = START) {
  return createAccountLedger({ limits, own: new Map(), since, seed: "wechat" });
}

test("random traffic breaks no limit in any window, and what waits may leave when it is told", () => {
  fc.assert(
    fc.property(trafficOf(150, 400), fc.integer({ min: 0, max: 15 }), (acts, age) => {
      const since = START - age * DAY;
      const ledger = ledgerFor(tight, since);
      const history: LedgerEntry[] = [];
      let now = START;
      for (const [one, afterMs, patience] of acts) {
        now += afterMs;
        const next = ledger.next(one, now);
        expect(next.at > now).toBe(next.why !== undefined);
        // The impatient give up, others wait as long as they are told.
        if (next.at > now && patience < 7) continue;
        now = next.at;
        if (ledger.next(one, now).at > now) continue;
        const entry = { ...one, at: now };
        ledger.enter(entry);
        // Now and then what was entered has not happened.
        if (patience === 9 && afterMs % 7 === 0) ledger.takeBack(entry);
        else history.push(entry);
      }
      expect(broken(history, tight, since)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("nothing waits longer than a limit asks: a moment earlier it would break one", () => {
  fc.assert(
    fc.property(trafficOf(60, 120), (acts) => {
      const ledger = ledgerFor(tight, START - 30 * DAY);
      const history: LedgerEntry[] = [];
      let now = START;
      for (const [one, afterMs] of acts) {
        now += afterMs;
        const { at, why } = ledger.next(one, now);
        if (at > now && why?.of !== "gap") {
          const early = [...history, { ...one, at: at - 1 }];
          expect(broken(early, tight, START - 30 * DAY)).not.toEqual([]);
        }
        if (at - now > 10 * MINUTE) continue;
        now = at;
        ledger.enter({ ...one, at: now });
        history.push({ ...one, at: now });
      }
    }),
    { numRuns: 25 },
  );
});

/** Everybody wants to speak all the time, for three days. */
function saturated(limits: AccountLimits, since: number, served: readonly Act["for"][]) {
  const ledger = ledgerFor(limits, since);
  const history: LedgerEntry[] = [];
  let n = 0;
  for (let now = START; now < START + 3 * DAY; ) {
    const wishes = served.map((one) => {
      n += 1;
      const wish: Act = { kind: "text", for: one, client: "tea", chat: `g${n}`, text: n };
      return { wish, at: ledger.next(wish, now).at };
    });
    const first = wishes.reduce((a, b) => (b.at < a.at ? b : a));
    now = Math.max(now, first.at);
    if (now >= START + 3 * DAY) break;
    ledger.enter({ ...first.wish, at: now });
    history.push({ ...first.wish, at: now });
  }
  return history;
}

test.each([
  { age: 0, perDay: 180 },
  { age: 4, perDay: 360 },
  { age: 60, perDay: 1_200 },
])("when all want to speak, an account of $age days uses at least 90 % of what it may", (of) => {
  const since = START - of.age * DAY;
  const history = saturated(wechat, since, ["operators", "members", "nobody"]);
  expect(broken(history, wechat, since)).toEqual([]);
  const firstDay = history.filter(({ at }) => at < START + DAY);
  expect(firstDay.length).toBeGreaterThanOrEqual(0.9 * of.perDay);
  expect(firstDay.length).toBeLessThanOrEqual(of.perDay);
});

test.each([
  { served: "members", share: 0.9 * 1_200 },
  { served: "nobody", share: 240 },
] as const)("$served alone use at least 90 % of their share on each of three days", (of) => {
  const since = START - 60 * DAY;
  const history = saturated(wechat, since, [of.served]);
  for (const day of [0, 1, 2]) {
    const from = START + day * DAY;
    const said = history.filter(({ at }) => at >= from && at < from + DAY).length;
    expect(said).toBeGreaterThanOrEqual(0.9 * of.share);
    expect(said).toBeLessThanOrEqual(of.share);
  }
});

test("an answer waits for a gap behind broadcasts that never end, and no longer", () => {
  const longest = wechat.gap.leastMs + wechat.gap.spreadMs;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 20_000, max: 90_000 }), { minLength: 60 }), (asked) => {
      const ledger = ledgerFor(wechat, START - 60 * DAY);
      let n = 0;
      const broadcast = (now: number) => {
        n += 1;
        const post: Act = { kind: "text", for: "nobody", client: "tea", chat: `g${n}`, text: n };
        const { at } = ledger.next(post, now);
        return { at, post };
      };
      let now = START;
      for (const afterMs of asked) {
        const at = now + afterMs;
        for (let next = broadcast(now); next.at <= at; next = broadcast(now)) {
          now = next.at;
          ledger.enter({ ...next.post, at: now });
        }
        const answer: Act = { kind: "text", for: "members", client: "tea", chat: "g1", text: 0 };
        const said = ledger.next(answer, at).at;
        expect(said - at).toBeLessThanOrEqual(longest);
        ledger.enter({ ...answer, at: said });
        now = said;
      }
    }),
    { numRuns: 50 },
  );
});

const longestGap = ({ gap }: AccountLimits) => gap.leastMs + gap.spreadMs;
const GROWN = START - 60 * DAY;

/** Members and posts want to speak all the time, answers first; now and then an operator asks. */
function flooded(limits: AccountLimits, { since = GROWN, asks, asked }: Flood) {
  const ledger = ledgerFor(limits, since);
  const history: LedgerEntry[] = [];
  const waits: number[] = [];
  let n = 0;
  let now = START;
  const say = (act: Act, at: number) => {
    now = at;
    ledger.enter({ ...act, at });
    history.push({ ...act, at });
  };
  function until(end: number): void {
    for (;;) {
      n += 1;
      const wishes = asked.map((served) => {
        const wish: Act = { kind: "text", for: served, client: "tea", chat: `g${n}`, text: n };
        return { wish, at: ledger.next(wish, now).at };
      });
      const first = wishes.reduce((a, b) => (b.at < a.at ? b : a));
      if (first.at > end) return;
      say(first.wish, first.at);
    }
  }
  const percentAt = (at: number) =>
    limits.warmUp.find(({ untilDay }) => at - since < untilDay * DAY)?.percent ?? 100;
  /** Whether operators have asked less than their part of every limit. */
  const isWithin = (at: number) =>
    limits.acts.every(({ most, withinMs }) => {
      const whole = Math.floor((most * (withinMs < HOUR ? 100 : percentAt(at))) / 100);
      const theirs = history.filter((one) => one.for === "operators" && one.at > at - withinMs);
      return theirs.length < keptOf(limits, whole, withinMs).operators;
    });
  for (const afterMs of asks) {
    const at = now + afterMs;
    until(at);
    if (!isWithin(at)) continue;
    const answer: Act = { kind: "text", for: "operators", client: "@system" };
    const next = ledger.next(answer, at);
    waits.push(next.at - at);
    say(answer, next.at);
  }
  return { history, waits };
}
type Flood = {
  readonly since?: number;
  readonly asks: readonly number[];
  readonly asked: readonly Act["for"][];
};

test.each([
  ["wechat", wechat],
  ["tight", tight],
] as const)("on %s: whoever floods an account, an operator waits for one gap", (_name, limits) => {
  const asks = fc.array(fc.integer({ min: 1, max: 3 * HOUR }), { minLength: 12, maxLength: 24 });
  const asked = fc.constantFrom<Act["for"][]>(["members"], ["nobody"], ["members", "nobody"]);
  fc.assert(
    fc.property(asks, asked, fc.integer({ min: 0, max: 15 }), (asks, asked, age) => {
      const since = START - age * DAY;
      const { history, waits } = flooded(limits, { since, asks, asked });
      expect(Math.max(...waits)).toBeLessThanOrEqual(longestGap(limits));
      expect(broken(history, limits, since)).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test("on the first day too an operator has six answers an hour left in the middle of a flood", () => {
  const asks = [HOUR / 2, ...Array.from({ length: 5 }, () => MINUTE)];
  const { waits } = flooded(wechat, { since: START, asks, asked: ["members", "nobody"] });
  expect(waits).toHaveLength(6);
  expect(Math.max(...waits)).toBeLessThanOrEqual(longestGap(wechat));
});

test("posts get their part of every hour and day, however much is asked, and answers theirs", () => {
  const pace = fc.array(fc.integer({ min: 1, max: 2 * HOUR }), { minLength: 24, maxLength: 40 });
  fc.assert(
    fc.property(pace, fc.constantFrom(0, 60), (asks, age) => {
      const since = START - age * DAY;
      const asked = ["members", "nobody"] as const;
      const { history } = flooded(wechat, { since, asks, asked });
      const end = history.at(-1)?.at ?? START;
      const percent = age === 0 ? 0.15 : 1;
      for (const { most, withinMs } of wechat.acts) {
        if (withinMs < HOUR || end - START < withinMs) continue;
        const whole = Math.floor(most * percent);
        const { posts, operators } = keptOf(wechat, whole, withinMs);
        const within = history.filter(({ at }) => at < START + withinMs);
        const saidTo = (served: Act["for"]) => within.filter((one) => one.for === served).length;
        // Operators, who ask now and then, may take a few.
        expect(saidTo("nobody")).toBeGreaterThanOrEqual(posts - saidTo("operators"));
        expect(saidTo("members")).toBeGreaterThanOrEqual(whole - 2 * (posts + operators));
        expect(saidTo("members")).toBeLessThanOrEqual(whole - posts - operators);
      }
    }),
    { numRuns: 12 },
  );
});

test("a post waits for no more than a minute of answers that never end", () => {
  const limits = { ...wechat, acts: wechat.acts.slice(0, 1), unasked: [], warmUp: [] };
  const { history } = flooded(limits, { asks: [HOUR], asked: ["members", "nobody"] });
  const posts = history.filter((one) => one.for === "nobody").map(({ at }) => at);
  const waits = posts.slice(1).map((at, n) => at - (posts[n] ?? at));
  expect(posts.length).toBeGreaterThan(30);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2 * MINUTE);
});

test("its memory is bounded: thousands of groups leave nothing behind after a day", () => {
  const limits = { ...tight, gap: { leastMs: 0, spreadMs: 0 } };
  const ledger = ledgerFor(limits, START - 60 * DAY);
  for (let n = 0; n < 20_000; n++)
    ledger.enter({
      ...{ kind: "text", for: "nobody", client: "tea", chat: `g${n}`, text: n },
      at: START + n,
    });
  const later = START + 2 * DAY;
  const post = { kind: "text", for: "nobody", client: "tea", chat: "g7", text: 7 } as const;
  expect(ledger.next(post, later)).toEqual({ at: later });
  expect(ledger.used(later).every(({ used }) => used === 0)).toBe(true);
});
