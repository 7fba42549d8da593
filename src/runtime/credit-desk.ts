import type { Desk } from "../operator/command.js";
import { creditTally } from "../order/credit-report.js";
import type { ViewDeps } from "./view.js";

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
