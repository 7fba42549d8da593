import type { Event } from "../../core/event.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext, type Need } from "../../engine/context.js";
import { closeDecision, type Decision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import type { Stored } from "../../store/port.js";
import { text } from "./texts.js";

declare module "../../core/record.js" {
  interface Records {
    /** Messages that came too late to be answered, since operators last heard of such; the key is always the same. */
    late: { readonly n: number; readonly group: string };
  }
}
declare module "../../engine/decision.js" {
  interface Loaded {
    readonly late?: Stored<"late"> | undefined;
  }
}

const KEY = "messages";
/** When no more have come for so long, all have: a poll brings a hundred. */
const ALL_HERE_MS = 60_000;

/** What counting a late message takes. */
export const lateNeeds = (event: Event): readonly Need[] =>
  event.kind === "overheard" && event.late
    ? [
        async ({ store }, { compiled }) => ({
          late: await store.get(compiled.playbook.client, "late", KEY),
        }),
      ]
    : [];

/** Counts a message that came too late to be answered. @returns false: others may have to know of it */
export function countLate(decision: Decision, event: Event): boolean {
  if (event.kind !== "overheard" || !event.late) return false;
  const { now, groupId: group, loaded } = decision.context;
  const value = { n: (loaded.late?.value.n ?? 0) + 1, group };
  const rev = loaded.late?.rev ?? 0;
  const due = now + ALL_HERE_MS;
  decision.changes.push({ op: "put", kind: "late", key: KEY, value, rev, due });
  return false;
}

/** Tells the operators once how many came too late. */
export async function tellLate(deps: Deps, { client, key, rev }: Due<"late">): Promise<void> {
  await commitWithRetry(deps.store, async () => {
    const late = await deps.store.get(client, "late", key);
    // More have come since: it is due again when these are all.
    if (late?.rev !== rev) return undefined;
    const { n, group: groupId } = late.value;
    const changes = [
      // Fails when more come now.
      { op: "put", kind: "late", key, value: late.value, rev },
      { op: "remove", kind: "late", key },
    ] as const;
    const now = deps.clock.now();
    const context = await loadContext(deps, { client, groupId, now, seed: `late:${now}` });
    if (!context) return { client, changes, outbox: [], facts: [] };
    const decision = openDecision(context);
    decision.changes.push(...changes);
    notifyOperators(decision, text(decision.compiled.playbook.locale, "late", { client, n }));
    return closeDecision(decision);
  });
}
