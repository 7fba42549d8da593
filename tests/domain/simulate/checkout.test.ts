import { expect, test } from "vitest";
import { compilePromos } from "../../../src/domain/promo/compile.js";
import { checkOut } from "../../../src/domain/simulate/checkout.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { teaEdition } from "../../support/tea.js";

const playbooks = createPlaybooks();
playbooks.replace([teaEdition()]);
function scene(arm: string) {
  const compiled = playbooks.compiled("tea-town", { arms: { threshold: arm } });
  if (!compiled) throw new Error("no stage");
  return { playbook: compiled.playbook, promos: compilePromos(compiled.playbook), tags: ["drink"] };
}
const NOON = Date.parse("2026-11-02T12:00:00+08:00");
const NIGHT = Date.parse("2026-11-02T23:00:00+08:00");

test.each([
  ["far below", "sixty", { list: 3000, whim: 0 }, false, NOON, 3000, 3000],
  ["within reach, in the mood", "sixty", { list: 5200, whim: 0.29 }, false, NOON, 6000, 5500],
  ["within reach, not in the mood", "sixty", { list: 5200, whim: 0.31 }, false, NOON, 5200, 5200],
  ["the same, told so in chat", "sixty", { list: 5200, whim: 0.31 }, true, NOON, 6000, 5500],
  ["told, and still not", "sixty", { list: 5200, whim: 0.51 }, true, NOON, 5200, 5200],
  ["out of reach of 65", "sixtyfive", { list: 5200, whim: 0 }, true, NOON, 5200, 5200],
  ["within reach of 65", "sixtyfive", { list: 5800, whim: 0 }, false, NOON, 6500, 6000],
  ["there already", "sixty", { list: 6100, whim: 0.9 }, false, NOON, 6100, 5600],
  ["outside the promo's hours", "sixty", { list: 5200, whim: 0 }, true, NIGHT, 5200, 5200],
  ["on to the next promo", "sixty", { list: 9000, whim: 0 }, false, NOON, 10_000, 8800],
])("%s (%s)", (_name, arm, basket, told, now, list, paid) => {
  expect(checkOut(scene(arm), { member: "m", basket, told }, now)).toEqual({ list, paid });
});
