import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../core/errors.js";
import type { Event } from "../core/event.js";
import type { Taken } from "../engine/inbound.js";
import type { Dispatcher } from "../engine/outbound/dispatcher.js";
import type { Platform } from "../platform/port.js";
import type { Owned, Store } from "../store/port.js";
import type { Governors } from "./governors.js";
import { shopAccount } from "./shop-account.js";

type Deps = {
  readonly store: Store;
  /** One for each account of the installation; one that is given away makes room for a fresh one. */
  readonly platforms: Platform[];
  readonly reopen: ((account: string) => Platform | undefined) | undefined;
  readonly governors: Governors;
  readonly dispatcherFor: (platform: Platform) => Dispatcher;
  readonly takeUp: (clients: readonly string[]) => Promise<void>;
  /** The version of this program. */
  readonly program: string | undefined;
  readonly take: (accepted: Taken) => Promise<void>;
  readonly receive: (events: readonly Event[]) => Promise<unknown>;
  /** Waits for what is under way for them. */
  readonly settled: (of: Owned) => Promise<void>;
};
export type Refused = readonly [account: string, error: UserError];

/** Whoever takes longer to come to an end is not waited for: what it writes then is found done, or not its own. */
const DRAIN_MS = 30_000;

/** Accounts and clients with what the clients' shops tell, which is the work of whoever serves them. */
export const withShops = ({ accounts, clients }: Owned): Owned => ({
  accounts: [...accounts, ...clients.map(shopAccount)],
  clients,
});

export type Charge = ReturnType<typeof createCharge>;

/** What this process works for: accounts and clients come and go while it runs. */
export function createCharge(deps: Deps) {
  const { store, platforms, governors } = deps;
  const dispatchers = new Map<string, Dispatcher>();
  const started = new Set<string>();
  let clients: readonly string[] = [];

  const running = () => platforms.filter(({ account }) => dispatchers.has(account));
  const drained = (work: Promise<unknown>) =>
    Promise.race([work, wait(DRAIN_MS, undefined, { ref: false })]);

  async function start(platform: Platform): Promise<Refused | undefined> {
    const { account, self } = platform;
    const since = await store.lastEvent(account, `${self.id}:`);
    started.add(account);
    try {
      await platform.start(async (events) => void (await deps.receive(events)), since);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [account, error];
    }
  }
  function reopened(account: string): void {
    const fresh = deps.reopen?.(account);
    const n = platforms.findIndex((one) => one.account === account);
    if (fresh && n >= 0) platforms[n] = fresh;
  }

  return {
    /** Whose work this process does. */
    owned: (): Owned => withShops({ accounts: [...dispatchers.keys()], clients }),
    /** The accounts that this process is. */
    running,
    dispatchers: () => [...dispatchers.values()],
    /** Serves these clients, and none besides; what is new with them is taken up. */
    async serve(all: readonly string[]): Promise<void> {
      await deps.takeUp(all);
      clients = [...all];
    },
    /** Takes up the work for those that are new; it may be done again after it failed. The accounts don't hear yet. */
    async begin(of: Owned): Promise<void> {
      const fresh = platforms.filter(
        ({ account }) => of.accounts.includes(account) && !dispatchers.has(account),
      );
      const come = of.clients.filter((client) => !clients.includes(client));
      if (fresh.length + come.length === 0) return;
      const news = withShops({ accounts: fresh.map(({ account }) => account), clients: come });
      await store.recover(news);
      for (const platform of fresh) governors.open(platform);
      await deps.takeUp(come);
      if (deps.program !== undefined) await store.reviveOlder(news, deps.program);
      const unhandled = await store.unhandled(news);
      for (const platform of fresh) dispatchers.set(platform.account, deps.dispatcherFor(platform));
      clients = [...clients, ...come];
      for (const accepted of unhandled) void deps.take(accepted);
    },
    /** Has the accounts that are new hear. @returns those that can't be used */
    async startAccounts(): Promise<readonly Refused[]> {
      const refused: Refused[] = [];
      for (const platform of running()) {
        if (started.has(platform.account)) continue;
        const one = await start(platform);
        if (one) refused.push(one);
      }
      return refused;
    },
    /** Finishes what is under way for them and lets go of them. */
    async end(of: Owned): Promise<void> {
      const gone = running().filter(({ account }) => of.accounts.includes(account));
      await Promise.all(gone.map((platform) => platform.stop()));
      clients = clients.filter((client) => !of.clients.includes(client));
      await drained(deps.settled(of));
      const ends = gone.flatMap(({ account }) => dispatchers.get(account) ?? []);
      for (const dispatcher of ends) dispatcher.stop();
      await drained(Promise.all(ends.map((dispatcher) => dispatcher.idle())));
      // What the last sends taught.
      await drained(deps.settled(of));
      for (const { account } of gone) {
        dispatchers.delete(account);
        started.delete(account);
        governors.close(account);
        reopened(account);
      }
    },
  };
}
