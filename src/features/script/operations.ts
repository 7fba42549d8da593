import type { Clock } from "../../core/time/clock.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { type ContextDeps, loadContext } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import { membersNamed } from "../../engine/member-named.js";
import { scriptNeeds } from "./enrolments.js";
import { startScript } from "./scripts.js";

type Starting = {
  readonly client: string;
  readonly group: string;
  readonly script: string;
  /** A member's account id or name. */
  readonly who: string;
  /** The same seed starts it once. */
  readonly seed: string;
};

/** What operators see of scripts, and do with them. */
export function scriptOperations(deps: ContextDeps & { readonly clock: Clock }) {
  const { store, playbooks, clock } = deps;
  return {
    scripts: (client: string): readonly string[] =>
      Object.keys(playbooks.current(client)?.playbook.scripts ?? {}),
    /** @returns false when no member of that name or id is in the group. */
    async startScript({ client, group: groupId, script, who, seed }: Starting): Promise<boolean> {
      for (const { key: memberId } of await membersNamed(store, client, who)) {
        let started = false;
        await commitWithRetry(store, async (spent) => {
          const now = clock.now();
          const of = { client, groupId, memberId, now, seed, spent, needs: scriptNeeds };
          const context = await loadContext(deps, of);
          if (context?.seat?.value.status !== "in") return undefined;
          const decision = openDecision(context);
          startScript(decision, script, true);
          started = true;
          return closeDecision(decision);
        });
        if (started) return true;
      }
      return false;
    },
  };
}
