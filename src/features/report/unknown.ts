import type { Deps } from "../../engine/feature.js";
import type { Playbook } from "../../playbook/schema.js";
import { experimentOperations } from "../experiment/operations.js";
import { rosterOperations } from "../roster/operations.js";
import type { FromOrders } from "./orders.js";
import type { Day, Unknown } from "./report.js";

/** What the week's own figures leave open. */
export function unknownOf(of: {
  readonly counted: { readonly week: boolean; readonly before: boolean };
  readonly days: readonly Day[];
  readonly hasOrders: boolean;
  readonly hasMargin: boolean;
  readonly orders: FromOrders | undefined;
  /** How many days facts are kept, where those that say which coupons were granted are gone. */
  readonly forgotten: number | undefined;
}): readonly Unknown[] {
  const { counted, days, hasOrders, hasMargin, orders, forgotten } = of;
  const uncounted = days.filter((day) => !day.counted).map(({ day }) => day);
  const { unmatched = 0, homeless = 0, foreign = 0 } = orders ?? {};
  const some = (
    code: "ORDERS_UNMATCHED" | "ORDERS_HOMELESS" | "ORDERS_FOREIGN" | "COUPONS_FORGOTTEN",
    n = 0,
  ): readonly Unknown[] => (n > 0 ? [{ code, n }] : []);
  return [
    ...(counted.week ? [] : [{ code: "WEEK_NOT_COUNTED" } as const]),
    ...(counted.before ? [] : [{ code: "BEFORE_NOT_COUNTED" } as const]),
    ...(counted.week && uncounted.length > 0
      ? [{ code: "DAYS_NOT_COUNTED", days: uncounted } as const]
      : []),
    ...(hasOrders ? [] : [{ code: "ORDERS_NEVER" } as const]),
    ...(hasOrders && !hasMargin ? [{ code: "MARGIN_UNSET" } as const] : []),
    ...some("ORDERS_UNMATCHED", unmatched),
    ...some("ORDERS_HOMELESS", homeless),
    ...some("ORDERS_FOREIGN", foreign),
    ...some("COUPONS_FORGOTTEN", forgotten),
  ];
}

/** What can't be known as the groups and experiments stand now. */
export async function unknownNow(
  deps: Pick<Deps, "store" | "playbooks" | "clock" | "features">,
  client: string,
  { experiments }: Playbook,
): Promise<readonly Unknown[]> {
  const groups = (await deps.store.list(client, "group")).filter(({ value }) => !value.unbound);
  const gone = groups.filter(({ value }) => value.gone).map(({ value }) => value.title);
  const lost = (await rosterOperations(deps).lost(client)).map(({ title }) => title);
  const open: Unknown[] = [];
  const operations = experimentOperations(deps);
  const runs = await deps.store.list(client, "experiment");
  for (const id of Object.keys(experiments)) {
    if (runs.some(({ value }) => value.running.experiment === id)) continue;
    const { plan } = await operations.planExperiment(client, id);
    if (!plan.reachable) open.push({ code: "VERDICT_OUT_OF_REACH", id, groups: plan.groups });
  }
  return [
    ...(gone.length > 0 ? [{ code: "GROUPS_GONE", groups: gone } as const] : []),
    ...(lost.length > 0 ? [{ code: "LISTS_LOST", groups: lost } as const] : []),
    ...(groups.length - gone.length < 2 ? [{ code: "GROUPS_FEW" } as const] : []),
    ...open,
  ];
}
