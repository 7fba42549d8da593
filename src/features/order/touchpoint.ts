import { parseDuration } from "../../core/time/duration.js";
import { keepTouchpoints, touchpointsOf } from "../../domain/order/touches.js";
import type { Decision } from "../../engine/decision.js";

/**
 * What a decision told or gave is kept with the member; what was said to nobody in particular, with the
 * group. An order finds it there without a search through the facts.
 */
export function rememberTouchpoints(decision: Decision): void {
  const { seed, now, compiled, memberId } = decision.context;
  const fresh = touchpointsOf(decision.facts, seed);
  if (fresh.length === 0) return;
  const from = now - (parseDuration(compiled.playbook.orders.attribution.window) ?? 0);
  const keep = <T extends { readonly touches?: typeof fresh }>(holder: T): T => ({
    ...holder,
    touches: keepTouchpoints(holder.touches, fresh, from),
  });
  if (!memberId) decision.group = keep(decision.group);
  else if (decision.member) decision.member = keep(decision.member);
}
