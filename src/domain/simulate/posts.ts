import type { Instant } from "../../core/event.js";
import type { Playbook } from "../../playbook/schema.js";
import { nextSlot } from "../schedule/slots.js";

/** When a pool's groups are spoken to by schedule, from an instant until before another. */
export function postsOf(
  { schedule, timezone }: Playbook,
  pool: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Instant[] {
  const slots = Object.values(schedule)
    .filter((rule) => rule.pool === pool)
    .map((rule) => nextSlot(rule, timezone, from - 1) ?? to);
  return slots.filter((slot) => slot < to).sort((a, b) => a - b);
}
