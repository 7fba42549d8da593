import { afterEach, beforeEach, expect, test } from "vitest";
import { viewOf } from "../../../../src/domain/order/view.js";
import { bodies } from "../../../support/hook-bodies.js";
import { senders } from "../../../support/hook-senders.js";
import { hookServer } from "../../../support/hook-server.js";

const ORDER = "727";
const PLACED = Date.parse("2026-10-20T03:50:00Z");
const PAID = Date.parse("2026-10-20T03:59:00Z");
let server: Awaited<ReturnType<typeof hookServer>>;
beforeEach(async () => {
  server = await hookServer();
});
afterEach(() => server.close());

/** The body with other dates; one that is undefined is not in it at all. */
const send = async (dates: Readonly<Record<string, unknown>>) =>
  (await server.send(senders.woocommerce(bodies.woocommerce({ refunds: [], ...dates })))).status;
const stored = () => {
  const record = server.orders.get(ORDER);
  return record && viewOf(record);
};

test.each([
  ["left out", undefined],
  ["null", null],
  ["empty", ""],
])("an order whose time of creation is %s is taken in, and says none", async (_name, created) => {
  expect(await send({ date_created_gmt: created })).toBe(200);
  expect(stored()).toMatchObject({ status: "paid", amount: 6100, paidAt: PAID, modifiedAt: PAID });
  expect(stored()).not.toHaveProperty("placedAt");
  expect(server.refused).toEqual([]);
});

test("nor is one lost that is not paid either", async () => {
  const dates = { date_created_gmt: undefined, date_paid_gmt: null, status: "pending" };
  expect(await send(dates)).toBe(200);
  expect(stored()).toMatchObject({ status: "unpaid", amount: 6100, modifiedAt: PAID });
  expect(stored()).not.toHaveProperty("paidAt");
});

test("a time of creation that comes with a later notice is kept", async () => {
  await send({ date_created_gmt: undefined });
  expect(await send({ date_modified_gmt: "2026-10-20T03:59:30" })).toBe(200);
  expect(stored()).toMatchObject({ placedAt: PLACED, paidAt: PAID });
});

test.each([
  ["date_created_gmt", "yesterday"],
  ["date_created_gmt", "2026-10-20"],
  ["date_created_gmt", 1_792_468_740],
  ["date_paid_gmt", "soon"],
  ["date_modified_gmt", ""],
  ["date_modified_gmt", null],
  ["date_modified_gmt", undefined],
])("%s of %j is malformed: nothing is stored, and the log says so", async (field, value) => {
  expect(await send({ [field]: value })).toBe(400);
  expect(server.orders.size).toBe(0);
  const refusal = { client: "tea-town", source: "woo", status: 400, code: "MALFORMED" };
  expect(server.refused.map((text) => JSON.parse(text))).toEqual([refusal]);
});
