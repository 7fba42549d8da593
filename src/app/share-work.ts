import { accountId } from "../core/account-id.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Platform } from "../platform/port.js";
import type { Accepted, Owned, Store } from "../store/port.js";
import { LOOKS, type Sharing, type View } from "../store/sharing.js";
import { type Charge, type Refused, withShops } from "./charge.js";
import { movesOf, type Unit, unitsOf } from "./fair-share.js";
import type { GroupAccounts } from "./group-accounts.js";
import type { SharedPlaybooks } from "./shared-playbooks.js";
import { isShopAccount, shopAccount } from "./shop-account.js";

type Deps = {
  readonly sharing: Sharing;
  readonly store: Store;
  readonly charge: Charge;
  readonly playbooks: Playbooks;
  readonly shared: SharedPlaybooks;
  readonly groupAccounts: GroupAccounts;
  readonly platforms: readonly Platform[];
  /** For people: which machine and process this is. */
  readonly where: string;
  readonly leaseMs: number;
  /** Takes what is new in the playbooks of the clients that it serves into the store. */
  readonly takeUp: () => Promise<void>;
  /** The numbers of the events that are being handled here. */
  readonly underWay: () => ReadonlySet<number>;
  readonly take: (accepted: Accepted) => Promise<void>;
  readonly onRefused: (refused: readonly Refused[]) => void;
  /** Told when there is nothing to do here for now: who does it. */
  readonly onWaiting: (others: readonly string[]) => void;
  /** Told when it has come to work for others than before. */
  readonly onOwned: (of: Owned) => void;
  readonly onBug: (error: unknown) => void;
};

/** Works for a fair share of the accounts and clients of a store that several processes use. */
export function createShareWork(deps: Deps) {
  const { sharing, store, charge, playbooks, shared, platforms } = deps;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let starting: Promise<void> | undefined;
  let stopped = false;
  let seen: View | undefined;
  let told = "";
  /** Of the clients' shops, by number: at the last look. */
  let open: ReadonlySet<number> = new Set();
  let isSettled = false;

  async function units(): Promise<readonly Unit[]> {
    const clients = playbooks.clients();
    const onAccounts = await deps.groupAccounts.look(clients);
    const all = clients.map(
      (client) => [client, new Set([...(onAccounts.get(client) ?? []), ...named(client)])] as const,
    );
    return unitsOf(
      platforms.map(({ account }) => account),
      new Map(all),
    );
  }
  /** The accounts on which a client's playbook has groups. */
  function named(client: string): readonly string[] {
    const chats = Object.values(playbooks.current(client)?.playbook.groups.chats ?? {});
    return chats.flatMap(({ platform, account }) =>
      account === undefined
        ? (platforms.find(({ id }) => id === platform)?.account ?? [])
        : accountId(platform, account),
    );
  }
  /**
   * Whoever turns out to be alone when it comes begins with its files, unless they are still a draft; else what those who are there use is used.
   * @returns false while nobody knows whether there is another
   */
  async function followPlaybooks({ peers, heard }: View): Promise<boolean> {
    if (!isSettled && peers.length === 1) await shared.begin();
    else if (!isSettled && heard.size === 0) return false;
    else if (await shared.follow()) await deps.takeUp();
    isSettled = true;
    return true;
  }
  async function look(): Promise<void> {
    const view = withoutShops(await sharing.view());
    seen = view;
    if (!(await followPlaybooks(view))) return tell(view);
    const { take, give } = movesOf(view, await units());
    if (give.accounts.length + give.clients.length > 0) {
      await charge.end(give);
      await sharing.give(withShops(give));
    }
    const owned = await store.own(withShops(without(together(mineOf(view), take), give)));
    await charge.begin(owned);
    starting ??= startAccounts().finally(() => {
      starting = undefined;
    });
    await takeWhatOthersAccepted();
    tell(view);
  }
  async function startAccounts(): Promise<void> {
    try {
      deps.onRefused(await charge.startAccounts());
    } catch (error) {
      deps.onBug(error);
    }
  }
  /** Any process takes webhooks in. What is open at two looks, and not in hand here, another has left to this one. */
  async function takeWhatOthersAccepted(): Promise<void> {
    const accounts = charge.owned().clients.map(shopAccount);
    const found = accounts.length > 0 ? await store.unhandled({ accounts }) : [];
    const inHand = deps.underWay();
    const left = found.filter(({ seq }) => open.has(seq) && !inHand.has(seq));
    for (const one of left) void deps.take(one);
    const known = deps.underWay();
    open = new Set(found.flatMap(({ seq }) => (known.has(seq) || inHand.has(seq) ? [] : seq)));
  }
  function tell({ self, peers }: View): void {
    const { accounts, clients } = charge.owned();
    const is = JSON.stringify([accounts, clients]);
    const others = peers.flatMap(({ id, where }) => (id === self ? [] : where));
    const isIdle = accounts.length === 0;
    const key = isIdle ? `waits for ${others}` : is;
    if (key === told) return;
    told = key;
    if (isIdle) deps.onWaiting(others);
    else deps.onOwned({ accounts: charge.running().map(({ account }) => account), clients });
  }
  async function lookOnce(): Promise<void> {
    try {
      await look();
    } catch (error) {
      deps.onBug(error);
    }
  }
  function later(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = lookOnce().finally(later);
    }, deps.leaseMs / LOOKS);
  }

  return {
    /** Joins the others, takes what is free, and goes on looking. */
    async start(): Promise<void> {
      const { where, leaseMs } = deps;
      await sharing.join({ where, leaseMs, serves: platforms.map(({ account }) => account) });
      await look();
      await starting;
      later();
    },
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
    /** Who works for an account, if that is another: which machine and process, "" where nobody does. */
    elsewhere(account: string): string | undefined {
      if (!seen || charge.running().some((one) => one.account === account)) return undefined;
      const owner = seen.accounts.get(account);
      return seen.peers.find(({ id }) => id === owner && id !== seen?.self)?.where ?? "";
    },
  };
}

/** Shops go with their clients. */
const withoutShops = ({ accounts, ...view }: View): View => ({
  ...view,
  accounts: new Map([...accounts].filter(([account]) => !isShopAccount(account))),
});
/** What this process has. */
function mineOf({ self, accounts, clients }: View): Owned {
  const its = (owners: ReadonlyMap<string, string>) =>
    [...owners].flatMap(([name, owner]) => (owner === self ? name : []));
  return { accounts: its(accounts), clients: its(clients) };
}
const together = (a: Owned, b: Owned): Owned => ({
  accounts: [...new Set([...a.accounts, ...b.accounts])],
  clients: [...new Set([...a.clients, ...b.clients])],
});
const without = (a: Owned, b: Owned): Owned => ({
  accounts: a.accounts.filter((one) => !b.accounts.includes(one)),
  clients: a.clients.filter((one) => !b.clients.includes(one)),
});
