import type { CartLine } from "./cart.js";
import type { Promo } from "./schema.js";

export type Match = (line: CartLine) => boolean;
/** What of a line a promo may look at. */
export type Goods = Pick<CartLine, "sku" | "tags">;
/** A choice of lines; promos that choose alike share it, so that a basket is sorted out once for all. */
export type Filter = {
  readonly index: number;
  readonly matches: Match;
  /** Goods that it counts, and of which nothing else is known. */
  readonly sample: Goods;
};

/** The filter of a promo, added to those there are; undefined when all lines count. */
export function filterOf({ of, give }: Promo, filters: Map<string, Filter>): Filter | undefined {
  const sku = "price" in give ? give.of_sku : undefined;
  if (!of && sku === undefined) return undefined;
  const key = JSON.stringify([of, sku]);
  const filter = filters.get(key) ?? {
    index: filters.size,
    matches: compileMatch(of, sku),
    sample: sampleOf(of, sku),
  };
  filters.set(key, filter);
  return filter;
}

/** A line counts when it meets every key of `of`, and in a flash sale is the sku on sale. */
function compileMatch(of: Promo["of"], sku: string | undefined): Match {
  const { tags, skus, except_tags: except } = of ?? {};
  const tests: Match[] = [];
  if (tags) tests.push(hasAny(tags));
  if (sku !== undefined) tests.push((line) => line.sku === sku);
  if (skus) tests.push((line) => line.sku !== undefined && skus.includes(line.sku));
  if (except) {
    const excepted = hasAny(except);
    tests.push((line) => !excepted(line));
  }
  const [first, ...others] = tests;
  return others.reduce<Match>(both, first ?? (() => true));
}

const both =
  (one: Match, other: Match): Match =>
  (line) =>
    one(line) && other(line);

/** Nearly every filter wants one tag, and a line has few: a loop is quicker than a set here. */
function hasAny(wanted: readonly string[]): Match {
  const [only, ...others] = wanted;
  if (only !== undefined && others.length === 0) return ({ tags }) => tags.includes(only);
  return ({ tags }) => {
    for (const tag of tags) if (wanted.includes(tag)) return true;
    return false;
  };
}

function sampleOf(of: Promo["of"], flash: string | undefined): Goods {
  const sku = flash ?? of?.skus?.[0];
  const tags = of?.tags?.slice(0, 1) ?? [];
  return sku === undefined ? { tags } : { sku, tags };
}
