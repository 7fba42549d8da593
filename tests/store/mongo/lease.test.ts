import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValid, watch } from "../../../src/store/mongo/lease.js";
import { LOOKS } from "../../../src/store/sharing.js";
import { type Fate, played } from "../../support/mongo/leases-played.js";

const LEASE = 1_000;
const at = (monotonic: number, wall = monotonic) => ({ monotonic, wall });
const beat = (n: number) => [{ id: "p", beat: n, leaseMs: LEASE }];

describe("who holds a lease", () => {
  test.each([
    ["counts from when the renewal was sent", at(0), at(799), true],
    ["stops before others may begin", at(0), at(800), false],
    ["slept, which only the time of day tells", at(0), at(10, 5_000), false],
    ["is not confused by a clock that is put back", at(0), at(10, -5_000), true],
    ["has none before the first renewal", undefined, at(0), false],
  ])("%s", (_what, sent, now, valid) => {
    expect(isValid(sent, now, LEASE)).toBe(valid);
  });
});

describe("who watches", () => {
  const looks = (all: readonly (readonly [now: number, beat: number])[], ownLeaseMs = LEASE) => {
    let watched: Parameters<typeof watch>[0] = new Map();
    const lapsed: number[] = [];
    for (const [now, n] of all) {
      const looked = watch(watched, beat(n), { now, ownLeaseMs });
      watched = looked.watched;
      if (looked.lapsed.length > 0) lapsed.push(now);
    }
    return lapsed;
  };
  test("waits for a whole lease from when the number was seen first", () => {
    expect(looks([0, 300, 600, 900, 999, 1_000].map((now) => [now, 7]))).toEqual([1_000]);
  });
  test("begins anew when the number was raised", () => {
    const same = [0, 300, 600, 900].map((now) => [now, 7] as const);
    expect(looks([...same, [1_100, 8], [1_500, 8], [2_000, 8], [2_100, 8]])).toEqual([2_100]);
  });
  test("begins anew when it could not look for long", () => {
    const after = [1_500, 1_900, 2_300].map((now) => [now, 7] as const);
    expect(looks([[0, 7], [300, 7], ...after])).toEqual([]);
    expect(looks([[0, 7], [300, 7], ...after, [2_500, 7]])).toEqual([2_500]);
  });
  test("whose own lease is longer looks seldom, and sees the other lapse all the same", () => {
    expect(
      looks(
        [0, 2_000, 4_000].map((now) => [now, 7]),
        10_000,
      ),
    ).toEqual([2_000, 4_000]);
  });
});

/** What can go wrong: each by itself, and all of it together. */
const ms = (max: number) => fc.integer({ min: 0, max });
const fate = (wild: boolean): fc.Arbitrary<Fate> =>
  fc.record({
    seed: fc.integer(),
    processes: fc.array(
      fc.record({
        starts: ms(2_000),
        rate: fc.double({ min: 0.97, max: 1.03, noNaN: true }),
        pauses: fc.array(fc.record({ from: ms(20_000), for: ms(4_000) }), {
          maxLength: wild ? 5 : 0,
        }),
        jumps: fc.array(fc.record({ at: ms(20_000), by: fc.integer({ min: -9e6, max: 9e6 }) }), {
          maxLength: wild ? 3 : 0,
        }),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    lost: wild ? fc.double({ min: 0, max: 0.4, noNaN: true }) : fc.constant(0),
    slowestMs: wild ? ms(1_500) : ms(LEASE / LOOKS / 4),
    ends: fc.constant(25_000),
  });

test("whatever is paused, lost, late or set wrong: never do two hold the work at once", () => {
  fc.assert(
    fc.property(fate(true), (given) => {
      expect(played(given, LEASE).twoAtOnce).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("whoever has the work and is killed is followed within two leases", () => {
  fc.assert(
    fc.property(fate(false), ms(4_000), (given, later) => {
      const killsHolderAt = 5_000 + later;
      const { twoAtOnce, followedAfter } = played({ ...given, killsHolderAt }, LEASE);
      expect(twoAtOnce).toEqual([]);
      expect(followedAfter).toBeLessThanOrEqual(2 * LEASE);
    }),
    { numRuns: 200 },
  );
});

test("of those that are well nobody is ever put out", () => {
  fc.assert(
    fc.property(fate(false), (given) => {
      expect(played(given, LEASE).putOut).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
