import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GroupRecord } from "../../../src/domain/group/record.js";
import { groupsSchema } from "../../../src/domain/group/schema.js";
import { afterMoves, nextOpen, type PoolGroup } from "../../../src/domain/group/seats.js";
import { accountWays, leadOf } from "../../../src/features/entry/account-ways.js";
import type { EntryPicture } from "../../../src/features/entry/records.js";
import { wayIn } from "../../../src/features/entry/way-in.js";

const NOW = 1_700_000_000_000;
const RULES = groupsSchema.parse({ capacity: 5, reserve: 1 });

function groupOf(n: number, more: Partial<GroupRecord>): PoolGroup {
  const head = { platform: "p", account: "a", chat: String(n), title: `g${n}`, pool: "x" };
  const own = { cooldowns: {}, unasked: [], variants: {}, taken: 1, link: `https://t.me/+${n}` };
  return { id: String(n), group: { ...head, ...own, n, ...more }, rules: RULES };
}

type Given = {
  readonly groups: readonly Partial<GroupRecord>[];
  readonly silent?: readonly string[];
  readonly off?: readonly string[];
};
function waysOf({ groups, silent = [], off = [] }: Given) {
  const all = groups.map((more, index) => groupOf(index + 1, more));
  const accounts = all.map(({ group }) => group.account);
  return accountWays({
    ...{ pool: "x", groups: all, pictures: new Map(), now: NOW },
    silent: new Map(silent.map((one) => [one, NOW + 1])),
    running: new Set(accounts.filter((one) => !off.includes(one))),
  }).map(({ account, state, group, seats }) => `${account} ${state} ${group} ${seats}`);
}

describe("the accounts of a pool, in its order", () => {
  test.each<readonly [string, Given, readonly string[]]>([
    ["no groups", { groups: [] }, []],
    [
      "free seats of all of an account's groups",
      {
        groups: [
          { taken: 4 },
          { account: "b", taken: 2 },
          { taken: 1 },
          { account: "b", taken: 5 },
        ],
      },
      ["a open g3 3", "b open g2 2"],
    ],
    ["another pool's don't count", { groups: [{}, { account: "b", pool: "y" }] }, ["a open g1 3"]],
    [
      "by number, not as they are listed",
      { groups: [{ n: 9 }, { account: "b", n: 2 }] },
      ["b open g2 3", "a open g1 3"],
    ],
    ["full", { groups: [{ taken: 4 }] }, ["a full  0"]],
    ["paused", { groups: [{ paused: true }] }, ["a paused  0"]],
    ["a paused group's seats are none", { groups: [{ paused: true }, {}] }, ["a open g2 3"]],
    [
      "nor are those of one without a way in",
      { groups: [{ link: undefined }, {}] },
      ["a open g2 3"],
    ],
    ["no link", { groups: [{ link: undefined }] }, ["a closed  0"]],
    ["removed from all", { groups: [{ gone: true }] }, ["a closed  0"]],
    ["no admin", { groups: [{ admin: false }] }, ["a closed  0"]],
    ["silent", { groups: [{}, { account: "b" }], silent: ["b"] }, ["a open g1 3", "b silent  0"]],
    ["not running, whatever else", { groups: [{}], silent: ["a"], off: ["a"] }, ["a off  0"]],
  ])("%s", (_what, given, ways) => {
    expect(waysOf(given)).toEqual(ways);
  });
});

const groupArb = fc.record({
  n: fc.integer({ min: 1, max: 9 }),
  account: fc.constantFrom("a", "b", "c"),
  pool: fc.constantFrom("x", "y"),
  taken: fc.integer({ min: 0, max: 6 }),
  link: fc.option(fc.constant("https://t.me/+x"), { nil: undefined }),
  admin: fc.option(fc.boolean(), { nil: undefined }),
  gone: fc.option(fc.boolean(), { nil: undefined }),
  paused: fc.option(fc.boolean(), { nil: undefined }),
});
const worldArb = fc.record({
  groups: fc.array(groupArb, { maxLength: 8 }),
  pictured: fc.array(fc.integer({ min: 1, max: 8 })),
  to: fc.constantFrom("a", "b", "c"),
  from: fc.integer({ min: 0, max: 8 }),
});
const worldOf = ({ groups, pictured }: { groups: Partial<GroupRecord>[]; pictured: number[] }) => {
  const picture = { type: "image/png", base64: "", until: NOW + 1 } as const;
  const pictures = new Map<string, EntryPicture>(pictured.map((n) => [String(n), { picture }]));
  const all = groups.map((more, index) => groupOf(index + 1, more));
  return { all, asked: { pool: "x", pictures, now: NOW } };
};

test("once a pool is moved, neither its page nor a door leads to a group of another account", () => {
  fc.assert(
    fc.property(worldArb, ({ to, from, ...world }) => {
      const { all, asked } = worldOf(world);
      const groups = afterMoves(all, new Map([["x", to]]));
      const accountOf = (id: string | undefined) => all.find((one) => one.id === id)?.group.account;
      const way = wayIn({ ...asked, groups, paused: false });
      if (way.by) expect(accountOf(way.id)).toBe(to);
      const next = nextOpen(groups, { id: String(from), pool: "x" });
      expect(accountOf(next?.id) ?? to).toBe(to);
      // Another pool of the client is led as before.
      const other = { id: String(from), pool: "y" };
      expect(nextOpen(groups, other)?.id).toBe(nextOpen(all, other)?.id);
    }),
    { numRuns: 500 },
  );
});

test("an account that is offered leads in, where it says; one that is not doesn't", () => {
  fc.assert(
    fc.property(worldArb, (world) => {
      const { all, asked } = worldOf(world);
      const running = new Set(["a", "b", "c"]);
      for (const way of accountWays({ ...asked, groups: all, silent: new Map(), running })) {
        const groups = afterMoves(all, new Map([["x", way.account]]));
        const lead = leadOf({ ...asked, groups });
        expect(lead.state).toBe(way.state);
        expect(way.seats > 0).toBe(way.state === "open");
        if (way.state === "open")
          expect(lead).toEqual({ state: "open", group: way.group, account: way.account });
      }
    }),
    { numRuns: 500 },
  );
});
