import { expect, test } from "vitest";
import { isUsable, stateAt } from "../../../src/domain/promo/coupon.js";
import { compileEffect } from "../../../src/domain/promo/effect.js";
import { type Amount, offAt, stepAfter } from "../../../src/domain/promo/give.js";
import { formOf } from "../../../src/domain/promo/give-form.js";
import type { Give } from "../../../src/domain/promo/schema.js";

const amount = (give: Give, spend = 0): Amount => {
  const effect = compileEffect(formOf(give), spend, "CNY");
  if (effect.kind !== "amount") throw new Error("this form has no amount");
  return effect.amount;
};
const tiers = amount({
  tiers: [
    { spend: "30.00", off: "3.00" },
    { spend: "60.00", off: "5.00" },
    { spend: "90.00", off: "9.00" },
  ],
});
const percent = amount({ percent: 10 }, 5_000);
const every = amount({ every: "20.00", off: "2.00", cap: "6.00" });

test.each([
  ["tiers", tiers, 2_999, 0],
  ["tiers", tiers, 3_000, 300],
  ["tiers", tiers, 5_999, 300],
  ["tiers", tiers, 6_000, 500],
  ["percent", percent, 4_999, 0],
  ["percent", percent, 5_000, 500],
  ["every", every, 1_999, 0],
  ["every", every, 4_000, 400],
  ["every, at its cap", every, 9_000, 600],
])("%s (%#): what comes off a base", (_name, of, base, off) => {
  expect(offAt(of, base)).toBe(off);
});

// A next step has to bring more than comes off already: as much is no reason to buy more.
test.each([
  ["the first", tiers, 0, 0, 3_000],
  ["the one at the base has been reached", tiers, 3_000, 0, 6_000],
  ["one that brings as much is passed over", tiers, 3_000, 500, 9_000],
  ["one that brings a fen more will do", tiers, 3_000, 499, 6_000],
  ["nothing brings more than the last", tiers, 3_000, 900, -1],
  ["a share from its threshold on", percent, 4_000, 499, 5_000],
  ["a share that brings as much", percent, 4_000, 500, -1],
  ["the next repeat", every, 2_000, 200, 4_000],
  ["a repeat that brings as much is passed over", every, 2_000, 400, 6_000],
  ["no repeat beats the cap", every, 2_000, 600, -1],
])("the next step: %s", (_name, of, base, above, step) => {
  expect(stepAfter(of, base, above)).toBe(step);
});

test.each([
  ["granted", true, "expired"],
  ["returned", true, "expired"],
  ["reserved", false, "reserved"],
  ["redeemed", false, "redeemed"],
  ["void", false, "void"],
] as const)(
  "a coupon that is %s: its member's to use: %p; past its day: %s",
  (state, usable, late) => {
    const coupon = { coupon: "cup", code: "TTAB12CD", state, until: 1_000 };
    expect(isUsable(coupon)).toBe(usable);
    expect(stateAt(coupon, 999)).toBe(state);
    expect(stateAt(coupon, 1_000)).toBe(late);
  },
);
