import { isMessage } from "../../core/action.js";
import type { Instant } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import { parseDuration } from "../../core/time/duration.js";
import { nextSlot } from "../../domain/schedule/slots.js";
import { type OutboxRow, SYSTEM } from "../../store/port.js";
import type { ContextDeps } from "../context.js";
import type { Decision } from "../decision.js";
import { unaskedFrom } from "./unasked.js";

/** When the draft's group (and member, if it is about one) may get an unasked message; `now` when at once. */
export function allowedFrom(decision: Decision, now: Instant): Instant {
  const { playbook } = decision.context.compiled;
  return unaskedFrom({
    quiet: playbook.quiet,
    zone: playbook.timezone,
    limits: playbook.limits,
    group: decision.group.unasked,
    member: decision.member?.unasked,
    now,
  });
}

/** What gave way looks again so long after the slot, when the scheduled text has left. */
const AFTER_SLOT_MS = 60_000;

/**
 * As `allowedFrom`, for what can wait, as a script can: it gives way to a scheduled text of the group that
 * the gap after it would keep from leaving.
 */
export function givingWay(decision: Decision, now: Instant): Instant {
  const from = allowedFrom(decision, now);
  const { schedule, timezone, limits } = decision.compiled.playbook;
  const gap = parseDuration(limits.group?.gap ?? "0s") ?? 0;
  const slots = Object.values(schedule)
    .filter(({ pool }) => pool === decision.group.pool)
    .flatMap((rule) => nextSlot(rule, timezone, from - 1) ?? []);
  const slot = Math.min(...slots);
  return slot < from + gap ? slot + AFTER_SLOT_MS : from;
}

const LOOK_AGAIN_MS = 60_000;

/** When a row that is about to leave must wait: the instant to try again; "drop" when it may never leave. */
export async function holdUntil(
  deps: ContextDeps & { readonly clock: Clock },
  row: OutboxRow,
): Promise<Instant | "drop" | undefined> {
  const { store, playbooks, clock } = deps;
  // Effects go on while paused, and so do notices to operators, who are written to directly.
  if (!row.group || !isMessage(row.action) || row.action.to.direct) return undefined;
  const [group, setting, bot] = await Promise.all([
    store.get(row.client, "group", row.group),
    store.get(row.client, "setting", "client"),
    store.get(SYSTEM, "setting", "bot"),
  ]);
  const now = clock.now();
  if (group?.value.unbound) return "drop";
  if (group?.value.paused || setting?.value.paused || bot?.value.paused) return now + LOOK_AGAIN_MS;
  const playbook = playbooks.versionFor(row.client, row.group)?.playbook;
  if (!playbook || !row.unasked) return undefined;
  const { quiet, timezone: zone } = playbook;
  // The limits were looked at when it was decided.
  const from = unaskedFrom({ quiet, zone, limits: {}, group: [], now });
  return from > now ? from : undefined;
}
