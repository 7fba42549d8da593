import { attributionTally } from "../../domain/order/attribution-report.js";
import type { Desk } from "../../engine/commands/command.js";
import type { ContextDeps } from "../../engine/context.js";

/** What operators see of what orders are credited to. */
export function creditDesk({ store, playbooks }: ContextDeps): Pick<Desk, "orderCredits"> {
  return {
    async orderCredits(client, by) {
      const tally = attributionTally(by, playbooks.current(client)?.playbook.currency ?? "");
      for await (const { value } of store.walk(client, "order")) tally.add(value);
      return tally.report();
    },
  };
}
