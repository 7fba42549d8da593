import type { Event } from "../../core/event.js";
import type { Need } from "../../engine/context.js";
import { act, type Decision, placeOf } from "../../engine/decision.js";

declare module "../../domain/group/record.js" {
  interface GroupRecord {
    /** The row of the outbox that asked for the link last. */
    readonly linkAsked?: string;
  }
}
declare module "../../engine/decision.js" {
  interface Loaded {
    /** The link has been asked for, and not in vain: it is on its way. */
    readonly linkComes?: boolean;
  }
}

/** Loads whether the link comes, when the bot becomes what may make one. */
export const linkNeeds = (event: Event): readonly Need[] =>
  event.kind === "bot_status" ? [linkNeed] : [];

const linkNeed: Need = async ({ store }, { compiled, group }) => {
  const asked = group.value.linkAsked;
  if (asked === undefined) return {};
  const ended = (await store.outcomes(compiled.playbook.client, [asked])).get(asked)?.state;
  return { linkComes: ended === "waiting" || ended === "sent" };
};

/** Asks for the link by which people ask to join, unless there is one or it comes. */
export function askForLink(decision: Decision): void {
  const { group, context } = decision;
  if (group.link || context.loaded.linkComes) return;
  act(decision, { kind: "invite_link", to: placeOf(group) });
  decision.group = { ...group, linkAsked: decision.rows.at(-1)?.key };
}
