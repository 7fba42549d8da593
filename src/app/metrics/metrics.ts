import type { Gauge } from "prom-client";
import type { Clock } from "../../core/time/clock.js";
import type { AccountStanding } from "../../engine/outbound/account-standing.js";
import type { Platform } from "../../platform/port.js";
import type { Store } from "../../store/port.js";
import { shopAccount } from "../shop-account.js";
import type { Meter } from "./counting-store.js";
import { instruments } from "./instruments.js";

/** What is looked at when somebody asks for the metrics. */
export type Looked = {
  readonly store: Store;
  readonly clock: Clock;
  /** For people: which machine and process this is. */
  readonly where: string;
  /** All accounts of the installation, and those that this process is. */
  readonly platforms: readonly Platform[];
  readonly running: () => readonly Platform[];
  /** The clients whose work this process does. */
  readonly clients: () => readonly string[];
  /** Who has an account that this process is not, as `machine:process`; "" for nobody. */
  readonly elsewhere: (account: string) => string | undefined;
  /** How an account stands with its limits, where it is governed. */
  readonly standing: (account: string) => Promise<AccountStanding | undefined>;
};

/** So long an answer is good: whoever asks more often is told the same. */
const FRESH_MS = 5_000;
/** So many rows of an account that wait are looked at, those that are due first. */
const LOOKED_AT = 3_000;

/** The bot's figures in Prometheus's text format. No label holds more than accounts, clients and outcomes. */
export async function createMetrics(clock: Clock, version: string) {
  const { registry, ...its } = await instruments(version);
  const meter: Meter = {
    accepted: (account) => its.accepted.inc({ account }),
    handled: (client) => its.handled.inc({ client }),
    setAside: () => its.setAside.inc(),
    ended: ({ account, client }, outcome) => its.sends.inc({ account, client, outcome }),
    away(isAway) {
      its.away.set(isAway ? 1 : 0);
      if (isAway) its.awaySince.set(clock.now() / 1_000);
      else its.awaySince.reset();
    },
  };
  let told: { readonly at: number; readonly text: Promise<string> } | undefined;

  async function look(of: Looked): Promise<void> {
    const running = of.running();
    lookAtAccounts(of, running);
    await attempted([lookAtOutbox(of, running), lookAtInbox(of), lookAtGovernors(of, running)]);
  }
  function lookAtAccounts({ platforms, elsewhere, where }: Looked, running: readonly Platform[]) {
    for (const gauge of [its.owned, its.up, its.pollAge]) gauge.reset();
    const mine = new Set(running.map(({ account }) => account));
    for (const { account } of platforms) {
      const process = mine.has(account) ? where : (elsewhere(account) ?? "");
      its.owned.set({ account, process }, process === "" ? 0 : 1);
    }
    for (const platform of running) {
      const { account } = platform;
      const { ok, lastPollAt } = platform.health();
      its.up.set({ account }, ok ? 1 : 0);
      if (lastPollAt !== undefined)
        its.pollAge.set({ account }, Math.max(0, clock.now() - lastPollAt) / 1_000);
    }
  }
  async function lookAtOutbox({ store, clients }: Looked, running: readonly Platform[]) {
    const found = new Map(clients().map((client) => [client, { n: 0, oldest: 0 }]));
    for (const { account } of running)
      for (const { client, due } of await store.waiting(account, LOOKED_AT)) {
        const { n, oldest } = found.get(client) ?? { n: 0, oldest: 0 };
        found.set(client, { n: n + 1, oldest: Math.max(oldest, clock.now() - due) });
      }
    for (const gauge of [its.waiting, its.oldest]) gauge.reset();
    for (const [client, { n, oldest }] of found) {
      its.waiting.set({ client }, n);
      its.oldest.set({ client }, oldest / 1_000);
    }
  }
  async function lookAtInbox({ store, running, clients }: Looked) {
    const accounts = running().map(({ account }) => account);
    const { unhandled, deadLetters } = await store.counts({
      accounts: [...accounts, ...clients().map(shopAccount)],
    });
    its.inbox.set({ state: "waiting" }, unhandled);
    its.inbox.set({ state: "set_aside" }, deadLetters);
  }
  async function lookAtGovernors({ standing }: Looked, running: readonly Platform[]) {
    const all: AccountStanding[] = [];
    for (const { account } of running) {
      const one = await standing(account);
      if (one) all.push(one);
    }
    for (const gauge of [its.governorUsed, its.governorMost, its.silent]) gauge.reset();
    for (const { account, used, breaker } of all) {
      its.silent.set({ account }, breaker ? 1 : 0);
      for (const { of, withinMs, most, used: n } of used) {
        const limit = { account, limit: of, window_seconds: withinMs / 1_000 };
        its.governorUsed.set(limit, n);
        its.governorMost.set(limit, most);
      }
    }
  }
  /** What a store that is away can't tell is missing; the rest is told. */
  async function attempted(looks: readonly Promise<void>[]): Promise<void> {
    const failed = (await Promise.allSettled(looks)).filter(({ status }) => status === "rejected");
    its.unread.set(failed.length);
    if (failed.length > 0)
      for (const gauge of [its.waiting, its.oldest, its.inbox] as readonly Gauge[]) gauge.reset();
  }

  return {
    meter,
    /** A bug in the program, as it is logged. */
    failed: () => its.failures.inc(),
    type: registry.contentType,
    /** @returns all figures, in the text format */
    async text(of: Looked): Promise<string> {
      const at = clock.monotonic();
      if (!told || at - told.at > FRESH_MS)
        told = { at, text: look(of).then(() => registry.metrics()) };
      return told.text;
    },
  };
}
