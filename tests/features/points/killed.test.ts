import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import { pick } from "../../../src/core/hash.js";
import type { Order } from "../../../src/domain/order/order.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { build, type Home, openHome } from "../../support/process.js";
import { tally } from "../../support/tally.js";
import { until } from "../../support/until.js";

const LONG_MS = 600_000;
const ROUNDS = 8;
const SOURCE = "csv";
beforeAll(build, LONG_MS);

const POINTS = `
points:
  check_in: { give: 5 }
  orders: { every: "10.00", give: 1 }
  exchange: { cup: 5 }
promos: { cup: { title: 减8, give: { off: "8.00" }, budget: "9000.00" } }
coupons: { cup: { promo: cup, code: { prefix: TT, length: 8 }, valid: 72h, max: 500 } }
`;

async function openPointsHome(): Promise<Home> {
  const home = await openHome({ groups: 3 });
  const path = join(home.folder, "playbooks", "storm", "playbook.yaml");
  await writeFile(path, (await readFile(path, "utf8")) + POINTS);
  return home;
}

const openStore = (home: Home) => openSqliteStore(home.file, tally);
let told = 0;
const paid = (id: string, member: number, more: Partial<Order> = {}): Event => {
  const order: Order = {
    ...{ source: SOURCE, id, state: "paid", currency: "CNY", amount: 5_000, refunds: [] },
    ...{ modifiedAt: 1_000, paidAt: 1_000, ids: { platforms: [`telegram:${member}`] }, ...more },
  };
  const place = { platform: "shop", chat: `storm/${id}`, direct: false };
  const head = { id: `order-${++told}`, platform: "shop", account: "shop:storm", at: Date.now() };
  const notice = { kind: "order", order };
  return { ...head, place, kind: "order", client: "storm", notice };
};
const REFUND = { modifiedAt: 2_000, refunds: [{ id: "r", amount: 2_000, at: 2_000 }] };

/** What a shop told just before a kill: taken in, not handled. Every order twice, every other one refunded. */
async function takeIn(home: Home, orders: ReadonlyMap<string, number>) {
  const store = await openStore(home);
  const events = [...orders].flatMap(([id, member], n) => [
    ...[paid(id, member), paid(id, member)],
    ...(n % 2 === 1 ? [paid(id, member, REFUND)] : []),
  ]);
  await store.accept(events, Date.now());
  await store.close();
}

/** Lets the bot live in peace, longer each time, until nothing is left to do. @returns what it has stored. */
async function untilDone(home: Home) {
  for (let lives = 1; ; lives++) {
    const bot = home.run();
    await home.rest();
    await wait(lives * 1_500);
    await home.rest();
    bot.term();
    expect(await bot.exit()).toEqual({ code: 0, signal: null });
    const store = await openStore(home);
    if (
      lives > 9 ||
      (await store.due({ clients: ["storm"], now: Date.now() + LONG_MS, limit: 1 })).length === 0
    )
      return store;
    await store.close();
  }
}

test(
  "killed at any point, every check-in, order and coupon counts once, and the ledger is the balances",
  async () => {
    const home = await openPointsHome();
    try {
      const members = Array.from({ length: 12 }, (_, n) => n + 1);
      const first = home.run();
      for (const member of members) home.say(member, "大家好");
      await until("they are known", () => home.calls("getUpdates") > 2);
      await home.rest();
      // Not killed: an answer of now that comes again later would say that nothing waits.
      first.term();
      await first.exit();

      const due = new Map<string, number>();
      let checked = 0;
      let wishes = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const fresh = new Map(
          Array.from({ length: 6 }, (_, n) => [
            `o${round}-${n}`,
            1 + pick(`who:${round}:${n}`, members.length),
          ]),
        );
        await takeIn(home, fresh);
        for (const [id, member] of fresh) due.set(id, member);
        const bot = home.run();
        // A round's sends are counted: now and then it dies while one is under way.
        let sends = 1 + pick(`sends:${round}`, 3);
        if (round % 3 === 0)
          home.onSent(() => {
            sends--;
            if (sends === 0) bot.kill();
          });
        for (let n = 0; n < 3 && checked < members.length; n++) {
          const member = members[checked] ?? 0;
          checked++;
          home.say(member, "签到");
          home.say(member, "兑换 cup");
          wishes++;
        }
        // What is due is looked for every second.
        await wait(800 + pick(`moment:${round}`, 1_700));
        bot.kill();
        await bot.exit();
        home.onSent(() => {});
      }
      const store = await untilDone(home);
      const facts = await store.facts("storm", "points");
      const of = (why: string) => facts.filter(({ data }) => data?.why === why);
      const days = of("check_in").map(({ member, day }) => `${member} ${day}`);
      expect(days.length).toBe(checked);
      expect(new Set(days).size).toBe(checked);
      const got = new Map<string, number>();
      for (const { data } of [...of("order"), ...of("refund")])
        got.set(`${data?.of}`, (got.get(`${data?.of}`) ?? 0) + Number(data?.by));
      const wanted = [...due.keys()].map((id) => {
        return [`${SOURCE}/${id}`, Number(id.split("-")[1]) % 2 === 1 ? 3 : 5] as const;
      });
      expect([...got].sort()).toEqual([...wanted].sort());
      // Five points were there at the latest when the coupon was asked for.
      expect(of("exchange")).toHaveLength(wishes);
      expect(await store.list("storm", "coupon")).toHaveLength(wishes);
      for (const member of members) {
        const own = facts.filter((fact) => fact.member === `telegram:${member}`);
        const sum = own.reduce((all, { data }) => all + Number(data?.by), 0);
        const balance = (await store.get("storm", "points", `telegram:${member}`))?.value.balance;
        expect([member, balance ?? 0]).toEqual([member, sum]);
      }
      // Who checks in soon after another waits to be told: through kills, and not for ever.
      const waited = await store.list("storm", "check-ins");
      expect(waited.map(({ value }) => value.waiting)).toEqual([[], [], []]);
      const { deadLetters, unhandled } = await store.counts();
      expect({ deadLetters, unhandled }).toEqual({ deadLetters: 0, unhandled: 0 });
      expect(
        await store.due({ clients: ["storm"], now: Date.now() + LONG_MS, limit: 500 }),
      ).toEqual([]);
      await store.close();
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
