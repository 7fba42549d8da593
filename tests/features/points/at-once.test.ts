import { afterEach, expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import type { Order } from "../../../src/domain/order/order.js";
import { CLIENT, type Corner, closeCorners, poolOf } from "../../support/corner.js";
import { ask, BOSS, balance, entries, gives, ledger, openPoints } from "./points-corner.js";

afterEach(closeCorners);

const GROUPS = ["corner", "corner-2", "east", "west"];
const MEMBERS = Array.from({ length: 20 }, (_, n) => `m${n}`);
const groups = poolOf(CLIENT, ["east", "west"]);
let told = 0;

const head = (corner: Corner, chat: string, platform: string, account: string) => ({
  ...{ id: `at-once:${++told}`, platform, account, at: corner.clock.now() },
  place: { platform, chat, direct: false },
});
const says = (corner: Corner, chat: string, name: string, text: string): Event => ({
  ...head(corner, chat, "sandbox", "sandbox"),
  ...{ kind: "message", person: { user: name, name }, text, messageId: `${told}`, toBot: false },
});
const pays = (corner: Corner, id: string, name: string, more: Partial<Order> = {}): Event => {
  const at = corner.clock.now();
  const order: Order = {
    ...{ source: "shop", id, state: "paid", currency: "CNY", amount: 4_000, refunds: [] },
    ...{ modifiedAt: at, paidAt: at, ids: { platforms: [`sandbox:${name}`] }, ...more },
  };
  const notice = { kind: "order", order };
  // Each in a queue of its own.
  return {
    ...head(corner, `${CLIENT}/${id}`, "shop", `${CLIENT}/shop`),
    ...{ kind: "order", client: CLIENT, notice },
  };
};
/** All at once; no queue waits for another. */
async function happen(corner: Corner, events: readonly Event[]) {
  await corner.runtime.receive(events);
  await corner.runtime.pump();
}

test("twenty members in four groups at once: every check-in and order counts once", async () => {
  const corner = await openPoints({ groups });
  await happen(
    corner,
    MEMBERS.flatMap((name, n) => says(corner, GROUPS[n % 4] ?? "", name, "hi")),
  );
  const events = MEMBERS.flatMap((name) => [
    ...GROUPS.map((group) => says(corner, group, name, "签到")),
    pays(corner, `${name}-a`, name),
    says(corner, "east", BOSS, `/积分 加 ${name} 3 x`),
    pays(corner, `${name}-b`, name, { refunds: [{ id: "r", amount: 1_500, at: 1 }] }),
    pays(corner, `${name}-a`, name),
  ]);
  await happen(corner, events);
  const sums = await ledger(corner);
  for (const name of MEMBERS) {
    const all = [...(await entries(corner, name))].sort();
    expect([name, ...all]).toEqual([name, "check_in 5", "operator 3", "order 2", "order 4"]);
    expect([sums[name], await balance(corner, name)]).toEqual([14, 14]);
  }
  expect(corner.bugs).toEqual([]);
  expect((await corner.store.counts()).deadLetters).toBe(0);
  const rebuilt = await corner.store.rebuildRollups(CLIENT, { check: true });
  expect(rebuilt.different).toBe(0);
});

test("points for one coupon redeemed in every group at once are one coupon", async () => {
  const corner = await openPoints({ groups });
  for (const name of MEMBERS) await gives(corner, name, 19);
  const wishes = MEMBERS.flatMap((name) =>
    GROUPS.map((group) => says(corner, group, name, "兑换 cup")),
  );
  await happen(corner, wishes);
  expect(Object.values(await ledger(corner))).toEqual(MEMBERS.map(() => 9));
  expect(await corner.store.list(CLIENT, "coupon")).toHaveLength(20);
  expect(await balance(corner, "m0")).toBe(9);
  expect(corner.bugs).toEqual([]);
});

test("the last coupon wanted by all at once costs one of them points", async () => {
  const corner = await openPoints({ groups });
  for (const name of MEMBERS) await gives(corner, name, 10);
  for (const group of GROUPS) corner.heard(group);
  const wishes = MEMBERS.map((name, n) => says(corner, GROUPS[n % 4] ?? "", name, "兑换 rare"));
  await happen(corner, wishes);
  const sums = Object.values(await ledger(corner)).sort((a, b) => a - b);
  expect(sums).toEqual([0, ...Array.from({ length: 19 }, () => 10)]);
  const said = GROUPS.flatMap((group) => corner.heard(group));
  expect(said.filter((text) => text.includes("已用 10 积分"))).toHaveLength(1);
  expect(said.filter((text) => text.includes("积分没有扣"))).toHaveLength(19);
  expect(await ask(corner, "m0", "我的积分")).toMatch(/您有 (0|10) 积分/);
});

/** Does something just before the first commit that writes a record of a kind. */
function before(corner: Corner, kind: string, deed: () => Promise<unknown>) {
  const { commit } = corner.store;
  corner.store.commit = async (one) => {
    if (one.changes.some((change) => change.op === "put" && change.kind === kind)) {
      corner.store.commit = commit;
      await deed();
    }
    return commit(one);
  };
}
const more = async ({ store }: Corner, name: string, by: number) => {
  const key = `sandbox:${name}`;
  const value = { recent: [], balance: 0, ...(await store.get(CLIENT, "points", key))?.value };
  const balance = value.balance + by;
  const put = { op: "put", kind: "points", key, value: { ...value, balance } } as const;
  await store.commit({ client: CLIENT, changes: [put], outbox: [], facts: [] });
};

test.each(["check-in", "order", "operator", "exchange"] as const)(
  "what comes between the reading and the writing of a balance is kept: %s",
  async (what) => {
    const corner = await openPoints();
    await gives(corner, "amy", 10);
    before(corner, "points", () => more(corner, "amy", 100));
    const by = { "check-in": 5, order: 4, operator: 3, exchange: -10 }[what];
    if (what === "check-in") await ask(corner, "amy", "签到");
    else if (what === "order") await happen(corner, [pays(corner, "1", "amy")]);
    else if (what === "operator") await ask(corner, BOSS, "/积分 加 amy 3 x");
    else await ask(corner, "amy", "兑换 cup");
    expect(await balance(corner, "amy")).toBe(110 + by);
    expect(corner.bugs).toEqual([]);
  },
);

test("an order that changes while it is booked is looked at again", async () => {
  const corner = await openPoints();
  await ask(corner, "amy", "hi");
  const at = corner.clock.now() + 1;
  const refund = pays(corner, "1", "amy", {
    modifiedAt: at,
    refunds: [{ id: "r", amount: 2_000, at }],
  });
  before(corner, "points-order", async () => {
    await corner.runtime.receive([refund]);
    for (let n = 0; n < 200; n++) await new Promise((resolve) => setImmediate(resolve));
    const order = await corner.store.get(CLIENT, "order", "shop/1");
    expect(order?.value.counted?.revenue).toBe(2_000);
  });
  await happen(corner, [pays(corner, "1", "amy")]);
  expect(await balance(corner, "amy")).toBe(2);
  const asked = { clients: [CLIENT], now: corner.clock.now(), limit: 9 };
  expect(await corner.store.due(asked)).toEqual([]);
});
