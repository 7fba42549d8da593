import {
  type AttributionDimension,
  type AttributionReport,
  attributionTally,
} from "../../domain/order/attribution-report.js";
import type { Deps } from "../../engine/feature.js";

type OwnDeps = Pick<Deps, "store" | "playbooks">;

/** What operators see of what orders are credited to. */
export function attributionOperations({ store, playbooks }: OwnDeps) {
  return {
    async orderCredits(client: string, by: AttributionDimension): Promise<AttributionReport> {
      const tally = attributionTally(by, playbooks.current(client)?.playbook.currency ?? "");
      for await (const { value } of store.walk(client, "order")) tally.add(value);
      return tally.report();
    },
  };
}
