import { expect, test } from "vitest";
import { matchKeys, matchMember } from "../../../src/domain/order/match.js";
import type { OrderIds } from "../../../src/domain/order/order.js";
import { normalisePhone } from "../../../src/domain/order/phone.js";

const owners = new Map([
  ["coupon:TTAB12CD", "alice"],
  ["platform:telegram:10001", "alice"],
  ["union:u-bob", "bob"],
  ["phone:h-bob", "bob"],
]);
const match = (ids: OrderIds, persons: readonly (readonly [string, string])[] = []) =>
  matchMember(ids, { members: owners, persons: new Map(persons) });

test.each<[string, OrderIds, unknown]>([
  ["a coupon, however typed", { coupons: [" ttab12cd"] }, { member: "alice" }],
  ["a platform id", { platforms: ["telegram:10001"] }, { member: "alice" }],
  ["a union id", { union: "u-bob" }, { member: "bob" }],
  ["a phone hash", { phone: "h-bob" }, { member: "bob" }],
  ["two ids of one member", { union: "u-bob", phone: "h-bob" }, { member: "bob" }],
  ["one known of two", { union: "u-new", phone: "h-bob" }, { member: "bob" }],
  ["nothing known", { union: "u-new" }, { kind: "nobody" }],
  ["no ids", {}, { kind: "nobody" }],
  [
    "a coupon that was passed on",
    { coupons: ["TTAB12CD"], union: "u-bob" },
    { kind: "conflict", members: ["alice", "bob"] },
  ],
])("%s", (_name, ids, expected) => {
  expect(match(ids)).toMatchObject(expected as object);
});

test("accounts of one person agree, and the coupon's owner has the order", () => {
  const ids = { coupons: ["TTAB12CD"], union: "u-bob" };
  const one = [
    ["alice", "alice"],
    ["bob", "alice"],
  ] as const;
  expect(match(ids, one)).toEqual({
    ...{ kind: "member", member: "alice", by: ["coupon:TTAB12CD", "union:u-bob"] },
  });
  // Somebody else's accounts are no bridge.
  expect(match(ids, [["alice", "carol"]])).toMatchObject({ kind: "conflict" });
});

test("keys say what kind of id they are", () => {
  expect(matchKeys({ coupons: ["A1"], platforms: ["telegram:1"], union: "u", phone: "h" })).toEqual(
    ["coupon:A1", "platform:telegram:1", "union:u", "phone:h"],
  );
});

test.each([
  ["13800138000", "+8613800138000"],
  ["138 0013 8000", "+8613800138000"],
  ["8613800138000", "+8613800138000"],
  ["+86-138-0013-8000", "+8613800138000"],
  ["008613800138000", "+8613800138000"],
  ["+14155550100", "+14155550100"],
  ["138****8000", undefined],
  ["1380013800", undefined],
  ["", undefined],
])("phone %j is %j", (text, expected) => {
  expect(normalisePhone(text)).toBe(expected);
});
