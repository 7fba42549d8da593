import type { Facts } from "./facts.js";

type Op = "atLeast" | "atMost" | "below" | "has" | "is";
type Condition = readonly [fact: keyof Facts | "left", op: Op, value: unknown];
/** What comes off: a sum, a share of a fact, a sum for every so much of a fact, all of a fact; or a gift. */
export type Give =
  | { readonly off: number }
  | { readonly percent: number; readonly of: Base; readonly cap?: number }
  | { readonly every: number; readonly of: Base; readonly off: number; readonly cap?: number }
  | { readonly all: keyof Facts }
  | { readonly gift: string };
type Base = "all" | "cake" | "left";
export type RuleRow = { readonly when: readonly Condition[]; readonly give: Give };

const rule = (give: Give, ...when: readonly Condition[]): RuleRow => ({ give, when });
const from = (spend: number, fact: Condition[0] = "all"): Condition => [fact, "atLeast", spend];
const tagged = (tag: string): Condition => ["tags", "has", tag];
const off = (fen: number): Give => ({ off: fen });
const weekday: Condition = ["day", "below", 5];

type Stack = "price" | "member" | "gifts" | "delivery";
/** The promos for engines whose rules are JSON. Tiers are a rule each, and so are the halves of a night. */
export const stacks: Readonly<Record<Stack, readonly RuleRow[]>> = {
  price: [
    rule(off(500), from(6_000, "drink")),
    rule(off(500), from(6_000)),
    rule(off(1_200), from(10_000)),
    rule(off(2_000), from(15_000)),
    rule({ percent: 10, of: "all", cap: 800 }, tagged("vip")),
    rule({ every: 6_000, of: "all", off: 500, cap: 1_500 }, from(6_000)),
    rule(off(300), from(3_000, "snack")),
    rule(off(400), from(2_500), weekday, ["minute", "atLeast", 660], ["minute", "below", 840]),
    rule(off(500), from(3_000), ["minute", "atLeast", 1_320]),
    rule(off(500), from(3_000), ["minute", "below", 120]),
    rule(off(600), from(2_000), ["age", "atMost", 7 * 86_400_000]),
    rule({ percent: 8, of: "all" }, from(2_000), tagged("student")),
    rule(off(1_000), from(8_800), ["day", "atLeast", 5]),
    rule({ percent: 15, of: "cake", cap: 2_000 }, from(1, "cake")),
    rule({ all: "flash" }, from(1, "flash")),
    rule(off(1_000), from(10_000), tagged("gold")),
    rule(off(2_500), from(20_000), tagged("gold")),
    rule(off(400), from(4_000), ["grouped", "below", 40]),
    rule(off(800), from(3_000), ["onced", "below", 1]),
    rule(off(700), from(5_000), ["spent", "atMost", 1_500_000 - 700]),
    rule(off(600), from(4_500), ["rushed", "below", 3_000]),
    rule(
      off(800),
      from(7_000),
      ["now", "atLeast", Date.parse("2026-11-25T00:00:00+08:00")],
      ["now", "below", Date.parse("2027-01-01T00:00:00+08:00")],
    ),
    rule(off(900), from(3_000), ["coupon", "is", true]),
    rule(off(600), from(6_600, "plain")),
    rule(off(400), from(3_500, "coffee")),
    rule({ every: 10_000, of: "all", off: 1_200 }, from(10_000)),
  ],
  member: [
    rule({ percent: 2, of: "left" }, tagged("vip")),
    rule(off(300), from(2_000, "left"), tagged("birthday")),
    rule({ percent: 1, of: "left", cap: 500 }, tagged("silver")),
  ],
  gifts: [
    rule({ gift: "cup" }, from(8_000, "left")),
    rule({ gift: "points" }, from(5_000, "left")),
    rule({ gift: "tote" }, from(12_000, "left")),
  ],
  delivery: [
    rule({ all: "shipping" }, from(3_900, "left")),
    rule({ all: "shipping" }, tagged("vip")),
  ],
};
