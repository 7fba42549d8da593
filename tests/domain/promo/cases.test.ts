import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { allocate } from "../../../src/core/allocate.js";
import { parseMoney } from "../../../src/core/money.js";
import type { Counters } from "../../../src/domain/promo/cart.js";
import { compilePromos } from "../../../src/domain/promo/compile.js";
import { countersFrom, countersWanted, usesOf } from "../../../src/domain/promo/counters.js";
import { quote } from "../../../src/domain/promo/quote.js";
import { promosFileSchema } from "../../../src/domain/promo/schema.js";
import { nextSlot } from "../../../src/domain/schedule/slots.js";
import { unaskedFrom } from "../../../src/engine/outbound/unasked.js";
import {
  bookOf,
  countersOf,
  inexpressible,
  linesOf,
  type NeutralCase,
  shopperOf,
} from "../../support/neutral-promos.js";

type Case = NeutralCase & {
  readonly kind: string;
  readonly source: { readonly project?: string };
  readonly expected: Readonly<Record<string, never>>;
  readonly input?: Readonly<Record<string, never>>;
};
const all: readonly Case[] = JSON.parse(readFileSync("tests/cases/promos.json", "utf8"));
const NOW = Date.parse("2026-01-03T12:00:00+08:00");
const REASONS: Readonly<Record<string, string>> = {
  below_threshold: "SPEND_BELOW",
  member_limit: "MEMBER_LIMIT",
};

function quoteOf(each: NeutralCase) {
  const shipping = (each.cart?.shipping ?? []).reduce((sum, { fen }) => sum + fen, 0);
  const coupons = (each.promotions ?? []).flatMap(({ code }) => (code === undefined ? [] : [code]));
  const cart = { lines: linesOf(each), shipping, coupons };
  const result = quote(compilePromos(bookOf(each)), cart, shopperOf(each), countersOf(each), NOW);
  return { ...result, shippingOff: shipping - result.shipping };
}

/** Every expectation of a peer's test, each checked against our quote; unknown ones are mistakes. */
const checks: Readonly<Record<string, (each: Case, expected: never) => void>> = {
  discount_fen: (each, fen) => expect(quoteOf(each).discount).toBe(fen),
  total_fen: (each, fen) => expect(quoteOf(each).total).toBe(fen),
  shipping_discount_fen: (each, fen) => expect(quoteOf(each).shippingOff).toBe(fen),
  total_fen_by_rule: (each, { half_up_on_discount: fen }) => expect(quoteOf(each).total).toBe(fen),
  eligible: (each, eligible) => expect(quoteOf(each).applied.length > 0).toBe(eligible),
  line_discounts: (each, lines: readonly { line: string; promotion: string; fen: number }[]) => {
    const ours = quoteOf(each).applied.flatMap(({ promo, lines: shares }) =>
      shares.map(({ id, off }) => ({ line: id, promotion: promo.split("--")[0], fen: off })),
    );
    expect(ours).toEqual(lines);
  },
  // Largest remainder, ties to the earlier line: the case's own note gives our order.
  line_discounts_multiset: (each, fens: readonly number[]) => {
    const ours = quoteOf(each).applied[0]?.lines.map(({ off }) => off) ?? [];
    expect(ours).toEqual([...fens].sort((a, b) => b - a));
  },
  not_applied: (each, promos: readonly (string | { promotion: string; reason: string })[]) => {
    const rejected = new Map(
      quoteOf(each).rejected.map(({ promo, code }) => [promo, code as string]),
    );
    for (const promo of promos) {
      if (typeof promo === "string") expect(rejected.has(promo)).toBe(true);
      else expect(rejected.get(promo.promotion)).toBe(REASONS[promo.reason]);
    }
  },
};

describe("quotes of other engines", () => {
  const own = new Set(["medusa-usage-spend", "medusa-usage-spend-cap", "solidus-best-of"]);
  for (const each of all.filter(({ kind, id }) => kind === "peer_test" && !own.has(id))) {
    const name = `${each.source.project}: ${each.id}`;
    const why = inexpressible(each);
    if (why) test.skip(`${name} (not in our format: ${why})`, () => {});
    else
      test(name, () => {
        expect(Object.keys(each.expected).filter((key) => !checks[key])).toEqual([]);
        for (const [key, expected] of Object.entries(each.expected)) checks[key]?.(each, expected);
      });
  }

  test.each([
    ["medusa-usage-spend", 0, 70_000],
    ["medusa-usage-spend-cap", 90_000, 100_000],
  ])("%s: what is granted never passes the budget", (id, used, expected) => {
    const each = all.find((one) => one.id === id);
    const amounts = (each?.input?.register ?? []) as readonly number[];
    const compiled = compilePromos(
      promosFileSchema.parse({
        promos: { p1: { title: "p1", give: { percent: 100 }, budget: "1000.00" } },
      }),
    );
    const stored = new Map([["promo/p1/spent", used]]);
    let granted = 0;
    for (const price of amounts) {
      const cart = { lines: [{ id: "a", qty: 1, price, tags: [] }], shipping: 0, coupons: [] };
      const counters: Counters = countersFrom(countersWanted(compiled, {}, NOW), (key) =>
        stored.get(key),
      );
      const { applied, discount } = quote(compiled, cart, { tags: [] }, counters, NOW);
      granted += discount;
      for (const { counter, by, limit } of usesOf(compiled, applied, {}, NOW)) {
        stored.set(counter, (stored.get(counter) ?? 0) + by);
        expect(stored.get(counter)).toBeLessThanOrEqual(limit);
      }
    }
    expect(stored.get("promo/p1/spent")).toBe(expected);
    expect(granted).toBe(expected - used);
  });

  test("solidus-best-of: the larger discount wins", () => {
    const compiled = compilePromos(
      promosFileSchema.parse({
        promos: {
          p1: { title: "p1", give: { off: "2.00" } },
          p2: { title: "p2", give: { off: "1.00" } },
        },
      }),
    );
    const cart = {
      lines: [{ id: "a", qty: 1, price: 10_000, tags: [] }],
      shipping: 0,
      coupons: [],
    };
    expect(quote(compiled, cart, { tags: [] }, {}, NOW)).toMatchObject({
      applied: [{ promo: "p1", off: 200 }],
      rejected: [{ promo: "p2", code: "LOST_TO", winner: "p1" }],
    });
  });
});

describe("allocation in other engines", () => {
  type Input = { readonly weights: readonly number[]; readonly total_fen: number };
  const cases = all.filter(({ kind }) => kind === "allocation");
  test.each(cases.map((each) => [each.id, each] as const))("%s", (_id, { input, expected }) => {
    const { weights, total_fen: total } = input as unknown as Input;
    const { parts, by_rule: rules } = expected as Readonly<
      Record<string, { readonly largest_remainder?: readonly number[] } | undefined>
    >;
    // Where engines disagree, ours is largest remainder.
    expect(allocate(total, weights)).toEqual(parts ?? rules?.largest_remainder);
  });
});

describe("schedules in other engines", () => {
  const inputOf = (id: string) =>
    all.find((each) => each.id === id)?.input as unknown as {
      now: string;
      tz: string;
      at: string;
      weekdays: ["mon"];
      window: [string, string];
      local: string;
      scheduled_local: string;
    };
  const expectedOf = (id: string) =>
    all.find((each) => each.id === id)?.expected as unknown as Record<string, string | boolean>;
  const quietUntil = ([from, to]: [string, string], now: number) =>
    unaskedFrom({ quiet: { from, to }, zone: "UTC", limits: {}, group: [], now });
  const utc = (time: string) => Date.parse(`2026-01-03T${time}:00Z`);

  test("sched-weekday-in-local-tz: Monday is Monday in Shanghai", () => {
    const { at, weekdays: days, tz, now } = inputOf("sched-weekday-in-local-tz");
    const expected = String(expectedOf("sched-weekday-in-local-tz").send_at);
    expect(nextSlot({ at, days }, tz, Date.parse(now))).toBe(Date.parse(expected));
  });

  test("sched-weekday-rollover-keeps-hour: the next workday comes at nine, not at 18:13", () => {
    const { at, weekdays: days, tz } = inputOf("sched-weekday-rollover-keeps-hour");
    const saturday = Date.parse("2026-01-03T18:13:00+09:00");
    expect(nextSlot({ at, days }, tz, saturday)).toBe(Date.parse("2026-01-05T09:00:00+09:00"));
  });

  test.each(["quiet-22-06-2200", "quiet-22-06-0000", "quiet-22-06-0100", "quiet-22-06-0600"])(
    "%s",
    (id) => {
      const { window, local } = inputOf(id);
      expect(quietUntil(window, utc(local)) > utc(local)).toBe(expectedOf(id).quiet);
    },
  );

  test("quiet-iterable-cancel-or-defer: ours defers to the end of the quiet hours", () => {
    const { window, scheduled_local: at } = inputOf("quiet-iterable-cancel-or-defer");
    const until = String(expectedOf("quiet-iterable-cancel-or-defer").send_local);
    expect(quietUntil(window, utc(at))).toBe(utc(until));
  });

  test.skip("freqcap-rolling-16h (not in our format: limits are per hour, day or week, and defer)", () => {});
});

describe("amounts as text", () => {
  const cases = all.filter(({ id }) => id.startsWith("money-parse"));
  test.each(cases.map((each) => [each.id, each] as const))("%s", (_id, { input, expected }) => {
    const { text } = input as unknown as { text: string };
    expect(parseMoney(text, "CNY") ?? null).toBe(
      (expected as unknown as { fen: number | null }).fen,
    );
  });
});
