import { describe, expect, test } from "vitest";
import { createReplay, type PastOrder, replayOrders } from "../../../src/domain/promo/replay.js";
import { replayJson } from "../../../src/domain/promo/replay-json.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

const AT = Date.parse("2026-11-24T12:00:00+08:00");
const order = (price: number, rest: Partial<PastOrder> = {}): PastOrder => ({
  at: AT,
  lines: cartOf([price]).lines,
  ...rest,
});
const less5 = (spend: string, rest: object = {}) =>
  promosOf({ main: { spend, give: { off: "5.00" }, ...rest } });
const replay = async (orders: readonly PastOrder[], ...compiled: ReturnType<typeof promosOf>[]) =>
  replayOrders(
    orders,
    compiled.map((each, i) => ({ name: `set${i}`, compiled: each })),
  );
const baskets = [4_400, 5_200, 6_000];

describe("promo replay", () => {
  test("at an average of 52, 满60减5 pays above a margin of 5/8, 满65减5 above 5/13", async () => {
    const { baskets: lie, sets } = await replay(
      baskets.map((price) => order(price)),
      less5("60.00"),
      less5("65.00"),
    );
    expect(lie.average).toBe(5_200);
    expect(sets.map(({ promos }) => promos[0]?.thresholds[0]?.breakEven)).toEqual([5 / 8, 5 / 13]);
    const { sets: shown } = replayJson({ currency: "CNY", baskets: lie, sets }, "en");
    expect(shown.map(({ promos }) => promos[0]?.thresholds[0]?.break_even_percent)).toEqual([
      62.5, 38.5,
    ]);
  });

  test("orders already above the threshold are pure loss, those near it could be lifted", async () => {
    const nudge = { within: "10.00", say: "nudge" };
    const { sets } = await replay(
      baskets.map((price) => order(price)),
      less5("60.00", { nudge }),
    );
    expect(sets[0]).toMatchObject({ orders: 1, cost: 500 });
    expect(sets[0]?.promos[0]?.thresholds).toEqual([
      {
        spend: 6_000,
        off: 500,
        above: 1,
        band: { from: 5_000, orders: 1, extra: 800, cost: 500, breakEven: 5 / 8 },
        breakEven: 5 / 8,
      },
    ]);
  });

  test("never pays at a threshold that the average order reaches", async () => {
    const { sets } = await replay([order(8_000)], less5("60.00"));
    expect(sets[0]?.promos[0]?.thresholds[0]?.breakEven).toBeNull();
  });

  test("a higher tier costs only what it gives beyond the lower one", async () => {
    const tiers = [
      { spend: "60.00", off: "5.00" },
      { spend: "100.00", off: "12.00" },
    ];
    const { sets } = await replay([order(7_000)], promosOf({ main: { give: { tiers } } }));
    expect(sets[0]?.promos[0]?.thresholds.map(({ breakEven }) => breakEven)).toEqual([
      null,
      7 / 30,
    ]);
  });

  test("shows where the baskets lie", async () => {
    const { baskets: lie } = await replay(
      [1_999, 2_000, 2_100, 9_950].map((price) => order(price)),
      less5("60.00"),
    );
    expect(lie).toEqual({
      orders: 4,
      average: 4_012,
      median: 2_000,
      buckets: [
        { from: 1_000, to: 2_000, orders: 1 },
        { from: 2_000, to: 3_000, orders: 2 },
        { from: 9_000, to: 10_000, orders: 1 },
      ],
    });
  });

  test("limits and budgets run out, each set for itself", async () => {
    const members = ["a", "a", "b", "c", "d"];
    const orders = members.map((member) => order(6_000, { member }));
    const { sets } = await replay(
      orders,
      less5("60.00"),
      less5("60.00", { limits: { member: { max: 1, per: "day" } } }),
      less5("60.00", { budget: "15.00" }),
      less5("60.00", { limits: { uses: 2 } }),
    );
    expect(sets.map(({ cost }) => cost)).toEqual([2_500, 2_000, 1_500, 1_000]);
  });

  test("an order is quoted at its own time, for its own member", async () => {
    const window = { to: "2026-11-24T12:00:00+08:00" };
    const { sets } = await replay(
      [order(6_000), order(6_000, { at: AT - 1 }), order(6_000, { tags: ["vip"] })],
      less5("60.00", { window }),
      less5("60.00", { who: { tags: ["vip"] } }),
    );
    expect(sets.map(({ orders }) => orders)).toEqual([1, 1]);
  });

  test("takes orders as they come, and none at all", async () => {
    async function* stream() {
      for (const price of baskets) yield order(price);
    }
    const set = { name: "a", compiled: less5("60.00") };
    expect((await replayOrders(stream(), [set])).baskets.orders).toBe(3);
    expect((await replayOrders([], [set])).baskets).toEqual({
      orders: 0,
      average: 0,
      median: 0,
      buckets: [],
    });
  });

  test("says what it can't know", async () => {
    const report = await replay([], less5("60.00"));
    expect(replayJson(report, "en").caveat).toContain("can't know");
    expect(replayJson(report, "zh-CN").caveat).toContain("不知道");
  });

  test("refuses to compare currencies", () => {
    const sets = [less5("60.00"), promosOf({}, { currency: "JPY" })].map((compiled) => ({
      name: "x",
      compiled,
    }));
    expect(() => createReplay(sets)).toThrow(RangeError);
    expect(() => createReplay([])).toThrow(RangeError);
  });
});
