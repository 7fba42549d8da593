import { expect, test } from "vitest";
import { runSimulation } from "../../../src/app/simulation/simulation.js";
import { openSimulatedTown } from "../../../src/app/simulation/town.js";
import { teaEdition } from "../../support/tea.js";

const version = teaEdition();
const SMALL = { version: version, seed: "town", groups: 4, members: 40 };

test("what people do in the world is what the runtime has stored", async () => {
  const effects = [{ experiment: "persona", lift: 0.3 }];
  const town = await openSimulatedTown({ ...SMALL, pools: ["welfare"], effects });
  await town.moveIn();
  for (let day = 0; day < 4; day += 1) {
    await town.open(day);
    await town.reach(day + 1);
  }
  const { ledger } = town.world;
  expect(ledger.orders).toBeGreaterThan(5);
  expect(ledger.list).toBeGreaterThan(ledger.revenue);

  // Every order is somebody's, and counts on its day; so does every word since the eve.
  const orders = await town.store.list("tea-town", "order");
  expect(orders).toHaveLength(ledger.orders);
  expect(await town.store.list("tea-town", "order", "unmatched")).toEqual([]);
  const rows = await town.store.rollups("tea-town", { from: "2026-11-01", to: "2026-11-06" });
  const sum = (name: string) => rows.reduce((total, { sums }) => total + (sums[name] ?? 0), 0);
  expect({
    orders: sum("orders"),
    revenue: sum("revenue"),
    costs: sum("costs"),
    messages: sum("messages"),
    joins: sum("joins"),
    leaves: sum("leaves"),
  }).toEqual({
    orders: ledger.orders,
    revenue: ledger.revenue,
    costs: ledger.list - ledger.revenue,
    messages: ledger.messages,
    joins: ledger.joins,
    leaves: ledger.leaves,
  });
  expect(sum("replies")).toBeGreaterThan(0);

  // Each midnight everybody present is counted, and nothing is left lying.
  const opened = rows.filter(({ day }) => day === "2026-11-06");
  expect(opened.map(({ group, sums }) => [group, sums.members])).toEqual(
    [1, 2, 3, 4].map((n) => {
      const chat = `tea-town-town-${n}`;
      return [`sandbox:${chat}`, town.world.members(chat).length];
    }),
  );
  expect(ledger.leaves).toBeGreaterThan(0);
  const { deadLetters, unhandled, failed, expired } = await town.store.counts();
  expect({ deadLetters, unhandled, failed, expired }).toEqual({
    deadLetters: 0,
    unhandled: 0,
    failed: 0,
    expired: 0,
  });
  expect((await town.store.rebuildRollups("tea-town", { check: true })).different).toBe(0);
  expect(town.bugs).toEqual([]);
  await town.end();
});

test("an experiment runs from its start in chat to a report, the same for the same seed", async () => {
  const wish = { ...SMALL, days: 4, effects: [{ experiment: "persona", lift: 0.3 }] };
  const first = await runSimulation(wish);
  expect(first.bugs).toEqual([]);
  const [persona] = first.conclusions;
  expect(persona).toMatchObject({
    ...{ experiment: "persona", arm: "village", planted: 0.3, state: "running", until: 4 },
    analysis: { arms: ["village", "office"], primary: "reply_rate" },
  });
  // Two pairs, and two blocks of two days: 4 coins.
  expect(persona?.analysis.looks).toHaveLength(4);
  expect(persona?.analysis.sample_ratio?.counts).toEqual([expect.any(Number), expect.any(Number)]);
  expect(await runSimulation(wish)).toEqual(first);
  expect((await runSimulation({ ...wish, seed: "other" })).ledger).not.toEqual(first.ledger);
});

test("an experiment that can't start says what the bot says", async () => {
  const wish = { ...SMALL, groups: 1, days: 1, effects: [{ experiment: "persona", lift: 0 }] };
  await expect(runSimulation(wish)).rejects.toMatchObject({
    code: "SIMULATE_NOT_STARTED",
    params: { id: "persona", said: expect.stringContaining("至少要 2 个") },
  });
});
