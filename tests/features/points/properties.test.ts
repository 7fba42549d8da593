import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { OrderRefund } from "../../../src/domain/order/order.js";
import { CLIENT, type Corner, closeCorners, HOUR } from "../../support/corner.js";
import {
  ask,
  BOSS,
  back,
  balance,
  GATHERED,
  ledger,
  openPoints,
  pays,
  RULES,
} from "./points-corner.js";

afterEach(closeCorners);

const MEMBERS = ["amy", "bob", "cat"];
const COST = RULES.exchange.cup;
const member = fc.constantFrom(...MEMBERS);
const order = fc.integer({ min: 1, max: 4 });
const deed = fc.oneof(
  fc.record({
    do: fc.constant("check_in" as const),
    member,
    group: fc.constantFrom("corner", "corner-2"),
  }),
  fc.record({
    do: fc.constant("order" as const),
    order,
    amount: fc.integer({ min: 0, max: 30_000 }),
  }),
  fc.record({
    do: fc.constant("refund" as const),
    order,
    amount: fc.integer({ min: 1, max: 20_000 }),
  }),
  fc.record({ do: fc.constant("cancel" as const), order }),
  fc.record({ do: fc.constant("again" as const), order }),
  fc.record({ do: fc.constant("assign" as const), order, member }),
  fc.record({
    do: fc.constant("exchange" as const),
    member,
    coupon: fc.constantFrom("cup", "rare"),
  }),
  fc.record({
    do: fc.constant("change" as const),
    member,
    n: fc.integer({ min: 1, max: 25 }),
    add: fc.boolean(),
  }),
  fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 40 }) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

/** What the shop knows of an order, and whose it is by now. */
type Sale = { amount: number; refunds: OrderRefund[]; cancelled: boolean; owner: string };
type World = {
  readonly corner: Corner;
  readonly sales: Map<number, Sale>;
  at: number;
  sure: Record<string, number>;
};

const tell = (world: World, n: number, { amount, refunds, cancelled }: Sale) =>
  pays(world.corner, MEMBERS[n % 3] ?? "", {
    ...{ id: `${n}`, amount, refunds: [...refunds], modifiedAt: world.at, paidAt: 1_000 },
    state: cancelled ? "cancelled" : "paid",
  });

async function act(world: World, one: Deed): Promise<void> {
  const { corner, sales, sure } = world;
  const add = (who: string, by: number) => {
    sure[who] = (sure[who] ?? 0) + by;
  };
  switch (one.do) {
    case "check_in": {
      await corner.forward(GATHERED);
      const said = await ask(corner, one.member, "签到", one.group);
      add(one.member, Number(/\+(\d+) 积分/.exec(said)?.[1] ?? 0));
      return;
    }
    case "order":
      if (sales.has(one.order)) return;
      world.at++;
      sales.set(one.order, {
        amount: one.amount,
        refunds: [],
        cancelled: false,
        owner: MEMBERS[one.order % 3] ?? "",
      });
      break;
    case "refund": {
      const sale = sales.get(one.order);
      const left =
        (sale?.amount ?? 0) - (sale?.refunds ?? []).reduce((sum, { amount }) => sum + amount, 0);
      if (!sale || left <= 0) return;
      world.at++;
      sale.refunds.push(back(`r${world.at}`, Math.min(left, one.amount), world.at));
      break;
    }
    case "cancel": {
      const sale = sales.get(one.order);
      if (!sale) return;
      world.at++;
      sale.cancelled = true;
      break;
    }
    case "again":
      break;
    case "assign": {
      const sale = sales.get(one.order);
      if (!sale) return;
      await ask(corner, BOSS, `/订单 归属 shop/${one.order} ${one.member}`);
      await ask(corner, BOSS, "/确认");
      sale.owner = one.member;
      return;
    }
    case "exchange": {
      const before = await balance(corner, one.member);
      const said = await ask(corner, one.member, `兑换 ${one.coupon}`);
      if (!said.includes("已用")) return;
      expect(before).toBeGreaterThanOrEqual(COST);
      add(one.member, -COST);
      return;
    }
    case "change": {
      const said = await ask(
        corner,
        BOSS,
        `/积分 ${one.add ? "加" : "减"} ${one.member} ${one.n} x`,
      );
      if (/^已[给扣]/.test(said)) add(one.member, one.add ? one.n : -one.n);
      return;
    }
    case "wait":
      await corner.forward(one.hours * HOUR);
      return;
  }
  const sale = sales.get(one.order);
  if (sale) await tell(world, one.order, sale);
}

/** What an order gives by the rules, reckoned from what the shop knows alone. */
function givenBy({ amount, refunds, cancelled }: Sale): number {
  // What the shop kept of an order that it gave back in part and then called off is revenue.
  if (cancelled && refunds.length === 0) return 0;
  const left = amount - refunds.reduce((sum, one) => sum + one.amount, 0);
  const gift = left >= 10_000 && !cancelled ? 50 : 0;
  return Math.floor(left / 1_000) + gift;
}

/** Balances are what the facts add up to, and what was said and sold. */
async function proven({ corner, sales, sure }: World) {
  const sums = await ledger(corner);
  const coupons = await corner.store.list(CLIENT, "coupon");
  for (const name of MEMBERS) {
    const orders = [...sales.values()].filter(({ owner }) => owner === name);
    const all = orders.reduce((sum, one) => sum + givenBy(one), sure[name] ?? 0);
    expect([name, await balance(corner, name), sums[name] ?? 0]).toEqual([name, all, all]);
  }
  const spent = (await corner.facts("points")).filter(({ data }) => data?.why === "exchange");
  expect(spent).toHaveLength(coupons.length);
  const days = (await corner.facts("points"))
    .filter(({ data }) => data?.why === "check_in")
    .map(({ member: who, day }) => `${who} ${day}`);
  expect(new Set(days).size).toBe(days.length);
  expect(corner.bugs).toEqual([]);
}

test("whatever happens, no point is lost, doubled or spent twice", async () => {
  const property = fc.asyncProperty(
    fc.array(deed, { minLength: 5, maxLength: 40 }),
    async (deeds) => {
      const corner = await openPoints();
      for (const name of MEMBERS) await ask(corner, name, "hi");
      const world: World = { corner, sales: new Map(), at: 1_000, sure: {} };
      for (const one of deeds) await act(world, one);
      await proven(world);
      await closeCorners();
    },
  );
  await fc.assert(property, { numRuns: 40 });
}, 600_000);
