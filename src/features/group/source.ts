import type { Event, Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { Decision } from "../../engine/decision.js";

declare module "../../engine/records.js" {
  interface MemberRecord {
    /** From where they asked for a seat of a pool, until they have one. */
    readonly cameBy?: { readonly source: string; readonly pool: string; readonly at: Instant };
  }
}

/** Who asked at one group's door is in one of the pool's within so long, or has given it up. */
const REMEMBERED_MS = 30 * 86_400_000;

type Told<K> = Extract<Event, { readonly kind: K }>;

/** Remembers from where somebody asked: where they are sent on, no link tells it any more. */
export function noteSource(decision: Decision, { source }: Told<"join_request">): void {
  const { member, group, context } = decision;
  if (source === undefined || !member) return;
  const cameBy = { source, pool: group.pool, at: context.now };
  decision.member = { ...member, cameBy };
}

/** What the fact that somebody joined says, and from where they came, where that is known. */
export function withSource(
  decision: Decision,
  { source: told }: Told<"joined">,
  data: Fact["data"],
): Fact["data"] {
  const { member, group, context } = decision;
  const { cameBy } = member ?? {};
  const isHere = cameBy?.pool === group.pool;
  const isNew = cameBy !== undefined && Math.abs(context.now - cameBy.at) <= REMEMBERED_MS;
  const source = told ?? (isHere && isNew ? cameBy.source : undefined);
  if (member && isHere) decision.member = { ...member, cameBy: undefined };
  return source === undefined ? data : { ...data, source };
}
