import type { Clock } from "../../core/time/clock.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { type ContextDeps, loadContext } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import { membersNamed, onlyOne } from "../../engine/member-named.js";
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
    /**
     * Starts it for the one member of the group whom an operator means.
     * @returns false when no member of that name or id is in the group
     * @throws UserError COMMAND_BUYER_UNCLEAR when several are
     */
    async startScript({ client, group: groupId, script, who, seed }: Starting): Promise<boolean> {
      const named = await membersNamed(store, client, who);
      const seats = await store.find(
        client,
        "seat",
        named.map(({ key }) => `${groupId}/${key}`),
      );
      const isIn = (key: string) => seats.get(`${groupId}/${key}`)?.value.status === "in";
      const memberId = onlyOne(
        named.filter(({ key }) => isIn(key)),
        who,
      )?.key;
      if (memberId === undefined) return false;
      let started = false;
      await commitWithRetry(store, async (spent) => {
        const now = clock.now();
        const of = { client, groupId, memberId, now, seed, spent, needs: scriptNeeds };
        const context = await loadContext(deps, of);
        // They may have left meanwhile.
        started = context?.seat?.value.status === "in";
        if (!context || !started) return undefined;
        const decision = openDecision(context);
        startScript(decision, script, true);
        return closeDecision(decision);
      });
      return started;
    },
  };
}
