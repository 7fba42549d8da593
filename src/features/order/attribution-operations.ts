import { creditTally } from "../../domain/order/attribution-report.js";
import type { Desk } from "../../engine/commands/command.js";
import type { ViewDeps } from "../../engine/context.js";

/** What operators see of what orders are credited to. */
export function creditDesk({ store, book }: ViewDeps): Pick<Desk, "orderCredits"> {
  return {
    async orderCredits(client, by) {
      const tally = creditTally(by, book.edition(client)?.playbook.currency ?? "");
      for await (const { value } of store.walk(client, "order")) tally.add(value);
      return tally.report();
    },
  };
}
