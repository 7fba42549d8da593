import { UserError } from "../../core/errors.js";
import type { Instant } from "../../core/event.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { act, addFact, closeDecision, openDecision, placeOf } from "../../engine/decision.js";
import type { Deps, Objection } from "../../engine/feature.js";
import { objectionsTo } from "../../engine/objections.js";
import { allowedFrom } from "../../engine/outbound/send-window.js";
import { countUnasked, withNotice } from "../../engine/say.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { type Change, SYSTEM } from "../../store/port.js";

import { type BroadcastRecord, firstLook } from "./broadcast.js";
import { contextOf, spreadOver } from "./spread.js";

declare module "../../engine/feature.js" {
  interface Deps {
    readonly files: Files;
    /** Which machine and process works for an account where this one doesn't; "" where none does. */
    readonly elsewhere?: (account: string) => string | undefined;
    /** When the store was away last, if that is worth telling; without `to` it still is. */
    readonly outage?: (() => Outage | undefined) | undefined;
  }
}

/** When the store could not be used; `to` is missing while it can't. */
export type Outage = { readonly from: Instant; readonly to?: Instant };

export type Files = {
  /** Reads the files again: all that was found, the versions of the clients without errors, and each client's share. */
  readonly check: () => Promise<Found>;
};
type Found = Usable & {
  readonly versions: readonly PlaybookVersion[];
  readonly clients?: readonly (Usable & { readonly client: string })[];
};

/** Findings as printed by `suanpan check`, and whether the files are usable. */
type Usable = { readonly ok: boolean; readonly lines: readonly string[] };

/** What operators see of the bot as a whole, and do with it. */
export function botOperations(deps: Deps) {
  const { store, playbooks, clock } = deps;
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
    version: (client: string): string => playbooks.current(client)?.hash ?? "",
    /** Reads the files again. Without `tellsAll` what comes back is of the client's own files alone. */
    async check(client: string, tellsAll: boolean): Promise<Usable> {
      return shareOf(await deps.files.check(), client, tellsAll);
    },
    /**
     * Takes into use what is sound and what no feature objects to: of the client, of all of them where the owner of
     * the installation asks. Any other goes on with what it has; one whose files are gone ends at the owner's word.
     * @returns what comes of it for the client, or with `tellsAll` for all of them
     */
    async reload(client: string, overall: boolean, tellsAll = overall): Promise<Usable> {
      const found = await deps.files.check();
      const fresh: PlaybookVersion[] = [];
      const objected: (Objection & { readonly client: string })[] = [];
      const sound = found.versions.map(idOf);
      const clients = [...new Set([...sound, ...playbooks.clients()])];
      for (const version of found.versions) {
        if (!overall && idOf(version) !== client) continue;
        const objections = await objectionsTo(deps, version, clients);
        if (objections.length === 0) fresh.push(version);
        objected.push(...objections.map((one) => ({ ...one, client: idOf(version) })));
      }
      const there = new Set([...sound, ...(found.clients ?? []).map(idIn)]);
      const taken = new Set(fresh.map(idOf));
      const kept = playbooks
        .clients()
        .filter((id) => !taken.has(id) && (there.has(id) || !overall));
      playbooks.replace([...fresh, ...kept.flatMap((id) => playbooks.current(id) ?? [])]);
      await deps.takeUp();
      const share = shareOf(found, client, tellsAll);
      const lines = objected.flatMap(({ client: whose, says, apart = says }) => {
        if (tellsAll) return says;
        return whose === client ? apart : [];
      });
      return { ok: share.ok && lines.length === 0, lines: [...lines, ...share.lines] };
    },
  };
}

const idOf = ({ playbook }: PlaybookVersion): string => playbook.client;
const idIn = ({ client }: { readonly client: string }): string => client;

/** What somebody of a client may hear of what was found. */
function shareOf(found: Found, client: string, tellsAll: boolean): Usable {
  if (tellsAll || !found.clients) return { ok: found.ok, lines: found.lines };
  const own = found.clients.find((one) => one.client === client);
  return { ok: own?.ok ?? false, lines: own?.lines ?? [] };
}
