import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { closeDecision, type Decision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import { chatOrdersNeed } from "./chat-orders-need.js";
import { text } from "./texts.js";

const TELL_AGAIN_MS = 10 * 60_000;

/** How many typed orders wait in the group, and whether some were not noted for want of room. */
type Waiting = { readonly waiting: number; readonly missed: boolean };

/** Tells the operators that orders wait for them; within ten minutes of the last time, when those are over. */
export function planChatOrderNotice(decision: Decision, { waiting, missed }: Waiting): void {
  const { now, groupId } = decision.context;
  const next = (decision.group.typedTold ?? Number.NEGATIVE_INFINITY) + TELL_AGAIN_MS;
  if (now >= next) tellNow(decision, { waiting, missed });
  else {
    if (missed) decision.group = { ...decision.group, typedMissed: true };
    const value = { group: groupId };
    decision.changes.push({ op: "put", kind: "notice", key: groupId, value, due: next });
  }
}

function tellNow(decision: Decision, { waiting, missed }: Waiting): void {
  const { typedMissed, ...group } = decision.group;
  decision.group = { ...group, typedTold: decision.context.now };
  const { locale } = decision.compiled.playbook;
  const key = missed || typedMissed ? "notice.full" : "notice.waiting";
  notifyOperators(decision, text(locale, key, { group: group.title, n: waiting }));
}

/** Tells of what came since the operators heard last and still waits, and of what was not noted. */
export async function sendChatOrderNotice(
  deps: Deps,
  { client, key, due = 0 }: Due<"notice">,
): Promise<void> {
  await commitWithRetry(deps.store, async () => {
    const now = deps.clock.now();
    const seed = `notice:${key}:${due}`;
    const context = await loadContext(deps, {
      client,
      groupId: key,
      now,
      seed,
      needs: [chatOrdersNeed],
    });
    const done = { op: "remove", kind: "notice", key } as const;
    if (!context) return { client, changes: [done], outbox: [], facts: [] };
    const decision = openDecision(context);
    decision.changes.push(done);
    const told = decision.group.typedTold ?? Number.NEGATIVE_INFINITY;
    const waiting = (context.loaded.chatOrders?.known ?? []).filter(
      ({ value }) => value.state === "waiting",
    );
    const fresh = waiting.some(({ value }) => value.at > told);
    const missed = decision.group.typedMissed ?? false;
    if (fresh || missed) tellNow(decision, { waiting: waiting.length, missed });
    return closeDecision(decision);
  });
}
