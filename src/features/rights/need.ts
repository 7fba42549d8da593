import type { Event } from "../../core/event.js";
import type { Need } from "../../engine/context.js";
import { othersOf } from "../../engine/person.js";
import type { Store } from "../../store/port.js";
import { type RightsAsk, rightsAskOf } from "./ask.js";
import { type Held, heldOf } from "./held.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    readonly rights?: { readonly ask: RightsAsk; readonly held?: Held };
  }
}

/** Loads what is held about a member who asks for it. */
export function rightsNeeds(event: Event): readonly Need[] {
  const ask = event.kind === "message" ? rightsAskOf(event.text) : undefined;
  if (ask === undefined) return [];
  return [
    async ({ store }, { compiled, memberId, replyTo }) => {
      if (memberId === undefined) return {};
      // In a group nothing is looked up that could be shown there.
      if (!replyTo || ask === "sure") return { claimed: true, rights: { ask } };
      const { client } = compiled.playbook;
      const keys = [memberId, ...(await othersOf(store, client, memberId))];
      return { claimed: true, rights: { ask, held: await heldOf(store as Store, client, keys) } };
    },
  ];
}
