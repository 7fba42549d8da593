import fc from "fast-check";
import { expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import type { Order } from "../../../src/domain/order/order.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import type { MemberRecord } from "../../../src/engine/records.js";
import { orderSink } from "../../../src/features/order/order-sink.js";
import type { Change, Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { editions } from "../../support/tea.js";

const NOW = Date.parse("2026-11-24T10:00:00+08:00");
const CLIENT = "tea-town";
const playbooks = createPlaybooks();
playbooks.replace(editions({}));
const deps = { playbooks, clock: createManualClock(NOW), features };

const alice: MemberRecord = {
  platform: "telegram",
  user: "1",
  name: "alice",
  tags: [],
  saved: {},
  cooldowns: {},
  unasked: [],
  scripts: {},
};
const TT1 = { code: "TT1", coupon: "newcomer", state: "granted", member: "telegram:1" } as const;
const known: readonly Change[] = [
  { op: "put", kind: "member", key: "telegram:1", value: alice },
  { op: "put", kind: "member", key: "telegram:2", value: { ...alice, user: "2" } },
  { op: "put", kind: "coupon", key: "TT1", value: { ...TT1, until: NOW } },
  { op: "put", kind: "identity", key: "phone:h2", value: { member: "telegram:2" } },
];

/** A store in which alice and bob are known by some ids, and what it holds of orders in the end. */
async function openSink() {
  const store = await openSqliteStore(":memory:", tally);
  await store.commit({ client: CLIENT, changes: known, outbox: [], facts: [] });
  const sink = orderSink({ ...deps, store }, CLIENT);
  const orders = async () =>
    (await store.list(CLIENT, "order")).map(({ key, value: { record, member } }) => ({
      key,
      record,
      member,
    }));
  return { ...sink, orders, nobodys: () => store.list(CLIENT, "order", "unmatched"), store };
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const order: fc.Arbitrary<Order> = fc
  .record({
    id: fc.constantFrom("1", "2", "3"),
    amount: fc.constantFrom(1_000, 6_100),
    modifiedAt: fc.integer({ min: 1, max: 4 }),
    coupon: maybe(fc.constantFrom("TT1", "tt-1", "XX9")),
    platform: maybe(fc.constantFrom("telegram:1", "telegram:2", "telegram:3")),
    phone: maybe(fc.constantFrom("h2", "h3")),
    refundedTotal: maybe(fc.constantFrom(100, 200)),
  })
  .map(({ id, amount, modifiedAt, coupon, platform, phone, refundedTotal }) => ({
    source: "csv",
    id,
    state: "paid",
    currency: "CNY",
    amount,
    modifiedAt,
    paidAt: 1,
    refunds: [],
    ids: {
      ...(coupon ? { coupons: [coupon] } : {}),
      ...(platform ? { platforms: [platform] } : {}),
      ...(phone ? { phone } : {}),
    },
    ...(refundedTotal ? { refundedTotal } : {}),
  }));

test("a batch ends as its orders one at a time do, and again changes nothing", async () => {
  const batches = fc.array(fc.array(order, { minLength: 1, maxLength: 6 }), { maxLength: 3 });
  const property = fc.asyncProperty(batches, async (told) => {
    const [batch, single] = [await openSink(), await openSink()];
    for (const orders of told) {
      const sums = { fresh: 0, changed: 0, same: 0 };
      for (const each of orders) {
        const { fresh, changed, same } = await single.save([each]);
        sums.fresh += fresh;
        sums.changed += changed;
        sums.same += same;
      }
      expect(await batch.save(orders)).toEqual(sums);
    }
    const ended = await batch.orders();
    expect(ended).toEqual(await single.orders());
    expect((await batch.nobodys()).map(({ key }) => key)).toEqual(
      ended.filter(({ member }) => !member).map(({ key }) => key),
    );
    const all = told.flat();
    expect(await batch.save(all)).toEqual({ fresh: 0, changed: 0, same: all.length });
    expect(await batch.orders()).toEqual(ended);
    await batch.store.close();
    await single.store.close();
  });
  await fc.assert(property, { numRuns: 150 });
});

const told = (id: string, over: Partial<Order>): Order => ({
  source: "csv",
  id,
  state: "paid",
  currency: "CNY",
  amount: 6_100,
  modifiedAt: 1,
  paidAt: 1,
  refunds: [],
  ids: {},
  ...over,
});

test("an order told again after the batch had to write in between", async () => {
  const { save, orders, store } = await openSink();
  const alices = { ids: { platforms: ["telegram:1"] } };
  const batch = [
    told("1", {}),
    told("2", {}),
    told("2", { modifiedAt: 2, ...alices }),
    told("1", { modifiedAt: 2, amount: 5_000 }),
  ];
  expect(await save(batch)).toEqual({ fresh: 2, changed: 2, same: 0 });
  expect(await orders()).toMatchObject([
    { key: "csv/1", record: { account: { amount: 5_000 } }, member: undefined },
    { key: "csv/2", member: "telegram:1" },
  ]);
  await store.close();
});

test("an order of nobody finds its member by what was told before", async () => {
  const { save, orders, store } = await openSink();
  await save([told("1", { modifiedAt: 5, ids: { phone: "h3" } })]);
  const identity = { op: "put", kind: "identity", key: "phone:h3" } as const;
  const changes = [{ ...identity, value: { member: "telegram:1" } }];
  await store.commit({ client: CLIENT, changes, outbox: [], facts: [] });
  // An older row without the phone, which only adds a refund.
  await save([told("1", { refundedTotal: 100 })]);
  expect(await orders()).toMatchObject([{ key: "csv/1", member: "telegram:1" }]);
  await store.close();
});

test("a row in another currency than the order came in is told and left out", async () => {
  const sink = await openSink();
  const row = { source: "csv", id: "1", state: "paid", amount: 100, ids: {}, refunds: [] } as const;
  const usd: Order = { ...row, currency: "USD", modifiedAt: 1 };
  const yuan: Order = { ...row, currency: "CNY", modifiedAt: 2 };
  expect(await sink.save([usd, yuan])).toEqual({ fresh: 1, changed: 0, same: 1 });
  expect(await sink.orders()).toMatchObject([{ record: { account: { currency: "USD" } } }]);
  expect(await sink.store.facts(CLIENT, "order_refused")).toMatchObject([
    { data: { order: "csv/1", currency: "CNY" } },
  ]);
  await sink.store.close();
});

test("an order that a shop told in another currency since it was looked up stays as it was told", async () => {
  const { save, orders, store } = await openSink();
  await save([told("1", { currency: "USD" })]);
  const facts: string[] = [];
  const stale: Store = {
    ...store,
    find: async (client, kind, keys) =>
      kind === "order" ? new Map() : store.find(client, kind, keys),
    commit: async (commit) => {
      facts.push(...commit.facts.map(({ kind }) => kind));
      return store.commit(commit);
    },
  };
  const sink = orderSink({ ...deps, store: stale }, CLIENT);
  await sink.save([told("1", { modifiedAt: 2, ids: { platforms: ["telegram:1"] } })]);
  expect(await orders()).toMatchObject([{ record: { account: { currency: "USD" } } }]);
  expect(facts).toEqual(["order_refused"]);
  await store.close();
});
