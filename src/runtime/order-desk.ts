import type { Desk } from "../operator/command.js";
import { listed } from "../order/listing.js";
import type { OrderRecord } from "../order/order.js";
import { idsOf } from "../order/view.js";
import type { Change } from "../store/port.js";
import { memberByAccount } from "./account.js";
import { attempt } from "./attempt.js";
import type { Clock } from "./clock.js";
import { orderCommit, UNMATCHED } from "./orders.js";
import type { ViewDeps } from "./view.js";

/** What operators ask about orders, and say of them. */
export function orderDesk(
  deps: ViewDeps & { readonly clock: Clock },
): Pick<Desk, "unmatchedOrders" | "assignOrder"> {
  const { store } = deps;
  return {
    async unmatchedOrders(client) {
      const orders = await store.list(client, "order", UNMATCHED, 21);
      const own = deps.book.edition(client)?.playbook.currency;
      return orders.map(({ key, value }) => {
        const { amount, currency = own, foreign } = listed(key, value, own);
        return { key, amount: foreign ? `${amount} ${currency}` : amount, foreign };
      });
    },
    async assignOrder({ client, order, member: user, seed }) {
      const member = await memberByAccount(store, client, user);
      const owned = await store.get(client, "order", order);
      if (!owned) return "no_order";
      if (!member) return "no_member";
      if (owned.value.member) return owned.value.member === member ? "done" : "owned";
      await attempt(store, async (spent) => {
        const known = await store.get(client, "order", order);
        if (!known || known.value.member) return undefined;
        const record = known.value.record as OrderRecord;
        const commit = await orderCommit(deps, {
          client,
          key: order,
          known,
          record,
          spent,
          seed,
          member,
        });
        return { ...commit, changes: [...commit.changes, ...identities(record, member)] };
      });
      return "done";
    },
  };
}

/** The next order with the same phone or union id finds its member by itself. */
function identities(record: OrderRecord, member: string): Change[] {
  const { union, phone } = idsOf(record);
  const keys = [...(union ? [`union:${union}`] : []), ...(phone ? [`phone:${phone}`] : [])];
  return keys.map((key) => ({ op: "put", kind: "identity", key, value: { member } }));
}
