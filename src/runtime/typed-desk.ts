import { formatMoney } from "../core/money.js";
import type { TypedRecord } from "../core/record.js";
import type { Desk } from "../operator/command.js";
import { orderOfDraft } from "../order/draft.js";
import { mergeNotice } from "../order/merge.js";
import type { Order, OrderRecord } from "../order/order.js";
import type { Change } from "../store/port.js";
import { memberByAccount } from "./account.js";
import { attempt } from "./attempt.js";
import { type OrderDeps, orderCommit } from "./orders.js";

/** What operators do with orders that were typed in chat, and type themselves. */
export function typedDesk(
  deps: OrderDeps,
): Pick<Desk, "typedOrders" | "confirmTyped" | "dropTyped" | "addOrders"> {
  const { store, book, clock } = deps;
  const waiting = async (client: string) =>
    (await store.list(client, "typed"))
      .filter(({ value }) => value.state === "waiting")
      .sort((a, b) => Number(a.key) - Number(b.key));

  /** Saves an order and what goes with it; done again, it changes nothing. */
  async function save(
    client: string,
    order: Order,
    of: { seed: string; member?: string | undefined; also?: readonly Change[] },
  ): Promise<void> {
    const key = `${order.source}/${order.id}`;
    await attempt(store, async (spent) => {
      const known = await store.get(client, "order", key);
      const before = known?.value.record as OrderRecord | undefined;
      const { record, outcome } = mergeNotice(before, { kind: "order", order });
      if (outcome === "same") return undefined;
      const { seed, member, also = [] } = of;
      const owner = member === undefined ? {} : { member };
      const commit = await orderCommit(deps, { client, key, known, record, spent, seed, ...owner });
      return { ...commit, changes: [...commit.changes, ...also] };
    });
  }
  const state = (key: string, rev: number, value: TypedRecord): Change => ({
    ...{ op: "put", kind: "typed", key, rev, owner: value.group, value },
  });

  return {
    async typedOrders(client) {
      const currency = book.edition(client)?.playbook.currency ?? "";
      const groups = new Map(
        (await store.list(client, "group")).map((one) => [one.key, one.value]),
      );
      return (await waiting(client)).map(({ key, value }) => ({
        ...{ n: key, name: value.name, at: value.at, amount: formatMoney(value.amount, currency) },
        items: value.items.map(({ title, qty }) => (qty === 1 ? title : `${title}x${qty}`)),
        group: groups.get(value.group)?.title ?? value.group,
        ...(value.by === undefined ? {} : { by: value.by.slice(value.by.indexOf(":") + 1) }),
      }));
    },
    async confirmTyped({ client, n, member: user, seed }) {
      const member = user === undefined ? undefined : await memberByAccount(store, client, user);
      if (user !== undefined && member === undefined) return "no_member";
      const typed = await store.get(client, "typed", n);
      if (typed?.value.state !== "waiting") return "no_order";
      const { value, rev } = typed;
      const owner = member ?? value.by;
      const currency = book.edition(client)?.playbook.currency ?? "";
      const platform = owner === undefined ? {} : { platform: owner };
      const order = orderOfDraft(
        { line: 1, ...value },
        { id: `t${n}`, currency, at: value.at, ...platform },
      );
      const also = [state(n, rev, { ...value, state: "done" })];
      await save(client, order, { seed, member: owner, also });
      return "done";
    },
    async dropTyped(client, n) {
      const typed = await store.get(client, "typed", n);
      if (typed?.value.state !== "waiting") return false;
      const changes = [state(n, typed.rev, { ...typed.value, state: "dropped" })];
      return (await store.commit({ client, changes, outbox: [], facts: [] })).ok;
    },
    async addOrders({ client, drafts, member: user, seed }) {
      const member = user === undefined ? undefined : await memberByAccount(store, client, user);
      if (user !== undefined && member === undefined) return "no_member";
      const currency = book.edition(client)?.playbook.currency ?? "";
      const platform = member === undefined ? {} : { platform: member };
      const ids = drafts.map((_, index) => `${seed.replace(/^command:/, "c")}-${index + 1}`);
      for (const [index, draft] of drafts.entries()) {
        const id = ids[index] ?? "";
        const order = orderOfDraft(draft, { id, currency, at: clock.now(), ...platform });
        await save(client, order, { seed: `${seed}:${id}`, member });
      }
      return { orders: ids.map((id) => `chat/${id}`) };
    },
  };
}
