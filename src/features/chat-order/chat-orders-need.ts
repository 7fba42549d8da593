import type { Event } from "../../core/event.js";
import { speaksOfOrders } from "../../domain/order/text.js";
import type { Need } from "../../engine/context.js";
import type { Stored } from "../../store/port.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    /** Orders typed in the group before, and the number of the newest. */
    readonly chatOrders?: { readonly known: readonly Stored<"typed">[]; readonly last: number };
  }
}

/** Counts the orders typed in a client's chats; each takes its number from it. */
export const TYPED = "typed";

/** Whether a message brings orders is seen once, here; one that was edited may have brought some before. */
export function chatOrdersNeeds(event: Event): readonly Need[] {
  const brings = event.kind === "message" && speaksOfOrders(event.text);
  return brings || event.kind === "edited" ? [chatOrdersNeed] : [];
}

export const chatOrdersNeed: Need = async ({ store }, { compiled, groupId }) => {
  const { client } = compiled.playbook;
  return {
    chatOrders: {
      known: await store.list(client, "typed", groupId),
      last: await store.counter(client, TYPED),
    },
  };
};
