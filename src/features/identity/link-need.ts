import type { Event } from "../../core/event.js";
import type { Need } from "../../engine/context.js";
import { othersOf } from "../../engine/person.js";
import type { Stored } from "../../store/port.js";
import { type Accounts, accountsWith } from "./accounts.js";
import { type LinkAsk, linkAskOf } from "./ask.js";
import type {} from "./records.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    /** The other accounts of who speaks, where there are any. */
    readonly others?: ReadonlyMap<string, Stored<"member">>;
    readonly link?: {
      readonly ask: LinkAsk;
      /** The codes that they have. */
      readonly own: readonly Stored<"link-code">[];
      /** The code that they typed, and whose accounts it joins. */
      readonly typed?: Stored<"link-code"> | undefined;
      readonly mine?: Accounts;
      readonly theirs?: Accounts;
    };
  }
}

/** Loads who speaks with their other accounts, and what a wish to join accounts takes. */
export function identityNeeds(event: Event): readonly Need[] {
  if (event.kind === "overheard") return [othersNeed];
  if (event.kind !== "message") return [];
  const ask = linkAskOf(event.text);
  return ask ? [othersNeed, linkNeed(ask)] : [othersNeed];
}

const othersNeed: Need = async ({ store }, { compiled, memberId }) => {
  if (memberId === undefined) return {};
  const { client } = compiled.playbook;
  const keys = await othersOf(store, client, memberId);
  return keys.length === 0 ? {} : { others: await store.find(client, "member", keys) };
};

const linkNeed =
  (ask: LinkAsk): Need =>
  async ({ store }, { compiled, memberId }) => {
    if (memberId === undefined) return {};
    const { client } = compiled.playbook;
    const own = await store.list(client, "link-code", memberId);
    if (ask.code === undefined) return { claimed: true, link: { ask, own } };
    const typed = await store.get(client, "link-code", ask.code);
    const mine = await accountsWith(store, client, memberId);
    const theirs = typed && (await accountsWith(store, client, typed.value.member));
    return { claimed: true, link: { ask, own, typed, mine, ...(theirs ? { theirs } : {}) } };
  };
