import fc from "fast-check";
import { expect, test } from "vitest";
import type { GroupRecord } from "../../../src/domain/group/record.js";
import { groupsSchema } from "../../../src/domain/group/schema.js";
import { hasRoom, nextOpen, type PoolGroup } from "../../../src/domain/group/seats.js";
import type { EntryPicture } from "../../../src/features/entry/records.js";
import { wayIn } from "../../../src/features/entry/way-in.js";

const NOW = 1_700_000_000_000;
const RULES = groupsSchema.parse({ capacity: 5, reserve: 1 });

const groupArb = fc.record({
  n: fc.integer({ min: 1, max: 9 }),
  pool: fc.constantFrom("a", "b"),
  taken: fc.integer({ min: 0, max: 6 }),
  link: fc.option(fc.constant("https://t.me/+x"), { nil: undefined }),
  admin: fc.option(fc.boolean(), { nil: undefined }),
  gone: fc.option(fc.boolean(), { nil: undefined }),
  paused: fc.option(fc.boolean(), { nil: undefined }),
  picture: fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }),
});
const worldArb = fc.record({
  groups: fc.array(groupArb, { maxLength: 6 }),
  paused: fc.boolean(),
});
type World = typeof worldArb extends fc.Arbitrary<infer T> ? T : never;

function asked({ groups, paused }: World) {
  const of = groups.map(({ picture: _, ...rest }, index): PoolGroup => {
    const head = { platform: "p", account: "p", chat: String(index), title: `g${index}` };
    const group: GroupRecord = { ...head, cooldowns: {}, unasked: [], variants: {}, ...rest };
    return { id: String(index), group, rules: RULES };
  });
  const pictures = new Map(
    groups.flatMap(({ picture }, index): [string, EntryPicture][] =>
      picture === undefined
        ? []
        : [[String(index), { picture: { type: "image/png", base64: "", until: NOW + picture } }]],
    ),
  );
  return { pool: "a", groups: of, pictures, paused, now: NOW };
}

test("whatever the groups are, nobody is led where they can't or must not come in", () => {
  fc.assert(
    fc.property(worldArb, (world) => {
      const given = asked(world);
      const way = wayIn(given);
      if (world.paused) expect(way).toEqual({ state: "paused" });
      if (!way.by) return;
      const led = given.groups.find(({ id }) => id === way.id);
      if (!led) throw new Error("no such group");
      const { group } = led;
      expect([
        group.pool,
        group.gone ?? false,
        group.admin !== false,
        group.paused ?? false,
      ]).toEqual(["a", false, true, false]);
      expect(hasRoom(group.taken, RULES)).toBe(way.state === "open");
      expect(way.by.link ?? way.by.picture).toBeDefined();
      expect(way.by.picture?.until ?? NOW + 1).toBeGreaterThan(NOW);
    }),
    { numRuns: 500 },
  );
});

test("where nothing is paused and all have links, it is the group that the door would send to", () => {
  fc.assert(
    fc.property(worldArb, ({ groups }) => {
      const open = groups.map((one) => ({ ...one, picture: undefined, paused: undefined }));
      const given = asked({ groups: open, paused: false });
      const next = nextOpen(given.groups, { id: "", pool: "a" });
      const way = wayIn(given);
      expect(way.state === "open" ? way.id : undefined).toBe(next?.id);
    }),
    { numRuns: 500 },
  );
});
