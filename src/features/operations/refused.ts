import type { Event } from "../../core/event.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext, type Need } from "../../engine/context.js";
import { closeDecision, type Decision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import type { Stored } from "../../store/port.js";
import { text } from "./texts.js";
import { type Missed, whereAndWhy } from "./where-and-why.js";

declare module "../../core/record.js" {
  interface Records {
    /** Where messages were refused for good, since operators last heard of such; by the account that said them. */
    refused: { readonly groups: readonly Missed[] };
  }
}
declare module "../../engine/decision.js" {
  interface Loaded {
    readonly refused?: Stored<"refused"> | undefined;
  }
}

/** What refuses one group often refuses others: those of so long are told together. */
const TOGETHER_MS = 30_000;

/** What noting a refused message takes. */
export const refusedNeeds = (event: Event): readonly Need[] =>
  event.kind === "message_refused"
    ? [
        async ({ store }, { compiled }) => ({
          refused: await store.get(compiled.playbook.client, "refused", event.account),
        }),
      ]
    : [];

/** Notes where a message was refused, and why. @returns true when the event was one */
export function noteRefused(decision: Decision, event: Event): boolean {
  if (event.kind !== "message_refused") return false;
  const { now, groupId: group, loaded } = decision.context;
  const { value, rev = 0, due: before = Number.POSITIVE_INFINITY } = loaded.refused ?? {};
  // What a clock that ran ahead has put off comes with the next.
  const due = Math.min(before, now + TOGETHER_MS);
  const groups = [...(value?.groups ?? []), { group, title: decision.group.title, why: event.why }];
  const key = event.account;
  decision.changes.push({ op: "put", kind: "refused", key, value: { groups }, rev, due });
  return true;
}

/** Tells the operators in which groups, and why; by the account's first group that is still there. */
export async function tellRefused(deps: Deps, { client, key }: Due<"refused">): Promise<void> {
  await commitWithRetry(deps.store, async () => {
    const refused = await deps.store.get(client, "refused", key);
    if (!refused) return undefined;
    const { groups } = refused.value;
    const now = deps.clock.now();
    const changes = [
      // Fails when one more comes now.
      { op: "put", kind: "refused", key, value: refused.value, rev: refused.rev },
      { op: "remove", kind: "refused", key },
    ] as const;
    for (const { group: groupId } of groups) {
      const seed = `refused:${key}:${now}`;
      const context = await loadContext(deps, { client, groupId, now, seed });
      if (!context) continue;
      const decision = openDecision(context);
      decision.changes.push(...changes);
      const { locale } = decision.compiled.playbook;
      const n = new Set(groups.map(({ group }) => group)).size;
      const lines = [text(locale, "refused", { n }), ...whereAndWhy(locale, groups)];
      notifyOperators(decision, lines.join("\n"));
      return closeDecision(decision);
    }
    return { client, changes, outbox: [], facts: [] };
  });
}
