import { type Change, type Store, SYSTEM } from "../store/port.js";

declare module "../core/record.js" {
  interface Records {
    /** Whose groups came to an account where they had none; kept under `@system`, for all processes to see. */
    regrouped: {
      /** The last of them, each with the revision of this record at which it was noted. */
      readonly latest: readonly { readonly client: string; readonly at: number }[];
    };
  }
}

type Accounts = ReadonlySet<string>;

const KEY = "clients";
/** So many are noted; whoever has missed more looks all of them up. */
const MOST = 200;
/** What nobody noted, since its process was lost in between, is looked up so often. */
const ALL_EVERY_MS = 300_000;

/**
 * On which accounts clients have groups. Groups are looked up once; then it costs one record a look, since each
 * process notes what it binds to an account that is new to a client.
 */
export function createGroupAccounts(store: Store) {
  let known = new Map<string, Accounts>();
  let rev = 0;
  let allAt = Number.NEGATIVE_INFINITY;
  /** Bound here, and not noted yet. */
  const fresh = new Set<string>();

  async function accountsOf(client: string): Promise<Accounts> {
    const groups = await store.list(client, "group");
    return new Set(groups.map(({ value }) => value.account));
  }
  /** What another has noted in between is kept: whoever is too late does it at the next look. */
  async function note(): Promise<void> {
    const noted = [...fresh];
    if (noted.length === 0) return;
    const stored = await store.get(SYSTEM, "regrouped", KEY);
    const at = (stored?.rev ?? 0) + 1;
    const others = (stored?.value.latest ?? []).filter(({ client }) => !fresh.has(client));
    const latest = [...others, ...noted.map((client) => ({ client, at }))].slice(-MOST);
    const value = { latest };
    const changes = [{ op: "put", kind: "regrouped", key: KEY, value, rev: at - 1 } as const];
    const done = await store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
    if (done.ok) for (const client of noted) fresh.delete(client);
  }
  /** @returns whose groups are to be looked up: undefined for all */
  async function news(): Promise<readonly string[] | undefined> {
    const stored = await store.get(SYSTEM, "regrouped", KEY);
    const before = rev;
    rev = stored?.rev ?? 0;
    if (performance.now() - allAt > ALL_EVERY_MS) return undefined;
    const latest = stored?.value.latest ?? [];
    const isCut = latest.length >= MOST && (latest[0]?.at ?? 0) > before + 1;
    return isCut ? undefined : latest.flatMap(({ client, at }) => (at > before ? client : []));
  }

  return {
    /** Notes for all processes what the commits of this one bind. */
    noticing: (): Store => ({
      ...store,
      async commit(commit) {
        const done = await store.commit(commit);
        const { client, changes } = commit;
        const accounts = known.get(client);
        const binds = (change: Change) =>
          change.op === "put" && change.kind === "group" && !accounts?.has(change.value.account);
        // Whom this process doesn't know yet it looks up anyway.
        if (done.ok && accounts && changes.some(binds)) fresh.add(client);
        return done;
      },
    }),
    /** Of each client, as of now. */
    async look(clients: readonly string[]): Promise<ReadonlyMap<string, Accounts>> {
      await note();
      const changed = await news();
      if (!changed) {
        known = new Map();
        allAt = performance.now();
      }
      for (const client of changed ?? []) known.delete(client);
      const found = new Map<string, Accounts>();
      for (const client of clients)
        found.set(client, known.get(client) ?? (await accountsOf(client)));
      known = found;
      return found;
    },
  };
}
export type GroupAccounts = ReturnType<typeof createGroupAccounts>;
