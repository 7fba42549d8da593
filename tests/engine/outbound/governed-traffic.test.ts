import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LedgerEntry } from "../../../src/core/ledger-entry.js";
import { actOf } from "../../../src/engine/outbound/act.js";
import type { NewRow } from "../../../src/store/port.js";
import { broken } from "../../domain/governor/oracle.js";
import { openGoverned, tight } from "../../support/governed.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const kinds: readonly Partial<NewRow>[] = [
  { rank: 0 },
  {},
  {},
  { rank: 2 },
  { unasked: true, rank: 5 },
  { unasked: true, rank: 5 },
  { unasked: true, rank: 5 },
];
const step = fc.record({
  afterMs: fc.integer({ min: 200, max: 20_000 }),
  rows: fc.array(
    fc.record({
      of: fc.constantFrom(...kinds),
      chat: fc.integer({ min: 1, max: 12 }),
      text: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 3 },
  ),
  /** Now and then somebody sets the clock, or the process dies and another begins. */
  jumpHours: fc.oneof({ arbitrary: fc.constant(0), weight: 20 }, fc.integer({ min: -30, max: 30 })),
  dies: fc.integer({ min: 0, max: 25 }).map((n) => n === 0),
});

test("random traffic breaks no limit in time as it passes, over restarts and clocks that are set", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 120, maxLength: 200 }), async (steps) => {
      let bot = await openGoverned();
      const { clock, store } = bot;
      const history: LedgerEntry[] = [];
      const collect = () => {
        for (const { action, after } of bot.left.splice(0)) {
          const text = action.kind === "send_text" ? action.text : "";
          const [rank = "1", unasked] = text.split(" ");
          const row = { client: "tea", rank: Number(rank), unasked: unasked === "u" } as const;
          history.push({ ...actOf({ ...row, action } as Parameters<typeof actOf>[0]), at: after });
        }
      };
      for (const { afterMs, rows, jumpHours, dies } of steps) {
        for (const { of, chat, text } of rows)
          await bot.add(`g${chat}`, {
            ...of,
            text: `${of.rank ?? 1} ${of.unasked ? "u" : "a"} ${text}`,
          });
        clock.set(clock.now() + afterMs);
        await bot.pump();
        collect();
        if (jumpHours !== 0 && !dies) clock.jump(jumpHours * HOUR);
        expect(bot.bugs).toEqual([]);
        if (dies) bot = await openGoverned({ store, clock });
      }
      expect(broken(history, tight, -HOUR * 24 * 90)).toEqual([]);
      await store.close();
    }),
    { numRuns: 8 },
  );
});

test("posts and answers without end use at least 90 % of what an hour allows", async () => {
  const limits = { ...tight, sameText: undefined, perGroup: undefined };
  const bot = await openGoverned({ limits });
  for (let n = 0; n < 120; n++) {
    await bot.add(`p${n}`, { unasked: true, rank: 5 });
    await bot.add(`a${n}`);
    await bot.add(`o${n}`, { rank: 0 });
  }
  await bot.pass(HOUR, 500);
  // Forty in twenty minutes, and one more that stands at both ends of them.
  expect(bot.left.length).toBeGreaterThanOrEqual(0.9 * 120);
  expect(bot.left.length).toBeLessThanOrEqual(120);
  await bot.store.close();
});

test("a clock that is put forward or back by a day neither mutes the account nor gives it a second day", async () => {
  const limits = { ...tight, acts: [{ most: 10, withinMs: 24 * HOUR }], unasked: [] };
  for (const jump of [24 * HOUR, -24 * HOUR, 300 * HOUR]) {
    const bot = await openGoverned({ limits });
    const answers = async (n: number) => {
      for (let each = 0; each < n; each++) await bot.add(`g${bot.clock.monotonic()}-${each}`);
      await bot.pass(2 * MINUTE);
    };
    await answers(5);
    bot.clock.jump(jump);
    await answers(20);
    expect(bot.left).toHaveLength(6);
    bot.clock.jump(-jump);
    await bot.pass(22 * HOUR, 10 * MINUTE);
    expect(bot.left).toHaveLength(6);
    await bot.pass(3 * HOUR, MINUTE);
    expect(bot.left).toHaveLength(12);
    await bot.store.close();
  }
});
