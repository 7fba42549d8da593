import { afterEach, expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import { reconcile, recountGroup } from "../../../src/features/group/reconcile.js";
import { createSandbox } from "../../../src/platform/sandbox/platform.js";
import { CLIENT, closeCorners, DAY, HOUR, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const TOOK = 2_000;
const governorOf = () => undefined;
/** A group is counted by a platform whose answers take two seconds; `during` says how the clock is set meanwhile. */
async function counts(during: readonly number[]) {
  const { clock, store, book } = await openCorner();
  const opened = clock.now();
  const jumps = [...during];
  const platform = Object.assign(createSandbox({ now: clock.now, heard: () => {}, run: "1" }), {
    async count() {
      clock.set(clock.now() + TOOK / 2);
      clock.jump(jumps.shift() ?? 0);
      clock.set(clock.now() + TOOK / 2);
      return 7;
    },
  });
  const received: Event[] = [];
  const receive = async (events: readonly Event[]) => received.push(...events);
  await reconcile({ store, clock, playbooks: book, platforms: [platform], governorOf, receive });
  const first = received.find(({ place }) => place.chat === CLIENT);
  if (first?.kind !== "counted") return undefined;
  return { count: first.count, within: first.within, after: first.at - opened };
}

test("a count is of between its question and its answer", async () => {
  expect(await counts([])).toEqual({ count: 7, after: TOOK / 2, within: TOOK / 2 });
});

test.each([HOUR, -HOUR, 5_000, -5_000])(
  "a count during which the clock was set by %d ms is taken again",
  async (by) => {
    const after = TOOK + by + TOOK / 2;
    expect(await counts([by])).toEqual({ count: 7, after, within: TOOK / 2 });
  },
);

test("while the clock is set again and again nothing is counted", async () => {
  expect(await counts(Array.from({ length: 99 }, (_, n) => (n % 2 ? -HOUR : HOUR)))).toBe(
    undefined,
  );
});

test("a doubtful count of a clock that ran ahead is taken again when that is put right", async () => {
  const corner = await openCorner();
  const pending = () => corner.store.list(CLIENT, "recount");
  corner.clock.jump(DAY);
  await corner.tells(CLIENT, { kind: "counted", count: 9, within: 60_000 });
  await corner.joins(CLIENT, "amy");
  expect((await pending()).map(({ due = 0 }) => due > corner.clock.now())).toEqual([true]);
  corner.clock.jump(-DAY);
  await corner.runtime.pump();
  expect(await pending()).toEqual([]);
});

test("however often it was in doubt, a count is taken again within a minute, until none is", async () => {
  const corner = await openCorner();
  const pending = () => corner.store.list(CLIENT, "recount");
  for (let n = 0; n < 12; n++) {
    await corner.joins(CLIENT, `m${n}`);
    await corner.tells(CLIENT, { kind: "counted", count: 9, within: 60_000 });
  }
  expect((await corner.group(CLIENT))?.headcount?.doubts).toBeGreaterThan(8);
  const [{ due = 0 } = {}] = await pending();
  expect(due - corner.clock.now()).toBe(60_000);
  await corner.forward(3 * 60_000);
  expect(await pending()).toEqual([]);
  expect((await corner.group(CLIENT))?.taken).toBe(13);
});

test("a group that nobody can count now is counted later", async () => {
  const { clock, store, book } = await openCorner();
  let answers = 0;
  const platform = Object.assign(createSandbox({ now: clock.now, heard: () => {}, run: "1" }), {
    async count(): Promise<number> {
      answers += 1;
      throw new Error("no connection");
    },
  });
  const key = `sandbox:${CLIENT}`;
  const receive = async () => 0;
  const deps = { store, clock, playbooks: book, platforms: [platform], governorOf, receive };
  await recountGroup(deps, { client: CLIENT, kind: "recount", key, value: {}, rev: 1 });
  expect(answers).toBe(1);
  expect((await store.list(CLIENT, "recount")).map(({ due }) => due)).toEqual([
    clock.now() + 60_000,
  ]);
});
