import type { Cart } from "../../src/domain/promo/cart.js";
import type { Promo, PromoBook } from "../../src/domain/promo/schema.js";

/**
 * A second reckoning of promos without windows, members and coupons: slow, of exact fractions, and
 * written without looking at the first.
 * @returns what each line and the shipping still cost, in fen.
 */
export function naiveQuote(book: PromoBook, cart: Cart): { lines: bigint[]; shipping: bigint } {
  const lines = cart.lines.map(({ qty, price }) => BigInt(qty) * BigInt(price));
  let shipping = BigInt(cart.shipping);
  const counts = (promo: Promo, i: number): boolean => {
    const line = cart.lines[i];
    if (!line) return false;
    const { tags, skus, except_tags: except } = promo.of ?? {};
    if ("price" in promo.give && line.sku !== promo.give.of_sku) return false;
    if (skus && !skus.some((sku) => sku === line.sku)) return false;
    if (tags && line.tags.every((tag) => !tags.includes(tag))) return false;
    return !except || line.tags.every((tag) => !except.includes(tag));
  };
  const baseOf = (promo: Promo) =>
    lines.reduce((sum, cost, i) => (counts(promo, i) ? sum + cost : sum), 0n);
  const saves = (promo: Promo): bigint => {
    const base = baseOf(promo);
    const { give } = promo;
    const any = lines.some((_, i) => counts(promo, i));
    if (!any || (promo.spend && base < fen(promo.spend) && !("tiers" in give))) return 0n;
    if ("shipping" in give) return shipping;
    if ("price" in give) return flash(promo).reduce((sum, off) => sum + off, 0n);
    if ("tiers" in give)
      return least(
        base,
        give.tiers.reduce((off, tier) => (base >= fen(tier.spend) ? fen(tier.off) : off), 0n),
      );
    if ("every" in give)
      return least(base, (base / fen(give.every)) * fen(give.off), give.cap ? fen(give.cap) : base);
    if ("percent" in give) {
      const hundredths = BigInt(Math.round(give.percent * 100));
      return least(
        base,
        (base * hundredths * 2n + 10_000n) / 20_000n,
        give.cap ? fen(give.cap) : base,
      );
    }
    return "off" in give ? least(base, fen(give.off)) : 0n;
  };
  const flash = (promo: Promo): bigint[] =>
    lines.map((cost, i) => {
      const target =
        "price" in promo.give ? fen(promo.give.price) * BigInt(cart.lines[i]?.qty ?? 0) : 0n;
      return counts(promo, i) && cost > target ? cost - target : 0n;
    });
  const take = (promo: Promo): void => {
    const off = saves(promo);
    if (off === 0n) return;
    if ("shipping" in promo.give) shipping -= off;
    else if ("price" in promo.give) {
      for (const [i, share] of flash(promo).entries()) lines[i] = (lines[i] ?? 0n) - share;
    } else {
      const base = baseOf(promo);
      const ideal = lines.map((cost, i) => ({ i, parts: counts(promo, i) ? cost * off : 0n }));
      let left = off;
      for (const { i, parts } of ideal) {
        lines[i] = (lines[i] ?? 0n) - parts / base;
        left -= parts / base;
      }
      const ranked = [...ideal].sort(
        (a, b) => Number((b.parts % base) - (a.parts % base)) || a.i - b.i,
      );
      for (const { i } of ranked.slice(0, Number(left))) lines[i] = (lines[i] ?? 0n) - 1n;
    }
  };
  for (const [stack, how] of Object.entries(book.stacks)) {
    const own = Object.values(book.promos)
      .filter((promo) => promo.stack === stack)
      .sort((a, b) => b.priority - a.priority);
    if (how === "all") for (const promo of own) take(promo);
    else {
      const able = own.filter((promo) => saves(promo) > 0n);
      const winner =
        how === "first"
          ? able[0]
          : able.find((promo) => able.every((other) => saves(other) <= saves(promo)));
      if (winner) take(winner);
    }
  }
  return { lines, shipping };
}

const fen = (text: string): bigint => BigInt(Math.round(Number(text) * 100));
const least = (first: bigint, ...rest: bigint[]): bigint => {
  let low = first;
  for (const each of rest) if (each < low) low = each;
  return low;
};
