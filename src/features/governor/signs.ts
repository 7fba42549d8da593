import type { Event } from "../../core/event.js";
import { breakerAfter, openUntil } from "../../domain/governor/breaker.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps } from "../../engine/feature.js";
import { type Commit, SYSTEM } from "../../store/port.js";
import { putNews } from "./news.js";
import type {} from "./records.js";

/**
 * Counts a sign that the platform distrusts the account. Where that opens the breaker, the event is handled only
 * after all who have to hear of it will: whoever dies in between does it again.
 * @returns false for any other event
 */
export async function countSign(deps: Deps, seq: number, event: Event): Promise<boolean> {
  if (event.kind !== "risk") return false;
  const governor = deps.governorOf(event.account);
  const nothing: Commit = { client: SYSTEM, changes: [], outbox: [], facts: [] };
  let opened = false;
  if (governor)
    await commitWithRetry(deps.store, async () => {
      const { value, rev, rules, at } = await governor.breaker();
      const next = breakerAfter(value, { sign: event.sign, now: at, rules });
      opened = openUntil(next, at) !== undefined;
      if (next === value) return undefined;
      const change = { op: "put", kind: "breaker", key: event.account, value: next, rev } as const;
      return { ...nothing, changes: [change], ...(opened ? {} : { handles: seq }) };
    });
  if (opened) await putNews(deps, event.account);
  await deps.store.commit({ ...nothing, handles: seq });
  return true;
}
