import { expect } from "vitest";
import { erasedOf } from "../../../src/features/rights/erased.js";
import type { Store } from "../../../src/store/port.js";
import { CLIENT, type Corner, HOUR, MINUTE, openCorner } from "../../support/corner.js";
import { BOSS, pays, SECTIONS } from "../points/points-corner.js";

/** What may be found nowhere: name and id are one in the sandbox. */
export const NAME = "zzwanda";
const PHONE = "zzphone5f1c";
const SECRET = "zzmintgreen";
export const TRACES = [NAME, PHONE, SECRET];

export const brand = {
  sections: {
    ...SECTIONS,
    locale: "en",
    orders: { typed: { tags: ["drink"] } },
    promos: {
      ...SECTIONS.promos,
      cup: { ...SECTIONS.promos.cup, limits: { member: { max: 9 } } },
    },
    scripts: {
      survey: {
        on: "said",
        when: { keywords: ["help"] },
        steps: [
          { ask: "ask", up_to: "1d", else: "end", save: "floor" },
          { say: "thanks" },
          { label: "end", tag: "asked" },
        ],
      },
      quiet: { on: { silent: "7d" }, steps: [{ say: "thanks" }] },
    },
  },
  lines: { ask: "{{ member.name }}, which?", thanks: "{{ member.name }}: {{ saved.floor }}" },
};

/** Joins, answers, checks in, has a coupon, buys, types an order, complains, and joins a second account. */
async function story(store: Store): Promise<Corner> {
  const corner = await openCorner({ brands: [brand], store });
  await corner.joins(CLIENT, NAME);
  await corner.joins(CLIENT, "bob");
  await corner.says(CLIENT, NAME, "help");
  await corner.forward(MINUTE);
  await corner.says(CLIENT, NAME, SECRET);
  await corner.forward(MINUTE);
  await corner.says(CLIENT, NAME, "签到");
  await corner.says(CLIENT, "bob", "签到");
  await corner.forward(MINUTE);
  await corner.says(CLIENT, BOSS, `/coupon grant cup ${NAME}`);
  await corner.says(CLIENT, BOSS, `/points add ${NAME} 40 for ${NAME}`);
  const [coupon] = await store.list(CLIENT, "coupon", `sandbox:${NAME}`);
  expect(coupon).toBeDefined();
  const ids = { platforms: [`sandbox:${NAME}`], phone: PHONE, coupons: [coupon?.value.code ?? ""] };
  await pays(corner, NAME, { id: "1", ids });
  await pays(corner, NAME, { id: "2", ids: { phone: PHONE } });
  await corner.says(CLIENT, BOSS, `/orders assign shop/2 ${NAME}`);
  await pays(corner, "bob", { id: "3" });
  await corner.says(CLIENT, NAME, `${NAME}｜tea x2｜36`);
  await corner.joins(CLIENT, `${NAME}2`);
  await corner.says(CLIENT, BOSS, `/link ${NAME} ${NAME}2`);
  await corner.says(CLIENT, BOSS, "/yes");
  await corner.writes(NAME, "/link");
  await corner.says(CLIENT, NAME, "TD");
  await corner.forward(HOUR);
  return corner;
}

/** Erases them at their own word, and lets the last message to them go. */
async function erase(corner: Corner): Promise<void> {
  await corner.writes(NAME, "/mydata");
  corner.heard(NAME);
  await corner.writes(NAME, "/mydata erase");
  expect(corner.heard(NAME).join()).toContain("can't be undone");
  await corner.forward(MINUTE);
  await corner.writes(NAME, "/mydata erase yes");
  await corner.forward(MINUTE);
  expect(corner.heard(NAME)).toEqual([`${CLIENT}: it is erased`]);
  await corner.forward(HOUR);
  expect(corner.bugs).toEqual([]);
}

/** The whole story, an erasure, and what may be left. @param traces where the person is still found */
export async function prove(
  store: Store,
  traces: () => Promise<readonly string[]> | readonly string[],
) {
  const corner = await story(store);
  const kinds = await kindsAbout(store);
  expect(kinds).toEqual(
    expect.arrayContaining(["coupon", "identity", "member", "order", "person"]),
  );
  expect(kinds).toEqual(expect.arrayContaining(["points", "points-order", "seat", "typed"]));
  const sums = await sumsOf(store);
  expect(await traces()).not.toEqual([]);
  await erase(corner);
  expect(await traces()).toEqual([]);
  // The erasing itself was nobody's message in a group: the sums are as they were.
  expect(await sumsOf(store)).toEqual(sums);
  expect(await store.rebuildRollups(CLIENT, { check: true })).toMatchObject({ different: 0 });
  const orders = await store.list(CLIENT, "order");
  expect(orders.map(({ key, value }) => [key, value.member])).toEqual(
    expect.arrayContaining([
      ["shop/1", undefined],
      ["shop/3", "sandbox:bob"],
    ]),
  );
  expect(await store.counter(CLIENT, "promo/cup/spent")).toBeGreaterThan(0);
  expect(await corner.facts("member_erased")).toMatchObject([{ data: { by: "member" } }]);
  await corner.says(CLIENT, NAME, "hi");
  expect(await corner.member(NAME)).toMatchObject({ tags: [], saved: {} });
}

const sumsOf = (store: Store) => store.rollups(CLIENT, { from: "2026-01-01", to: "2027-01-01" });

/** The kinds of record of the story in which the person stands. */
async function kindsAbout(store: Store): Promise<readonly string[]> {
  const who = await erasedOf(store, CLIENT, `sandbox:${NAME}`);
  const found = new Set<string>();
  await store.erase({
    ...{ client: CLIENT, marks: who.marks, owner: () => false, row: () => false },
    ...{ counter: () => false, deadLetter: () => false, fact: (fact) => fact },
    record: ({ kind, value }) => {
      found.add(kind);
      return value;
    },
  });
  return [...found].sort();
}
