import { countersWanted } from "../../domain/promo/counters.js";
import type { Deps } from "../../engine/feature.js";
import type { FromOrders } from "./orders.js";
import type { PromoLine } from "./report.js";

/** The promos that gave something in either week, the dearest first, with their budgets as they stand now. */
export async function promoLines(
  { store, playbooks, clock }: Pick<Deps, "store" | "playbooks" | "clock">,
  client: string,
  { promos }: Pick<FromOrders, "promos">,
): Promise<readonly PromoLine[]> {
  const arms = (await store.get(client, "setting", "client"))?.value.adopted;
  const compiled = playbooks.compiled(client, { arms })?.promos;
  const wanted = compiled ? countersWanted(compiled, {}, clock.now()) : [];
  const lines = await Promise.all(
    [...promos].map(async ([id, [week, before]]): Promise<PromoLine> => {
      // One that the playbook no longer has is called by its id.
      const rule = compiled?.byId.get(id);
      const counter = wanted.find(({ promo, kind }) => promo === id && kind === "spent")?.counter;
      const budget =
        rule && counter !== undefined
          ? { budget: { spent: await store.counter(client, counter), of: rule.budget } }
          : {};
      return {
        ...{ id, title: rule?.promo.title ?? id, cost: week.cost, before: before.cost },
        ...{ uses: week.uses, coupons: week.coupons, ...budget },
      };
    }),
  );
  return lines.sort((a, b) => b.cost - a.cost || b.before - a.before || (a.id < b.id ? -1 : 1));
}
