import type { Order } from "../../../src/domain/order/order.js";
import { type Brand, CLIENT, type Corner, openCorner } from "../../support/corner.js";

export const BOSS = "corner-boss";
/** Somebody who may look and not change. */
export const VIEWER = "vera";

/** Those who check in within so long after an answer are answered together. */
export const GATHERED = 10_000;

/** What the tests' playbook says of points. */
export const RULES = {
  check_in: { give: 5, bonus: { every: 3, give: 20 } },
  orders: { every: "10.00", give: 1 },
  exchange: { cup: 10, present: 10, rare: 10, seat: 10, ended: 10 },
};
const code = { prefix: "TT", length: 8 };
/** Sections with points, and coupons to have for them. */
export const SECTIONS = {
  locale: "zh-CN",
  points: RULES,
  operators: {
    boss: { sandbox: BOSS, role: "owner" },
    vera: { sandbox: VIEWER, role: "viewer" },
  },
  promos: {
    cup: { title: "减8", give: { off: "8.00" }, budget: "900.00" },
    seat: { title: "减1", give: { off: "1.00" }, budget: "900.00", limits: { uses: 1 } },
    ended: {
      title: "减2",
      give: { off: "2.00" },
      budget: "900.00",
      window: { from: "2026-10-01T00:00:00+08:00", to: "2026-11-24T11:00:00+08:00" },
    },
    thanks: { title: "送30积分", give: { points: 30 }, stack: "gifts" },
    gift: {
      title: "满100送50积分",
      spend: "100.00",
      give: { points: 50 },
      refund: "recheck",
      stack: "gifts",
    },
  },
  stacks: { price: "best", gifts: "all" },
  coupons: {
    cup: { promo: "cup", code, valid: "72h", max: 50 },
    rare: { promo: "cup", code, valid: "72h", max: 1 },
    seat: { promo: "seat", code, valid: "72h", max: 50 },
    present: { promo: "thanks", code, valid: "72h", reserve: "30m", max: 50 },
    ended: { promo: "ended", code, valid: "72h", max: 50 },
  },
};

/** A corner with points; `over` in the place of its sections. */
export const openPoints = (over: Readonly<Record<string, unknown>> = {}, more: Brand = {}) =>
  openCorner({ brands: [{ ...more, sections: { ...SECTIONS, ...over } }] });

/** Says something in a group. @returns what the bot says to it there, without the name that it says it to. */
export async function ask(corner: Corner, name: string, text: string, group = CLIENT) {
  const told = await hears(corner, name, text, group);
  const lead = ["，", ": "].find((mark) => told.startsWith(`${name}${mark}`));
  return lead === undefined ? told : told.slice(name.length + lead.length);
}

/** The same, word for word. */
export async function hears(corner: Corner, name: string, text: string, group = CLIENT) {
  corner.heard(group);
  await corner.says(group, name, text);
  return corner.heard(group).join("\n");
}

/** Gives a member points, as an operator does. */
export async function gives(corner: Corner, name: string, n: number) {
  await ask(corner, name, "hi");
  await ask(corner, BOSS, `/积分 加 ${name} ${n} 补发`);
}

/** What is said of an order; what is undefined is not said. */
type Told = { readonly [K in keyof Order]?: Order[K] | undefined } & { readonly id: string };

/** A shop tells of a member's paid order. */
export async function pays(corner: Corner, name: string, over: Told) {
  const at = corner.clock.now();
  const order = {
    ...{ source: "shop", state: "paid", currency: "CNY", amount: 6_100, refunds: [] },
    ...{ modifiedAt: at, paidAt: at, placedAt: at, ids: { platforms: [`sandbox:${name}`] } },
    ...over,
  };
  await corner.orders({ kind: "order", order: order as Order });
}

/** What was given back of an order, once. */
export const back = (id: string, amount: number, at: number) => ({ id, amount, at });

export const balance = async ({ store }: Corner, name: string) =>
  (await store.get(CLIENT, "points", `sandbox:${name}`))?.value.balance ?? 0;

/** The sums of the ledger's facts by member's name. */
export async function ledger({ facts }: Corner): Promise<Readonly<Record<string, number>>> {
  const sums: Record<string, number> = {};
  for (const { member = "", data } of await facts("points")) {
    const name = member.replace("sandbox:", "");
    sums[name] = (sums[name] ?? 0) + Number(data?.by);
  }
  return sums;
}

/** The ledger of a member, as `why by`, oldest first. */
export async function entries({ facts }: Corner, name: string): Promise<readonly string[]> {
  const own = (await facts("points")).filter(({ member }) => member === `sandbox:${name}`);
  return own.map(({ data }) => `${data?.why} ${data?.by}`);
}
