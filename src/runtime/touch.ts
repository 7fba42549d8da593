import { parseDuration } from "../core/duration.js";
import { keepTouches, touchesOf } from "../order/touches.js";
import type { Draft } from "./draft.js";

/**
 * What a decision told or gave is kept with the member; what was said to nobody in particular, with the
 * group. An order finds it there without a search through the facts.
 */
export function rememberTouches(draft: Draft): void {
  const { seed, now, stage, memberId } = draft.view;
  const fresh = touchesOf(draft.facts, seed);
  if (fresh.length === 0) return;
  const from = now - (parseDuration(stage.playbook.orders.attribution.window) ?? 0);
  const keep = <T extends { readonly touches?: typeof fresh }>(holder: T): T => ({
    ...holder,
    touches: keepTouches(holder.touches, fresh, from),
  });
  if (!memberId) draft.group = keep(draft.group);
  else if (draft.member) draft.member = keep(draft.member);
}
