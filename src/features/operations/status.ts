import { bindingKey } from "../../engine/context.js";
import type { Deps } from "../../engine/feature.js";
import { isOn } from "../../engine/operators-rows.js";
import { type Accepted, type RowCounts, type Store, SYSTEM } from "../../store/port.js";

/** Of whom it is asked: of clients, or of all that there is, what is no client's included. */
export type Scope = { readonly clients: readonly string[]; readonly all: boolean };

type Asked = Scope & {
  /** The account by which it is asked. */
  readonly account: string;
  /** The command that asks is an event of these clients itself. */
  readonly asksThere: boolean;
};
type Rows = Pick<RowCounts, "waiting" | "failed" | "skipped">;

/** How the bot does, for some clients or for all of them. */
export function statusOperations(deps: Deps) {
  const { store } = deps;
  const isPaused = async (client: string, key: string) =>
    (await store.get(client, "setting", key))?.value.paused ?? false;
  /** Those of events that are these clients': of their groups and shops. What is said in private is nobody's here. */
  async function ofThem<E extends Accepted>(found: readonly E[], { clients, all }: Scope) {
    if (all) return found;
    const keyOf = ({ event: { account, place } }: E) => bindingKey(account, place.chat);
    const bound = await store.find(SYSTEM, "binding", [...new Set(found.map(keyOf))]);
    return found.filter((one) => {
      const { event } = one;
      const whose = event.kind === "order" ? event.client : bound.get(keyOf(one))?.value.client;
      return whose !== undefined && clients.includes(whose);
    });
  }
  const deadLettersOf = async (scope: Scope) =>
    ofThem(await store.deadLetters(deps.owned()), scope);
  async function accountsOf({ clients, all, account }: Asked): Promise<Deps["platforms"]> {
    if (all) return deps.platforms;
    const theirs: (typeof deps.platforms)[number][] = [];
    for (const one of deps.platforms)
      if (one.account === account || (await isOnAny(store, clients, one.account))) theirs.push(one);
    return theirs;
  }

  return {
    async status(asked: Asked) {
      const { clients, all, asksThere } = asked;
      const counts = await store.countsByClient();
      const whose = all
        ? [...clients, ...[...counts.keys()].filter((c) => !clients.includes(c))]
        : clients;
      const rows = whose.map((client) => ({ client, ...(counts.get(client) ?? NO_ROWS) }));
      const sum = (of: keyof Rows) => rows.reduce((n, one) => n + one[of], 0);
      const open = all
        ? (await store.counts(deps.owned())).unhandled
        : (await ofThem(await store.unhandled(deps.owned()), asked)).length;
      const paused: string[] = [];
      for (const client of clients) if (await isPaused(client, "client")) paused.push(client);
      const accounts = await accountsOf(asked);
      return {
        accounts: accounts.map((one) => ({
          account: one.account,
          elsewhere: deps.elsewhere?.(one.account),
          ...one.health(),
        })),
        outage: deps.outage?.(),
        ...{ waiting: sum("waiting"), failed: sum("failed"), skipped: sum("skipped") },
        unhandled: Math.max(0, open - (asksThere ? 1 : 0)),
        rows,
        deadLetters: (await deadLettersOf(asked)).map(({ seq, deadLetter: why }) => ({
          ...{ seq, why: why ?? "" },
        })),
        paused: { bot: await isPaused(SYSTEM, "bot"), clients: paused },
      };
    },
    /** Takes an event up again that was set aside. @returns false when it isn't one of these clients'. */
    async retry(scope: Scope, seq: number): Promise<boolean> {
      const mine = (await deadLettersOf(scope)).some((one) => one.seq === seq);
      const accepted = mine ? await store.revive(seq) : undefined;
      if (accepted) deps.retake(accepted);
      return accepted !== undefined;
    },
  };
}

const NO_ROWS: Rows = { waiting: 0, failed: 0, skipped: 0 };

async function isOnAny(store: Store, clients: readonly string[], account: string) {
  for (const client of clients) if (await isOn({ store }, client, account)) return true;
  return false;
}
