import type { Instant } from "../../core/event.js";
import type { LedgerEntry } from "../../core/ledger-entry.js";
import type { Clock } from "../../core/time/clock.js";
import {
  type AccountLedger,
  createAccountLedger,
  LONGEST_MS,
} from "../../domain/governor/account-ledger.js";
import { type Breaker, CLOSED_BREAKER } from "../../domain/governor/breaker.js";
import {
  type LedgerClock,
  readLedgerClock,
  startLedgerClock,
} from "../../domain/governor/ledger-clock.js";
import type { AccountLimits } from "../../domain/governor/limits.js";
import type { OwnLimits } from "../../domain/governor/rules.js";
import type { Platform } from "../../platform/port.js";
import { type Change, type Store, SYSTEM } from "../../store/port.js";

declare module "../../core/record.js" {
  interface Records {
    /** An account that is governed, kept under the client `@system`; its key is its id in this installation. */
    account: AccountRecord;
    /** Whether an account must keep silent, kept as that is. */
    breaker: Breaker;
  }
}

type AccountRecord = {
  /** Who it is on the platform; "" where nobody has logged in yet. */
  readonly self: string;
  /** When that one came, by the ledger's clock. */
  readonly since: Instant;
  /** By how much the ledger's clock differs from the machine's. */
  readonly offset: number;
};

export type StateDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly platform: Pick<Platform, "id" | "account" | "self">;
  readonly limits: AccountLimits;
  /** What clients allow themselves, and a word that changes with it. */
  readonly own: () => { readonly limits: ReadonlyMap<string, OwnLimits>; readonly version: string };
};

/** What is known of an account at an instant of its ledger's clock. */
export type AccountState = {
  readonly at: Instant;
  readonly since: Instant;
  readonly ledger: Pick<AccountLedger, "next" | "used" | "copy">;
  readonly breaker: Breaker;
  /** At which revision that was read; 0 when it isn't there. */
  readonly breakerRev: number;
  readonly enter: (entry: LedgerEntry) => void;
  readonly takeBack: (entry: LedgerEntry) => void;
};

type Loaded = {
  record: AccountRecord;
  clock: LedgerClock;
  ledger: AccountLedger;
  version: string;
  /** Of the last day, for a ledger that has to be made anew. */
  recent: LedgerEntry[];
  /** The ledger's clock goes never back. */
  shown: Instant;
};

/**
 * Keeps an account's ledger, as it stands in the store: what a dead process did counts as what this one does.
 * Another person behind the account begins anew, and as slowly as a new account must.
 */
export function createAccountState(deps: StateDeps) {
  const { store, clock, platform, limits, own } = deps;
  const { account } = platform;
  let loading: Promise<Loaded> | undefined;

  const reading = () => ({ now: clock.now(), monotonic: clock.monotonic() });
  const selfNow = () => (platform.self.id === platform.id ? "" : platform.self.id);
  const commit = (changes: readonly Change[]) =>
    store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
  const put = (value: AccountRecord): Change => ({
    op: "put",
    kind: "account",
    key: account,
    value,
  });

  async function load(): Promise<Loaded> {
    const known = (await store.get(SYSTEM, "account", account))?.value;
    const entries = await store.ledger(account, Number.MIN_SAFE_INTEGER);
    const latest = Math.max(known?.since ?? Number.NEGATIVE_INFINITY, entries.at(-1)?.at ?? 0);
    const started = startLedgerClock(reading(), { offset: known?.offset ?? 0, latest });
    const at = clock.now() + started.offset;
    const self = selfNow() || (known?.self ?? "");
    const isAnother = known !== undefined && known.self !== "" && known.self !== self;
    const since = known && !isAnother ? known.since : at;
    const record = { self, since, offset: started.offset };
    const changed = JSON.stringify(record) !== JSON.stringify(known);
    const forgiven: Change[] = isAnother ? [{ op: "remove", kind: "breaker", key: account }] : [];
    if (changed) await commit([put(record), ...forgiven]);
    const recent = entries.filter((one) => one.at >= since && one.at > at - LONGEST_MS);
    const { limits: ownLimits, version } = own();
    const ledger = ledgerWith(record, ownLimits, recent);
    return { record, clock: started, ledger, version, recent, shown: at };
  }

  function ledgerWith(
    { since }: AccountRecord,
    ownLimits: ReadonlyMap<string, OwnLimits>,
    entries: readonly LedgerEntry[],
  ): AccountLedger {
    const ledger = createAccountLedger({ limits, own: ownLimits, since, seed: account });
    for (const entry of entries) ledger.enter(entry);
    return ledger;
  }

  async function loaded(): Promise<Loaded> {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    const state = await loading;
    const self = selfNow();
    if (self === "" || self === state.record.self) return state;
    loading = undefined;
    return loaded();
  }

  /** Reads the clock, and puts down a jump before anything is reckoned with it. */
  async function tell(state: Loaded): Promise<Instant> {
    const { offset } = state.clock;
    state.clock = readLedgerClock(state.clock, reading());
    if (state.clock.offset !== offset) {
      state.record = { ...state.record, offset: state.clock.offset };
      await commit([put(state.record)]);
    }
    state.shown = Math.max(state.shown, clock.now() + state.clock.offset);
    return state.shown;
  }

  /** Of the last day, and no more. */
  function keep(state: Loaded, entry: LedgerEntry): void {
    const old = entry.at - LONGEST_MS;
    if ((state.recent[0]?.at ?? entry.at) <= old)
      state.recent = state.recent.filter(({ at }) => at > old);
    state.recent.push(entry);
  }

  /** How the account stands now: right for whoever waits for nothing between this and what they enter. */
  return async (): Promise<AccountState> => {
    const state = await loaded();
    const stored = await store.get(SYSTEM, "breaker", account);
    const { value: breaker = CLOSED_BREAKER, rev: breakerRev = 0 } = stored ?? {};
    const at = await tell(state);
    const { limits: ownLimits, version } = own();
    if (version !== state.version) {
      state.version = version;
      state.ledger = ledgerWith(state.record, ownLimits, state.recent);
    }
    const { ledger, record } = state;
    return {
      ...{ at, since: record.since, ledger, breaker, breakerRev },
      enter(entry) {
        state.ledger.enter(entry);
        keep(state, entry);
      },
      takeBack(entry) {
        state.ledger.takeBack(entry);
        state.recent = state.recent.filter((one) => one !== entry);
      },
    };
  };
}
