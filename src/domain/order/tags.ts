import type { z } from "zod";
import { CHAT } from "./draft.js";
import type { ordersSchema } from "./schema.js";

/** What a line of this sku, or one without, counts as for the promos. */
export type TagsOf = (sku?: string) => readonly string[];
/** What a playbook says of them. */
export type Orders = Pick<z.infer<typeof ordersSchema>, "skus" | "tags" | "typed">;

/** The tags of an order's lines: by sku from a shop, `typed.tags` where somebody typed it in chat. */
export function tagsOf({ skus, tags, typed }: Orders, source: string): TagsOf {
  if (source === CHAT) return () => typed?.tags ?? tags;
  return (sku) => (sku !== undefined && Object.hasOwn(skus, sku) ? (skus[sku] ?? tags) : tags);
}
