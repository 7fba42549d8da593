import type { Clock } from "../../core/time/clock.js";
import { listed } from "../../domain/order/listing.js";
import { identityKeys } from "../../domain/order/match.js";
import type { OrderRecord } from "../../domain/order/order.js";
import { idsOf } from "../../domain/order/view.js";
import { cleanName } from "../../domain/persona/speak.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { ContextDeps } from "../../engine/context.js";
import { memberNamed } from "../../engine/member-named.js";
import type { Change, Stored } from "../../store/port.js";
import { orderCommit } from "./orders.js";
import { findOwners, memberOf, UNMATCHED } from "./owner.js";

/** A member whose an order is, by account id; no name when nothing more is known of them. */
export type Owner = { readonly user: string; readonly name?: string };

/** What became of an order whose member an operator named, and which others share its phone or union id. */
export type Assigned = {
  readonly done: boolean;
  /** Who had it before. */
  readonly from?: Owner;
  readonly to: Owner;
  readonly along: readonly string[];
};

type Assigning = {
  readonly client: string;
  readonly order: string;
  /** The member's account id. */
  readonly member: string;
  readonly confirmed: boolean;
  readonly seed: string;
};

/** What operators ask about orders, and say of them. */
export function orderOperations(deps: ContextDeps & { readonly clock: Clock }) {
  const { store } = deps;
  return {
    /** The first of those that have no member; no amount while nobody has told it. */
    async unmatchedOrders(client: string) {
      const orders = await store.list(client, "order", UNMATCHED, 21);
      const own = deps.playbooks.current(client)?.playbook.currency;
      return orders.map(({ key, value }) => {
        const { amount, currency, foreign } = listed(key, value, own);
        return { key, amount, currency, foreign };
      });
    },
    /**
     * Says whose an order is. One that is another member's already is moved only when that is confirmed, and
     * so are others with the same phone or union id, which are told first.
     */
    async assignOrder(of: Assigning): Promise<Assigned | "no_order"> {
      const { client, order, member: user, confirmed, seed } = of;
      const { key: member } = await memberNamed(store, client, user);
      const owned = await store.get(client, "order", order);
      if (!owned) return "no_order";
      const from = owned.value.member === member ? undefined : owned.value.member;
      const done = confirmed || from === undefined;
      if (done) await give({ client, order, member, seed });
      const along = await alongWith(client, owned, member);
      if (confirmed) {
        for (const other of along)
          await give({ client, order: other, member, seed: `${seed}:${other}` });
      }
      const to = await ownerOf(client, member);
      return {
        done,
        to,
        along,
        ...(from === undefined ? {} : { from: await ownerOf(client, from) }),
      };
    },
  };

  /** Makes an order a member's, with all that follows; what another member had of it is reversed. */
  async function give(of: { client: string; order: string; member: string; seed: string }) {
    const { client, order: key, member, seed } = of;
    await commitWithRetry(store, async (spent) => {
      const known = await store.get(client, "order", key);
      const from = known?.value.member;
      if (!known || from === member) return undefined;
      const record = known.value.record;
      const commit = await orderCommit(deps, { client, key, known, record, spent, seed, member });
      const data = { order: key, ...(from === undefined ? {} : { from }) };
      const fact = { kind: "order_assigned", at: deps.clock.now(), member, data };
      return {
        ...commit,
        changes: [...commit.changes, ...identities(record, member)],
        facts: [...commit.facts, fact],
      };
    });
  }

  /**
   * Other orders with the same phone or union id, nobody's or of the member that this one was taken from.
   * One whose other ids lead to somebody else is left where it is.
   */
  async function alongWith(client: string, { key, value }: Stored<"order">, member: string) {
    const shared = new Set(identityKeys(idsOf(value.record)));
    if (shared.size === 0) return [];
    const movable = new Set([undefined, value.member === member ? undefined : value.member]);
    const found: { readonly key: string; readonly record: OrderRecord }[] = [];
    for await (const one of store.walk(client, "order")) {
      const record = one.value.record;
      const like = identityKeys(idsOf(record)).some((id) => shared.has(id));
      if (like && one.key !== key && movable.has(one.value.member))
        found.push({ key: one.key, record });
    }
    const ids = found.map(({ record }) => idsOf(record));
    const { members, persons } = await findOwners(store, client, ids);
    const owners = { members: new Map(members), persons };
    for (const id of shared) owners.members.set(id, member);
    return found.flatMap((one) => (memberOf(one.record, owners) === member ? one.key : []));
  }

  async function ownerOf(client: string, key: string): Promise<Owner> {
    const known = await store.get(client, "member", key);
    return known ? { user: known.value.user, name: cleanName(known.value.name) } : { user: key };
  }
}

/** The next order with the same phone or union id finds its member by itself. */
function identities(record: OrderRecord, member: string): Change[] {
  return identityKeys(idsOf(record)).map((key) => ({
    ...{ op: "put", kind: "identity", key, value: { member } },
  }));
}
