import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import { runningBy, tamperingIn } from "../../../../src/domain/experiment/audit/tampering.js";
import { blocksPerCoin } from "../../../../src/domain/experiment/design/coins.js";
import { designSchema } from "../../../../src/domain/experiment/design/design.js";
import type { Registration } from "../../../../src/domain/experiment/design/registration.js";
import { createRandom } from "../../../../src/domain/stats/random.js";

const base = { design: "switchback", arms: 2, sets: 4, blocks: 14, level: 0.05 } as const;
test.each([
  ["two arms, coins enough", {}, 2],
  ["three arms", { arms: 3 }, 1],
  ["a parallel design", { design: "parallel" }, 1],
  ["one block", { blocks: 1, sets: 8 }, 1],
  ["eight coins are just enough", { sets: 2, blocks: 8 }, 2],
  ["a last block alone is a coin too", { sets: 2, blocks: 7 }, 2],
  ["seven coins find less than thirteen", { sets: 1, blocks: 13 }, 1],
  ["a smaller α asks for more", { sets: 2, blocks: 8, level: 0.025 }, 1],
] as const)("%s", (_name, change, expected) => {
  expect(blocksPerCoin({ ...base, ...change })).toBe(expected);
});

const DAYS = 12;
const design = designSchema.parse({
  design: "switchback",
  arms: ["a", "b"],
  primary: "orders_per_member",
  horizon: DAYS,
  pairs: [["g0", "g1"]],
  blocks_per_coin: 2,
});
type Count = (group: number, day: number) => number;

/** Rows of a pair whose six coins fell as the bits of `outcome` say; a coin decides two days. */
function rowsOf(
  outcome: number,
  { orders, leaves }: { orders: (arm: string | undefined, at: number) => number; leaves: Count },
) {
  return [0, 1].flatMap((group) =>
    Array.from({ length: 14 + DAYS }, (_, i) => {
      const day = i - 13;
      const coin = (outcome >> Math.floor((day - 1) / 2)) & 1;
      const arm = day < 1 ? undefined : (coin + day + group) % 2 === 0 ? "a" : "b";
      const counts = { orders: orders(arm, 100 * group + day), leaves: leaves(group, day) };
      return { group: `g${group}`, day, line: 0, members: 100, ...counts, ...(arm && { arm }) };
    }),
  );
}

test("over all outcomes of coins that decide two blocks each, p is exact and E averages 1", () => {
  const random = createRandom("two blocks");
  const fixed = new Map<number, number>();
  const draw = (at: number) => {
    if (!fixed.has(at)) fixed.set(at, random.below(40));
    return fixed.get(at) as number;
  };
  const leaves: Count = (group, day) => draw(1000 + 100 * group + day) % 4;
  const all = Array.from({ length: 64 }, (_, outcome) =>
    analyze(design, rowsOf(outcome, { orders: (_arm, at) => draw(at), leaves })),
  );
  const ps = all.map(({ p }) => p as number).sort((x, y) => x - y);
  // A coin and its mirror image have one p, so the smallest is 2/64, the next 4/64 …
  for (const [i, p] of ps.entries()) expect(p).toBeCloseTo((2 * Math.floor(i / 2) + 2) / 64, 9);
  expect(all.every(({ attainable_p }) => attainable_p === 2 / 64)).toBe(true);
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  expect(mean(all.map(({ evidence }) => evidence as number))).toBeCloseTo(1, 9);
  const guarded = all.flatMap(({ guardrails }) => guardrails.map(({ evidence }) => evidence));
  expect(guarded.length).toBe(64);
  expect(mean(guarded)).toBeCloseTo(1, 9);
  expect(all[0]?.sample_ratio?.counts).toEqual([6, 0]);
});

test("a lift is found whole, whatever the groups are like by themselves", () => {
  const orders = (arm: string | undefined, at: number) =>
    (at > 50 ? 4000 : 1000) * (arm === "b" ? 1.3 : 1);
  const { estimate, verdict } = analyze(design, rowsOf(21, { orders, leaves: () => 0 }));
  expect(estimate.lift).toBeCloseTo(0.3, 3);
  expect(verdict).toBe("effective");
});

test("a second block without the change of arms is left out, and said so", () => {
  const rows = rowsOf(0, { orders: () => 20, leaves: () => 0 });
  const kept = rows.map((row) => (row.day === 2 ? { ...row, arm: armOn(rows, row.group) } : row));
  const { warnings } = analyze(design, kept);
  expect(warnings).toEqual([{ code: "BLOCKS_UNUSABLE", params: { blocks: 1 } }]);
});

const armOn = (rows: ReturnType<typeof rowsOf>, group: string): string =>
  rows.find((row) => row.group === group && row.day === 1)?.arm as string;

test("data of two-block coins under a design that says otherwise bring a warning", () => {
  const both = [0, 1].flatMap((set) =>
    rowsOf(21, { orders: (_arm, at) => (at + 14) % 7, leaves: () => 0 }).map((row) => ({
      ...row,
      group: `g${Number(row.group.slice(1)) + 2 * set}`,
    })),
  );
  const pairs = [
    ["g0", "g1"],
    ["g2", "g3"],
  ];
  const codes = (blocks_per_coin: number) =>
    analyze({ ...design, pairs, blocks_per_coin }, both).warnings.map(({ code }) => code);
  expect(codes(1)).toEqual(["BLOCKS_TURNED"]);
  expect(codes(2)).toEqual([]);
});

test("a copy that tosses otherwise than registered is found", () => {
  const registration = {
    experiment: "threshold@2026-10-01",
    arms: [{ key: "a" }, { key: "b" }],
    sets: [["g0", "g1"]],
    blockDays: 1,
    horizonDays: DAYS,
  } as unknown as Registration;
  const running = { ...runningBy(registration), blocksPerCoin: 2 as const };
  const log = {
    started: [{ kind: "experiment_started", at: 0, data: {} }],
    paused: [],
    ended: [],
  };
  const record = { state: "running", running, registration } as unknown as Parameters<
    typeof tamperingIn
  >[0];
  expect(tamperingIn(record, log, running)).toEqual([
    { part: "running", field: "blocksPerCoin", expected: "-", found: "2" },
  ]);
});
