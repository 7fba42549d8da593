import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import { CLIENT, type Corner, closeCorners, openCorner, poolOf } from "../../support/corner.js";

afterEach(closeCorners);

const brand = (rules: object, lines: object = {}) => ({
  brands: [
    { sections: { groups: { ...poolOf(CLIENT), ...rules }, ...lines }, lines: { hi: "hi" } },
  ],
});
const GREETS = { scripts: { welcome: { on: "joined", steps: [{ say: "hi" }] } } };

let n = 0;
const head = (at: number) => ({
  ...{ id: `given:${++n}`, platform: "sandbox", account: "sandbox", at },
  place: { platform: "sandbox", chat: CLIENT, direct: false },
});
const joined = (user: string, at: number): Event => ({
  ...head(at),
  kind: "joined",
  person: { user, name: user },
});
const left = (user: string, at: number): Event => ({ ...joined(user, at), kind: "left" }) as Event;
const counted = (count: number, at: number, within = 0): Event => ({
  ...head(at),
  ...{ kind: "counted", count, within },
});
/** Handled a second after they happened. */
const handled = async ({ runtime, clock }: Corner, ...events: readonly Event[]) => {
  clock.set(Math.max(clock.now(), ...events.map(({ at }) => at)) + 1_000);
  for (const event of events) await runtime.receive([event]);
  await runtime.pump();
};

test("a count that already saw three people come in leaves room for the next one", async () => {
  const corner = await openCorner(brand({ capacity: 6, reserve: 1, overflow: "waitlist" }));
  const at = corner.clock.now();
  const three = ["a", "b", "c"].map((user, after) => joined(user, at + after));
  await handled(corner, counted(4, at + 10), ...three);
  expect((await corner.group(CLIENT))?.taken).toBe(4);
  await corner.asks(CLIENT, "d");
  expect(
    (await corner.store.get(CLIENT, "seat", `sandbox:${CLIENT}/sandbox:d`))?.value.status,
  ).toBe("in");
  expect((await corner.group(CLIENT))?.taken).toBe(5);
});

test("who was approved and is seen by a count before their arrival is handled has one seat", async () => {
  const corner = await openCorner(brand({ capacity: 6, reserve: 1 }));
  const at = corner.clock.now();
  const seat = {
    group: `sandbox:${CLIENT}`,
    member: "sandbox:a",
    status: "approved",
    since: at,
  } as const;
  const key = `sandbox:${CLIENT}/sandbox:a`;
  const put = {
    op: "put",
    kind: "seat",
    key,
    owner: `approved:sandbox:${CLIENT}`,
    value: seat,
  } as const;
  await corner.store.commit({ client: CLIENT, changes: [put], outbox: [], facts: [] });
  await handled(corner, counted(2, at + 10), joined("a", at + 5));
  expect((await corner.group(CLIENT))?.taken).toBe(2);
});

test("who joined and is gone again when that is handled gets no welcome, and has no seat", async () => {
  const corner = await openCorner(brand({}, GREETS));
  const at = corner.clock.now();
  await handled(corner, left("a", at + 2), joined("a", at + 1));
  await corner.forward(60_000);
  expect(corner.heard(CLIENT)).toEqual([]);
  expect((await corner.group(CLIENT))?.taken).toBe(1);
  await handled(corner, joined("a", at + 3));
  await corner.forward(60_000);
  expect(corner.heard(CLIENT)).toEqual(["hi"]);
  expect((await corner.group(CLIENT))?.taken).toBe(2);
});

test("a count in doubt is taken again by itself", async () => {
  const corner = await openCorner(brand({}));
  const at = corner.clock.now();
  await corner.joins(CLIENT, "a");
  await handled(corner, counted(9, at + 10, 3_000));
  expect((await corner.group(CLIENT))?.taken).toBe(2);
  // A stranger whom no event told of.
  await handled(corner, left("gone", at + 1));
  await corner.forward(10_000);
  expect((await corner.group(CLIENT))?.taken).toBe(2);
  expect(await corner.store.list(CLIENT, "recount")).toEqual([]);
});

test("a count that stays in doubt is asked for more and more seldom, each minute at last", async () => {
  const corner = await openCorner(brand({}));
  await corner.joins(CLIENT, "a");
  const waits: number[] = [];
  for (let asked = 0; asked < 8; asked++) {
    await handled(corner, counted(9, corner.clock.now(), 3_600_000));
    const [again] = await corner.store.list(CLIENT, "recount");
    waits.push(((again?.due ?? 0) - corner.clock.now()) / 1_000);
  }
  expect(waits).toEqual([4, 8, 16, 32, 60, 60, 60, 60]);
});

const deed = fc.record({
  what: fc.constantFrom("comes or goes", "comes or goes", "is counted"),
  who: fc.constantFrom("a", "b", "c", "d"),
  later: fc.integer({ min: 0, max: 5 }),
});

test("joins, leaves and counts handled in whatever order: no seat is off once the queue is empty", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 30 }), async (deeds) => {
      const corner = await openCorner(brand({}));
      let at = corner.clock.now();
      const inside = new Set<string>();
      const queue = deeds.map(({ what, who, later }, place) => {
        at += 1;
        if (what === "is counted")
          return { place: place + later, event: counted(1 + inside.size, at) };
        const event = inside.has(who) ? left(who, at) : joined(who, at);
        if (!inside.delete(who)) inside.add(who);
        return { place: place + later, event };
      });
      queue.sort((x, y) => x.place - y.place);
      await handled(corner, ...queue.map(({ event }) => event));
      expect((await corner.group(CLIENT))?.taken).toBe(1 + inside.size);
      const seats = await corner.store.list(CLIENT, "seat", `in:sandbox:${CLIENT}`);
      expect(new Set(seats.map(({ value }) => value.member.slice(8)))).toEqual(inside);
      await closeCorners();
    }),
    { numRuns: 25 },
  );
});
