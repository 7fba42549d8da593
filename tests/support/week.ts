import { features } from "../../src/app/features.js";
import type { Fact } from "../../src/core/fact.js";
import type { Records } from "../../src/core/record.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { dateAfter } from "../../src/domain/experiment/design/current.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import { reportOperations } from "../../src/features/report/operations.js";
import type { Change, Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "./tally.js";
import { type Edits, editions } from "./tea.js";

const CLIENT = "tea-town";
/** In the morning of the Monday after 2026-W48, in Shanghai. */
export const MONDAY = Date.parse("2026-11-30T09:00:00+08:00");

type Order = {
  readonly id: string;
  /** Paid at noon of that day. */
  readonly day: string;
  readonly amount: number;
  /** Of nobody known where absent; `group` absent: without a home. */
  readonly member?: string;
  readonly group?: string;
  readonly currency?: string;
  readonly promo?: { readonly id: string; readonly off: number; readonly coupon?: string };
};

/** A client whose past is written into the store, and its report at a moment. */
export async function openWeek({
  at = MONDAY,
  path = ":memory:",
  ...edits
}: Edits & { readonly at?: number; readonly path?: string } = {}) {
  const store = await openSqliteStore(path, tally);
  const playbooks = createPlaybooks();
  playbooks.replace(editions(edits));
  const clock = createManualClock(at);
  const write = (facts: readonly Fact[], changes: readonly Change[] = []) =>
    store.commit({ client: CLIENT, facts, changes, outbox: [] });
  const deps = { store, playbooks, clock, features };
  return {
    ...{ store, playbooks, clock, deps, write },
    /** Adds a group that the bot is in. */
    group: (key: string, more: Partial<Records["group"]> = {}) =>
      write([], [{ op: "put", kind: "group", key, value: { ...groupNamed(key), ...more } }]),
    /** So many of each thing happened in a group on a day. */
    day: (group: string, day: string, counts: Readonly<Record<string, number>>) =>
      write(factsOf(group, day, counts)),
    order: (order: Order) => addOrder(store, order),
    week: (named?: string) => reportOperations(deps).week(CLIENT, named, { orders: true }),
  };
}

const groupNamed = (key: string): Records["group"] => ({
  ...{ platform: "telegram", account: "telegram", chat: key, pool: "welfare", n: 1, title: key },
  ...{ taken: 1, cooldowns: {}, unasked: [], variants: {} },
});

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00+08:00`);

function factsOf(group: string, day: string, counts: Readonly<Record<string, number>>): Fact[] {
  const at = noonOf(day);
  const { members, active = 0, messages = active, ...rest } = counts;
  const many = (kind: string, n = 0, data?: Fact["data"]) =>
    Array.from({ length: n }, (): Fact => ({ kind, at, day, group, ...(data ? { data } : {}) }));
  return [
    ...(members === undefined ? [] : many("day_opened", 1, { members })),
    ...many("said", active, { first: true }),
    ...many("said", messages - active),
    ...Object.entries(rest).flatMap(([kind, n]) => many(kind, n)),
  ];
}

/** Writes an order and what it counts for, as its feature does. */
async function addOrder(store: Store, order: Order): Promise<void> {
  const { id, day, amount, member, group, currency = "CNY", promo } = order;
  const at = noonOf(day);
  const off = promo?.off ?? 0;
  const foreign = currency !== "CNY";
  const account = {
    ...{ state: "paid" as const, currency, amount, paidAt: at, modifiedAt: at, ids: {} },
  };
  const margin = Math.round((amount + off) * 0.62) - off;
  const money = foreign ? { revenue: 0, costs: 0 } : { revenue: amount, costs: off, margin };
  const value: Records["order"] = {
    record: { source: "csv", id, account, refunds: [], refundedTotal: 0, events: {}, ids: {} },
    ...(member === undefined ? {} : { member }),
    ...(group === undefined ? {} : { counted: { group, day, orders: 1, ...money } }),
    ...(promo
      ? {
          booking: {
            ...{ amount, lines: [] },
            applied: [
              {
                ...{ promo: promo.id, off, kept: off, lines: [], uses: [] },
                ...(promo.coupon === undefined ? {} : { coupon: promo.coupon }),
              },
            ],
          },
        }
      : {}),
  };
  const counted: Fact["data"] = foreign ? { amount, currency } : { amount, off, margin };
  const facts: Fact[] =
    group === undefined ? [] : [{ kind: "ordered", at, day, group, data: counted }];
  const key = `csv/${id}`;
  await store.commit({
    client: CLIENT,
    changes: [{ op: "put", kind: "order", key, value, owner: member ?? "unmatched" }],
    outbox: [],
    facts,
  });
}

type Week = Awaited<ReturnType<typeof openWeek>>;

/** Two weeks of a shop with two groups, up to the Sunday of 2026-W48; each day a little other than the day before. */
export async function twoWeeks(open: Week): Promise<void> {
  await open.group("g1", { title: "茶野福利1群" });
  await open.group("g2", { title: "茶野福利2群" });
  let members = { g1: 150, g2: 120 };
  for (let n = 0; n < 15; n++) {
    const day = dateAfter("2026-11-16", n);
    const weekend = n % 7 > 4 ? 3 : 0;
    for (const group of ["g1", "g2"] as const) {
      const [joined, left] = [3 + ((5 * n) % 4) + weekend, 1 + ((3 * n) % 3)];
      const said = { active: 20 + ((7 * n) % 9), messages: 60 + ((11 * n) % 30) };
      await open.day(group, day, {
        members: members[group],
        ...(n < 14 ? { joined, left, ...said, opted_out: n % 5 === 0 ? 1 : 0 } : {}),
      });
      if (n >= 14) continue;
      members = { ...members, [group]: members[group] + joined - left };
      for (let i = 0; i < 6 + (n % 4) + 2 * weekend; i++) {
        const promo = [
          { id: "main", off: 500 },
          { id: "big-order", off: 1200 },
          { id: "first-cup", off: 800, coupon: `T${n}${group}${i}` },
          undefined,
        ][i % 4];
        const of = { id: `${day}-${group}-${i}`, day, amount: 4200 + 310 * ((i + n) % 7) };
        await open.order({ ...of, member: `telegram:${i}`, group, ...(promo ? { promo } : {}) });
      }
    }
  }
}
