import { afterEach, expect, test } from "@jest/globals";
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
