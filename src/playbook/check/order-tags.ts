import { ordersSchema } from "../../domain/order/schema.js";
import type { Problem } from "../findings/finding.js";
import type { Source } from "../read/read.js";
import { entries } from "../read/values.js";
import type { Playbook } from "../schema.js";

/** Promos for goods that no line of an order is ever counted as, in a playbook that takes orders. */
export function orderTagProblems(source: Source, { orders, promos }: Playbook): Problem[] {
  const written = entries(source.value);
  // What tags a section gives can't be told while it has mistakes.
  if (!ordersSchema.safeParse(written.orders).success) return [];
  const { skus, tags, typed } = orders;
  const known = new Set([...tags, ...(typed?.tags ?? []), ...Object.values(skus).flat()]);
  return Object.entries(promos).flatMap(([id, { of }]): Problem[] => {
    if (!of?.tags || of.tags.some((tag) => known.has(tag))) return [];
    const at = source.locate(["promos", id, "of", "tags"], "value");
    return [{ code: "PLAYBOOK_TAG_UNSOLD", at, params: { id: of.tags.join(", ") } }];
  });
}
