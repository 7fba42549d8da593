// Phones that are stored by the client's public id are found by it once more, and kept by the secret key from then on.
import { afterEach, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import type { Order, OrderNotice } from "../../../src/domain/order/order.js";
import { orderSink } from "../../../src/features/order/order-sink.js";
import { clientPhones, phoneHasher } from "../../../src/features/order/phone-hash.js";
import { CLIENT, type Corner, closeCorners, OPENED, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const PHONE = "+8613800138000";
const OLD = phoneHasher(CLIENT)(PHONE);
const NOW = clientPhones("a key of a test", CLIENT)(PHONE);
const orderOf = (id: string, ids: Order["ids"], at = OPENED): Order => ({
  ...{ source: "shop", id, state: "paid", currency: "CNY", amount: 1_000, refunds: [] },
  ...{ paidAt: at, modifiedAt: at, ids },
});
const notice = (...of: Parameters<typeof orderOf>): OrderNotice => ({
  kind: "order",
  order: orderOf(...of),
});
/** A corner of before: ann's order was assigned by an operator, so that her phone is known by its old hash. */
async function before() {
  const corner = await openCorner();
  await corner.joins("corner", "ann");
  await corner.orders(notice("1", { phone: OLD }));
  await corner.says("corner", "corner-boss", "/orders assign shop/1 ann");
  expect(await corner.store.get(CLIENT, "identity", `phone:${OLD}`)).toBeDefined();
  return corner;
}
const memberOf = async ({ store }: Corner, id: string) =>
  (await store.get(CLIENT, "order", `shop/${id}`))?.value.member;
const phoneOf = async ({ store }: Corner, id: string) =>
  (await store.get(CLIENT, "order", `shop/${id}`))?.value.record.account?.ids;
const known = async ({ store }: Corner) =>
  (await store.list(CLIENT, "identity")).map(({ key }) => key);

test("the key is no client's id, and each client's hashes are its own", () => {
  expect(NOW.phoneBefore).toBe(OLD);
  expect(NOW.phone).not.toBe(OLD);
  expect(clientPhones("a key of a test", "other")(PHONE).phone).not.toBe(NOW.phone);
  expect(clientPhones("another key", CLIENT)(PHONE).phone).not.toBe(NOW.phone);
  expect(NOW.phone).toHaveLength(32);
});

test("a shop's next order finds its member by the old hash, and the new one is kept", async () => {
  const corner = await before();
  await corner.orders(notice("2", NOW));
  expect(await memberOf(corner, "2")).toBe("sandbox:ann");
  expect(await known(corner)).toEqual([`phone:${NOW.phone}`]);
  expect(await phoneOf(corner, "2")).toEqual({ phone: NOW.phone });
  await corner.orders(notice("3", { phone: NOW.phone }));
  expect(await memberOf(corner, "3")).toBe("sandbox:ann");
});

test("an order that is seen again is kept by the new hash, though nothing else of it is new", async () => {
  const corner = await before();
  await corner.orders(notice("1", NOW));
  expect(await phoneOf(corner, "1")).toEqual({ phone: NOW.phone });
  expect(await memberOf(corner, "1")).toBe("sandbox:ann");
  const all = JSON.stringify(await corner.store.list(CLIENT, "order"));
  expect(all).not.toContain(OLD);
  expect(all).not.toContain("phoneBefore");
});

test("so does a file, for many at once", async () => {
  const corner = await before();
  const { store, book: playbooks, clock } = corner;
  const sink = orderSink({ store, playbooks, clock, features }, CLIENT);
  const saved = await sink.save([orderOf("1", NOW), orderOf("2", NOW), orderOf("3", {})]);
  expect(saved).toEqual({ fresh: 2, changed: 1, same: 0 });
  expect(await memberOf(corner, "2")).toBe("sandbox:ann");
  expect(await known(corner)).toEqual([`phone:${NOW.phone}`]);
  expect(JSON.stringify(await store.list(CLIENT, "order"))).not.toContain(OLD);
  expect(await sink.save([orderOf("1", NOW), orderOf("2", NOW)])).toMatchObject({ same: 2 });
});

test("whose a number is by an operator's later word stays theirs", async () => {
  const corner = await before();
  await corner.joins("corner", "ben");
  const value = { member: "sandbox:ben" };
  const put = { op: "put", kind: "identity", key: `phone:${NOW.phone}`, value } as const;
  await corner.store.commit({ client: CLIENT, changes: [put], outbox: [], facts: [] });
  await corner.orders(notice("2", NOW));
  expect(await memberOf(corner, "2")).toBe("sandbox:ben");
  expect(await known(corner)).toEqual([`phone:${NOW.phone}`]);
});
