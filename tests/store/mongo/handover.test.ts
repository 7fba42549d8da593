import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../../../src/core/time/clock.js";
import type { AccountLimits } from "../../../src/domain/governor/limits.js";
import type { Accepted } from "../../../src/store/port.js";
import { MORNING, openGoverned, tight } from "../../support/governed.js";
import { noMongo } from "../../support/mongo/databases.js";
import { oneDatabase } from "../../support/mongo/one-database.js";
import { claimOf, commitOf, message, NOW, OURS, row } from "../samples.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MOST = 10;
/** Ten an hour, and little else. */
const hourly: AccountLimits = {
  ...tight,
  gap: { leastMs: 0, spreadMs: 1 },
  acts: [{ most: MOST, withinMs: HOUR }],
  unasked: [],
};
const ITS = { accounts: ["wechat"], clients: ["tea"] };

describe.skipIf(noMongo !== undefined)(`what is handed over${why}`, () => {
  const { open, closeAll } = oneDatabase();

  test.each([
    ["was killed in the middle of a send", "killed", 0],
    ["ended in order", "drained", 0],
    ["was killed, and the next one's clock is twenty minutes slow", "killed", -20 * MINUTE],
  ])("an account keeps its hour's limit when the process that had it %s", async (_how, end, by) => {
    const store = await open();
    await store.own(ITS);
    let isStuck = false;
    const first = await openGoverned({
      ...{ store, limits: hourly },
      // The last one hangs until the process is gone.
      perform: (_action, n) => {
        isStuck = end === "killed" && n === MOST / 2;
        return isStuck ? new Promise(() => {}) : Promise.resolve({});
      },
    });
    for (let n = 0; n < MOST / 2; n++) await first.add(`g${n}`);
    while (first.left.length < MOST / 2) {
      first.clock.set(first.clock.now() + MINUTE);
      await first.begin();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const times = first.left.map(({ after }) => after);
    const passed = first.clock.monotonic();
    if (end === "drained") await store.close();

    const next = await open();
    expect(await next.own(ITS)).toEqual(ITS);
    expect(await next.recover(ITS)).toBe(isStuck ? 1 : 0);
    const clock = createManualClock(MORNING + passed + by);
    const second = await openGoverned({ ...{ store: next, limits: hourly, clock } });
    for (let n = 0; n < 2 * MOST; n++) await second.add(`h${n}`);
    await second.pass(HOUR - passed - MINUTE, MINUTE);
    const within = second.left.length;
    expect(within).toBeGreaterThan(0);
    expect(times.length + within).toBeLessThanOrEqual(MOST);
    // It goes on as the first one's grow old, never above the limit in any hour.
    await second.pass(HOUR, MINUTE);
    expect(second.left.length).toBeGreaterThan(within);
    const sends = [...times, ...second.left.map(({ after }) => passed + after)];
    for (const at of sends)
      expect(sends.filter((one) => one > at - HOUR && one <= at).length).toBeLessThanOrEqual(MOST);
    expect([...first.bugs, ...second.bugs]).toEqual([]);
  });

  test("events of a chat, and what is answered there, keep their order through any hands", async () => {
    const turn = fc.record({
      ...{ hears: fc.integer({ min: 1, max: 4 }), handles: fc.integer({ min: 0, max: 3 }) },
      ends: fc.constantFrom("gives back", "gives back", "is lost"),
    });
    const turns = fc.array(turn, { minLength: 3, maxLength: 6 });
    let told = 0;
    const story = fc.asyncProperty(turns, async (all) => {
      const heard: string[] = [];
      const handled: string[] = [];
      let [owner, spare] = [await open(), await open()];
      await owner.own(OURS);
      let waiting: Accepted[] = [...(await owner.unhandled(OURS))];
      const handle = async (count: number) => {
        for (const { seq, event } of waiting.splice(0, count)) {
          const outbox = [row(`r${event.id}`, "g1")];
          await owner.commit(commitOf({ handles: seq, outbox }));
          handled.push(event.id);
        }
      };
      for (const { hears, handles, ends } of all) {
        const batch = Array.from({ length: hears }, () => message(`${++told}`));
        heard.push(...batch.map(({ id }) => id));
        waiting.push(...(await owner.accept(batch, NOW)));
        await handle(handles);
        if (ends === "gives back") await owner.sharing?.give(OURS);
        // Whoever is lost is not heard of again; who gave back may have it again later.
        const gone = owner;
        owner = spare;
        spare = ends === "is lost" ? await open() : gone;
        expect(await owner.own(OURS)).toEqual(OURS);
        waiting = [...(await owner.unhandled(OURS))];
      }
      await handle(heard.length);
      expect(handled).toEqual(heard);
      const sent: string[] = [];
      for (;;) {
        const [next] = await owner.claim(claimOf());
        if (!next) break;
        await owner.issue(next);
        await owner.settle(next, { state: "sent", receipt: {} }, NOW);
        sent.push(next.key);
      }
      expect(sent).toEqual(heard.map((id) => `r${id}`));
      await closeAll();
    });
    await fc.assert(story, { numRuns: 8 });
  });
});
