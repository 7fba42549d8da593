import { UserError } from "../../core/errors.js";
import type { Instant } from "../../core/event.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { act, addFact, closeDecision, openDecision, placeOf } from "../../engine/decision.js";
import type { Deps } from "../../engine/feature.js";
import { allowedFrom } from "../../engine/outbound/send-window.js";
import { countUnasked, withNotice } from "../../engine/say.js";
import { type Change, SYSTEM } from "../../store/port.js";

import { type BroadcastRecord, firstLook } from "./broadcast.js";
import { contextOf, spreadOver } from "./spread.js";

declare module "../../engine/feature.js" {
  interface Deps {
    /** Which machine and process works for an account where this one doesn't; "" where none does. */
    readonly elsewhere?: (account: string) => string | undefined;
    /** When the store was away last, if that is worth telling; without `to` it still is. */
    readonly outage?: (() => Outage | undefined) | undefined;
  }
}

/** When the store could not be used; `to` is missing while it can't. */
export type Outage = { readonly from: Instant; readonly to?: Instant };

/** What operators see of the bot as a whole, and do with it. */
export function botOperations(deps: Deps) {
  const { store, clock } = deps;
  const setting = async (client: string, key: string) =>
    (await store.get(client, "setting", key))?.value ?? {};

  return {
    /** `what` is "bot", "client" or a group's id. @throws UserError COMMAND_GROUP_UNKNOWN */
    async pause(client: string, what: string, paused: boolean): Promise<void> {
      if (what === "bot" || what === "client") {
        const owner = what === "bot" ? SYSTEM : client;
        const value = { ...(await setting(owner, what)), paused };
        const changes = [{ op: "put", kind: "setting", key: what, value } as const];
        await store.commit({ client: owner, changes, outbox: [], facts: [] });
        return;
      }
      for (;;) {
        const group = await store.get(client, "group", what);
        if (!group) throw new UserError("COMMAND_GROUP_UNKNOWN", { group: what });
        const value = { ...group.value, paused };
        const change: Change = { op: "put", kind: "group", key: what, value, rev: group.rev };
        const done = await store.commit({ client, changes: [change], outbox: [], facts: [] });
        if (done.ok) return;
      }
    },
    /** Puts texts into the outbox, for each group its own, due when its account finds room; the same seed says it once. Who says it hears where it did not arrive. */
    async say(
      client: string,
      { open, ...told }: Omit<BroadcastRecord, "made">,
      texts: readonly string[],
      seed: string,
    ): Promise<void> {
      const made = clock.now();
      const value = { ...told, open, made };
      const follow = { op: "put", kind: "broadcast", key: seed, value, rev: 0 } as const;
      const changes = [{ ...follow, due: firstLook(made) }];
      await store.commit({ client, changes, outbox: [], facts: [] });
      const groups = open.map(({ group }) => group);
      const spread = await spreadOver(deps, client, { groups, texts });
      for (const { group, text, from } of spread.groups) {
        await commitWithRetry(store, async () => {
          const context = await contextOf(deps, client, { group, seed: `${seed}:${group}` });
          if (!context) return undefined;
          const decision = openDecision(context);
          const now = clock.now();
          const due = Math.max(from, allowedFrom(decision, now));
          const to = placeOf(decision.group);
          const action = { kind: "send_text", to, text: withNotice(decision, text) } as const;
          act(decision, action, { unasked: true, delayMs: due - now, watched: true });
          addFact(decision, "said_text", { line: "/say", due });
          countUnasked(decision, due);
          return closeDecision(decision);
        });
      }
    },
  };
}
