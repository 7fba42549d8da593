import {
  type AttributionDimension,
  type AttributionReport,
  attributionTally,
} from "../../domain/order/attribution-report.js";
import type { Playbooks } from "../../engine/playbooks.js";
import type { Store } from "../../store/port.js";

type Deps = { readonly store: Store; readonly playbooks: Playbooks };

/** What operators see of what orders are credited to. */
export function attributionOperations({ store, playbooks }: Deps) {
  return {
    async orderCredits(client: string, by: AttributionDimension): Promise<AttributionReport> {
      const tally = attributionTally(by, playbooks.current(client)?.playbook.currency ?? "");
      for await (const { value } of store.walk(client, "order")) tally.add(value);
      return tally.report();
    },
  };
}
