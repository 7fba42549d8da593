import type { Event, Instant, Place } from "../../core/event.js";
import type { Order } from "../../domain/order/order.js";
import type { Happening } from "../../domain/simulate/happening.js";

import { shopAccount } from "../shop-account.js";

type Told = Extract<Happening, { kind: "says" | "orders" }>;

/** Whose orders they are in the store: no shop of any playbook. */
const SIMULATED_SHOP = "simulated";

/** What people say and buy as the events that a platform and a shop would send. */
export function eventMaker(client: string, currency: string): (happening: Told) => Event {
  let n = 0;
  const common = (at: Instant, place: Place, account = place.platform) => ({
    id: `world:${++n}`,
    platform: place.platform,
    account,
    at,
    place,
  });
  return (happening) => {
    const { at, chat, member } = happening;
    if (happening.kind === "orders") {
      const place = { platform: "shop", chat: `${client}/${SIMULATED_SHOP}`, direct: false };
      const notice = { kind: "order", order: orderOf(happening, currency) } as const;
      return { ...common(at, place, shopAccount(client)), kind: "order", client, notice };
    }
    const head = common(at, { platform: "sandbox", chat, direct: false });
    const person = { user: member, name: member };
    const { text } = happening;
    return { ...head, kind: "message", person, text, messageId: head.id, toBot: false };
  };
}

function orderOf(
  { id, at, member, bill }: Extract<Happening, { kind: "orders" }>,
  currency: string,
): Order {
  return {
    source: SIMULATED_SHOP,
    id,
    state: "paid",
    currency,
    amount: bill.paid,
    lines: [{ qty: 1, amount: bill.paid, gross: bill.list }],
    placedAt: at,
    paidAt: at,
    modifiedAt: at,
    ids: { platforms: [`sandbox:${member}`] },
    refunds: [],
  };
}
