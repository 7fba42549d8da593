import { expect, test } from "vitest";
import { compileEffect, targetOf } from "../../../src/domain/promo/effect.js";
import { formOf } from "../../../src/domain/promo/give-form.js";
import { type Give, giveForms, promosFileSchema } from "../../../src/domain/promo/schema.js";

const cases: readonly (readonly [form: string, effect: string, target: string, give: object])[] = [
  ["off", "amount", "lines", { off: "5.00" }],
  ["percent", "amount", "lines", { percent: 12, cap: "20.00" }],
  ["tiers", "amount", "lines", { tiers: [{ spend: "60.00", off: "5.00" }] }],
  ["every", "amount", "lines", { off: "5.00", every: "60.00" }],
  ["gift", "gift", "nothing", { gift: "lemon-tea" }],
  ["points", "points", "nothing", { points: 100 }],
  ["shipping", "shipping", "shipping", { shipping: "free" }],
  ["price", "price", "lines", { price: "9.90", of_sku: "cup" }],
];

test.each(cases)("a give with %s is an effect on %s, off %s", (form, kind, target, give) => {
  const one = parsed(give);
  expect(formOf(one)).toEqual({ kind: form, ...one });
  const effect = compileEffect(formOf(one), 0, "CNY");
  expect([effect.kind, targetOf(effect)]).toEqual([kind, target]);
});

test("those are all forms there are", () => {
  expect(cases.map(([form]) => form).sort()).toEqual([...giveForms].sort());
});

function parsed(give: object): Give {
  const { promos } = promosFileSchema.parse({ promos: { main: { title: "main", give } } });
  if (!promos.main) throw new Error("no promo");
  return promos.main.give;
}
