import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/port.js";
import { OPENED, openTill } from "../support/till.js";
import { commitOf } from "./samples.js";

const COUNT = 100;
const LEFT = 10;
const each = <T>(make: (n: number) => T): T[] =>
  Array.from({ length: COUNT }, (_, i) => make(i + 1));
const codeOf = (n: number) => `TT0000${String(n).padStart(4, "0")}`;

/** Of what is left for 10, 100 at once get exactly 10: at the port, and through the runtime. */
export function redemptionContract(store: () => Store): void {
  describe("100 at once redeem what is left for 10", () => {
    const rest = { limits: { uses: 15 }, give: { off: "5.00" } };
    test.each([
      ["uses", "paid", { give: { off: "5.00" }, limits: { uses: LEFT } }],
      ["a budget that doesn't divide", "paid", { give: { off: "5.00" }, budget: "54.99" }],
      ["a group's limit", "paid", { ...rest, limits: { group: { max: LEFT, per: "day" } } }],
      ["uses, budget and coupons", "paid", { ...rest, budget: "50.00" }],
      ["the same, all reserving", "placed", { ...rest, budget: "50.00" }],
    ] as const)("%s, %s", async (_name, state, promo) => {
      const till = await openTill(store(), { promos: { main: promo }, behindCoupon: "main" });
      await till.members(COUNT);
      await Promise.all(each((n) => till.grant(codeOf(n), `telegram:${n}`)));
      await Promise.all(
        each((n) =>
          till.tell({
            kind: "order",
            order: {
              ...{ source: "shop", id: `${n}`, state, currency: "CNY", amount: 3_000, refunds: [] },
              ...{ modifiedAt: OPENED, placedAt: OPENED, ids: { coupons: [codeOf(n)] } },
            },
          }),
        ),
      );
      const coupons = await store().list("tea-town", "coupon");
      const had = coupons.filter(({ value }) => value.state !== "granted");
      // A shop that is paid has given them all, whatever was left; the books take 10.
      const [count, all] = state === "paid" ? [COUNT, "redeemed"] : [LEFT, "reserved"];
      expect(had.map(({ value }) => value.state)).toEqual(new Array(count).fill(all));
      const applied = (await till.orders()).flatMap(({ booking }) => booking?.applied ?? []);
      const booked = applied.filter(({ promo, over }) => promo === "main" && !over);
      expect(booked.map(({ off }) => off)).toEqual(new Array(LEFT).fill(500));
      const over = applied.filter((each) => each.over);
      expect(over).toHaveLength(count - LEFT);
      expect(over.every(({ off, uses }) => off === 0 && uses.length === 0)).toBe(true);
      expect(await till.facts("overspent")).toHaveLength(count - LEFT);
      if ("budget" in promo) expect(await till.counter("main/spent")).toBe(LEFT * 500);
      if (state === "placed") {
        await till.forward(30 * 60_000);
        expect(await till.counter("main/spent")).toBe(0);
      }
    });

    test("the last coupons, granted by an operator's command", async () => {
      const promo = { give: { off: "5.00" } };
      const sections = { promos: { main: promo }, behindCoupon: "main", max: LEFT };
      const till = await openTill(store(), sections);
      await till.members(COUNT);
      const of = { client: "tea-town", coupon: "newcomer" };
      const granted = await Promise.all(
        each((n) => till.coupons.grantCoupon({ ...of, member: `${n}`, seed: `s${n}` })),
      );
      expect(granted.filter((one) => one !== "none_left")).toHaveLength(LEFT);
      expect(await store().list("tea-town", "coupon")).toHaveLength(LEFT);
    });

    test("one coupon, by orders that all name it: one has it", async () => {
      const promo = { give: { off: "5.00" }, budget: "500.00" };
      const till = await openTill(store(), { promos: { main: promo }, behindCoupon: "main" });
      await till.members(1);
      await till.grant(codeOf(1), "telegram:1");
      const order = { source: "shop", state: "paid", currency: "CNY", amount: 3_000 } as const;
      const told = { ...order, modifiedAt: OPENED, ids: { coupons: [codeOf(1)] }, refunds: [] };
      await Promise.all(each((n) => till.tell({ kind: "order", order: { ...told, id: `${n}` } })));
      expect(await till.counter("main/spent")).toBe(500);
      expect(await till.facts("redeemed")).toHaveLength(1);
    });

    test("at the port: a use, its money and the coupon together or not at all", async () => {
      const value = { code: "c", coupon: "newcomer", member: "m", until: OPENED } as const;
      const results = await Promise.all(
        each((n) =>
          store().commit(
            commitOf({
              changes: [
                {
                  op: "put",
                  kind: "coupon",
                  key: codeOf(n),
                  value: { ...value, state: "redeemed" },
                },
                { op: "add", counter: "uses", by: 1, limit: LEFT + 5 },
                { op: "add", counter: "spent", by: 500, limit: LEFT * 500 + 499 },
              ],
              facts: [{ kind: "redeemed", at: OPENED }],
            }),
          ),
        ),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(LEFT);
      expect(await store().list("a", "coupon")).toHaveLength(LEFT);
      expect(await store().facts("a", "redeemed")).toHaveLength(LEFT);
      expect(await store().counter("a", "uses")).toBe(LEFT);
      expect(await store().counter("a", "spent")).toBe(LEFT * 500);
    });
  });
}
