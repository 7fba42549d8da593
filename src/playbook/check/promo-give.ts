import { unhandled } from "../../domain/promo/give-form.js";
import type { GiveForm, GiveKind } from "../../domain/promo/schema.js";
import type { Problem } from "../findings/finding.js";
import type { Path } from "../read/read.js";
import type { PromoCase } from "./promo-case.js";

type Amounts = [Path, string][];
type Tiers = Extract<GiveForm, { kind: "tiers" }>["tiers"];

/** Every amount that a form states, and where. */
export function amountsGiven(form: GiveForm): Amounts {
  const at = (key: string, text: string | undefined): Amounts =>
    text === undefined ? [] : [[["give", key], text]];
  switch (form.kind) {
    case "off":
      return at("off", form.off);
    case "percent":
      return at("cap", form.cap);
    case "tiers":
      return form.tiers.flatMap(
        ({ spend, off }, index): Amounts => [
          [["give", "tiers", index, "spend"], spend],
          [["give", "tiers", index, "off"], off],
        ],
      );
    case "every":
      return [...at("off", form.off), ...at("every", form.every), ...at("cap", form.cap)];
    case "price":
      return at("price", form.price);
    case "gift":
    case "points":
    case "shipping":
      return [];
    default:
      throw unhandled(form);
  }
}

/** Forms that contradict themselves, or the threshold. */
export function giveProblems(given: PromoCase): Problem[] {
  const { promo, form, minor, show, say } = given;
  switch (form.kind) {
    case "off":
      return tooMuch(given, ["give", "off"], form.off, promo.spend);
    case "every": {
      const [cap, off] = [minor(form.cap), minor(form.off)];
      const small = cap !== undefined && off !== undefined && cap > 0 && cap < off;
      return [
        ...tooMuch(given, ["give", "off"], form.off, form.every),
        ...(small
          ? [say("PLAYBOOK_CAP_SMALL", ["give", "cap"], { cap: show(cap), off: show(off) })]
          : []),
      ];
    }
    case "tiers":
      return [
        ...(promo.spend === undefined ? [] : [say("PLAYBOOK_TIERS_SPEND", ["spend"])]),
        ...tierProblems(given, form.tiers),
      ];
    case "percent":
    case "gift":
    case "points":
    case "shipping":
    case "price":
      return [];
    default:
      throw unhandled(form);
  }
}

function tooMuch(
  { minor, show, say }: PromoCase,
  path: Path,
  ...[gives, from]: readonly [string, string | undefined]
): Problem[] {
  const [off, spend] = [minor(gives), minor(from)];
  if (off === undefined || spend === undefined || off < spend || spend === 0) return [];
  return [say("PLAYBOOK_OFF_SPEND", path, { off: show(off), spend: show(spend) })];
}

function tierProblems(given: PromoCase, tiers: Tiers): Problem[] {
  const { minor, show, say } = given;
  return tiers.flatMap((tier, index) => {
    const path = ["give", "tiers", index];
    const before = tiers[index - 1];
    const problems = tooMuch(given, [...path, "off"], tier.off, tier.spend);
    for (const [key, code] of [
      ["spend", "PLAYBOOK_TIERS_ORDER"],
      ["off", "PLAYBOOK_TIERS_LESS"],
    ] as const) {
      const [value, last] = [minor(tier[key]), minor(before?.[key])];
      if (value === undefined || last === undefined || value > last) continue;
      problems.push(say(code, [...path, key], { value: show(value), before: show(last) }));
    }
    return problems;
  });
}

/** The most that one use takes off, where the rule itself bounds it. */
export function mostOff({ form, minor }: PromoCase): number | undefined {
  switch (form.kind) {
    case "off":
    case "every":
      return minor(form.off);
    case "percent":
      return minor(form.cap);
    case "tiers":
      return Math.max(...form.tiers.map(({ off }) => minor(off) ?? 0));
    case "gift":
    case "points":
    case "shipping":
    case "price":
      return undefined;
    default:
      throw unhandled(form);
  }
}

/** The lowest threshold a nudge could lead to; undefined where it would lead to no better price. */
export function firstThreshold({ form, promo }: PromoCase): string | undefined {
  switch (form.kind) {
    case "tiers":
      return form.tiers[0]?.spend;
    case "every":
      return form.every;
    case "off":
    case "percent":
    case "shipping":
      return promo.spend;
    case "gift":
    case "points":
    case "price":
      return undefined;
    default:
      throw unhandled(form);
  }
}

/** Whether a form makes baskets cheaper, so that a budget should bound it. */
export const isDiscount: Readonly<Record<GiveKind, boolean>> = {
  off: true,
  percent: true,
  tiers: true,
  every: true,
  gift: false,
  points: false,
  shipping: true,
  price: true,
};
