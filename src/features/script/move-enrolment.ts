import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { givingWay } from "../../engine/outbound/send-window.js";
import { enrol, scriptNeeds } from "./enrolments.js";
import { walk } from "./scripts.js";

/** An enrolment goes on when its time has come, unless what nobody asked for has to wait. */
export async function moveEnrolment(deps: Deps, due: Due<"enrolment">): Promise<void> {
  const enrolment = due.value;
  await commitWithRetry(deps.store, async (spent) => {
    const now = deps.clock.now();
    const context = await loadContext(deps, {
      client: due.client,
      groupId: enrolment.group,
      memberId: enrolment.member,
      now,
      seed: `due:${due.key}:${due.due ?? 0}`,
      needs: scriptNeeds,
      spent,
    });
    if (!context) {
      const changes = [{ op: "remove" as const, kind: "enrolment" as const, key: due.key }];
      return { client: due.client, changes, outbox: [], facts: [] };
    }
    const decision = openDecision(context);
    const from = context.paused ? now + 60_000 : givingWay(decision, now);
    if (from > now) enrol(decision, due.key, enrolment, from);
    else walk(decision, { key: due.key, enrolment, unasked: true }, { kind: "time" });
    return closeDecision(decision);
  });
}
