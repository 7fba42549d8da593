import type { CartLine } from "./cart.js";
import { formOf, unhandled } from "./give-form.js";
import type { GiveForm, Promo } from "./schema.js";

/** What of a line a promo may look at. */
export type Goods = Pick<CartLine, "sku" | "tags">;
/** A choice of lines; promos that choose alike share it. */
export type Filter = {
  readonly index: number;
  readonly tags: readonly string[] | undefined;
  readonly skus: readonly string[] | undefined;
  readonly except: readonly string[] | undefined;
  /** The sku of a flash sale. */
  readonly flash: string | undefined;
};

/** The filter of a promo, added to those there are; undefined when all lines count. */
export function filterOf({ of, give }: Promo, filters: Map<string, Filter>): Filter | undefined {
  const flash = flashSku(formOf(give));
  if (!of && flash === undefined) return undefined;
  const key = JSON.stringify([of, flash]);
  const { tags, skus, except_tags: except } = of ?? {};
  const filter = filters.get(key) ?? { index: filters.size, tags, skus, except, flash };
  filters.set(key, filter);
  return filter;
}

/** The one sku that a form is for, whatever `of` says. */
function flashSku(form: GiveForm): string | undefined {
  switch (form.kind) {
    case "price":
      return form.of_sku;
    case "off":
    case "percent":
    case "tiers":
    case "every":
    case "gift":
    case "points":
    case "shipping":
      return undefined;
    default:
      throw unhandled(form);
  }
}

/** Whether a line counts: it meets every key of `of`, and in a flash sale is the sku on sale. */
function meets({ tags, skus, except, flash }: Filter, goods: Goods): boolean {
  if (tags && !shareOne(goods.tags, tags)) return false;
  if (flash !== undefined && goods.sku !== flash) return false;
  if (skus && !(goods.sku !== undefined && skus.includes(goods.sku))) return false;
  return !(except && shareOne(goods.tags, except));
}

/** Whether two lists have something in common; lists of tags are too short for a set to pay. */
export function shareOne(some: readonly string[], others: readonly string[]): boolean {
  for (const one of some) for (const other of others) if (one === other) return true;
  return false;
}

/** Goods that a filter counts, and of which nothing else is known. */
export function sampleOf({ tags = [], skus, flash }: Filter): Goods {
  const sku = flash ?? skus?.[0];
  return sku === undefined ? { tags: tags.slice(0, 1) } : { sku, tags: tags.slice(0, 1) };
}

/** Where goods count. */
export type Fits = {
  /** The filters that they meet. */
  readonly filters: readonly number[];
  /** By filter: whether they meet it. */
  readonly in: readonly boolean[];
};
/** Goods that are remembered at most. */
const MOST = 2_000;

/** Tells which filters goods meet, and remembers it: a shop sells the same goods all day. */
export function createSorter(filters: readonly Filter[]): (goods: Goods) => Fits {
  const known = new Map<string, Goods & { readonly fits: Fits }>();
  return (goods) => {
    const { sku, tags } = goods;
    const key = sku ?? tags[0] ?? "";
    const before = known.get(key);
    if (before && before.sku === sku && areSame(before.tags, tags)) return before.fits;
    const met = filters.map((filter) => meets(filter, goods));
    const fits = { filters: filters.map(({ index }) => index).filter((f) => met[f]), in: met };
    if (known.size >= MOST) known.clear();
    known.set(key, { sku, tags: [...tags], fits });
    return fits;
  };
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false;
  return true;
}
