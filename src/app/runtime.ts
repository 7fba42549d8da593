import { UserError } from "../core/errors.js";
import type { Event } from "../core/event.js";
import type { Clock } from "../core/time/clock.js";
import { createRunCommand } from "../engine/commands/run.js";
import { createDueWork } from "../engine/due.js";
import type { Deps } from "../engine/feature.js";
import { handle, keysOf, type Taken } from "../engine/inbound.js";
import { createIntake } from "../engine/intake.js";
import { createKeyedQueue } from "../engine/keyed-queue.js";
import { objectionsTo } from "../engine/objections.js";
import { dayOf } from "../engine/outbound/day-of.js";
import { createDispatcher, type Dispatcher } from "../engine/outbound/dispatcher.js";
import { holdUntil } from "../engine/outbound/send-window.js";
import type { Playbooks } from "../engine/playbooks.js";
import { forgettable } from "../engine/retention.js";
import { createRetries } from "../engine/retries.js";
import { createTimers } from "../engine/timers.js";
import { worthKeeping } from "../engine/worth-keeping.js";
import type { Draw } from "../features/experiment/deps.js";
import { carefully } from "../features/experiment/picture.js";
import { reconcile } from "../features/group/reconcile.js";
import type { Files } from "../features/operations/operations.js";
import type { Platform } from "../platform/port.js";
import type { OutboxRow, Owned, Store } from "../store/port.js";
import { features } from "./features.js";
import { withFollowers } from "./following-store.js";
import { createGovernors, type GovernorsDeps } from "./governors.js";
import { shopAccount } from "./shop-account.js";
import { createStrangers } from "./strangers.js";

export type RuntimeDeps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly clock: Clock;
  /** One for each account. */
  readonly platforms: readonly Platform[];
  readonly files: Files;
  /** Draws the charts of experiments; without it they are told of in words only. */
  readonly draw?: Draw | undefined;
  /** The version of this program: what another one set aside is taken up again at the start. */
  readonly program?: string | undefined;
  /** `platform:user`, who may do everything for every client. */
  readonly owner?: string | undefined;
  /** Told of every bug; `what` names the event, the outbox row or the record it happened to. */
  readonly onBug: (what: string, error: unknown) => void;
  /** Told at the start why a playbook can't be wholly in use, a sentence each. */
  readonly onObjection?: (line: string) => void;
  /** Told once of who types /whoami in private and is no operator: `platform:user`. */
  readonly onStranger?: (account: string, who: string) => void;
  /** What an account may do, where it isn't what its kind says. */
  readonly limits?: GovernorsDeps["limits"];
  /** Told of each account that can't be used while another can. */
  readonly onLost?: (account: string, error: UserError) => void;
};

export type Runtime = {
  /** Takes up what the playbooks say and what a dead process left, and starts the accounts. @throws UserError when none can be used */
  readonly start: () => Promise<void>;
  /** Lets the machine's clock drive due work and the dispatchers. */
  readonly drive: () => void;
  /** Does all that is due at the clock's time, until nothing is left to do. */
  readonly pump: () => Promise<void>;
  /** Takes events in. @returns how many were new. */
  readonly receive: (events: readonly Event[]) => Promise<number>;
  /** Asks the platforms how many people each group has. */
  readonly reconcile: () => Promise<void>;
  /** Stops taking in, finishes what is under way, closes the platforms. */
  readonly stop: () => Promise<void>;
  /** Whose work it does. */
  readonly owned: () => Owned;
};

export function createRuntime(given: RuntimeDeps): Runtime {
  const { playbooks, clock, platforms, onBug } = given;
  const store = withFollowers(given.store, playbooks, features);
  const queue = createKeyedQueue();
  const dispatchers: Dispatcher[] = [];
  const { limits } = given;
  const governors = createGovernors({ store, playbooks, clock, platforms, features, limits });
  const deps: Deps = {
    ...{ store, playbooks, clock, platforms, features, files: given.files },
    draw: given.draw && carefully(given.draw, (error) => onBug("chart", error)),
    governorOf: (account) => governors.get(account),
    owned,
    takeUp,
    receive,
    retake: (accepted) => void take({ ...accepted, again: true }),
  };
  const command = createRunCommand({ ...deps, owner: given.owner });
  const strangers = createStrangers({
    ...{ playbooks, features, owner: given.owner },
    onStranger: (account, who) => given.onStranger?.(account, who),
  });
  const intake = createIntake({ ...deps, owner: given.owner });
  const dueWork = createDueWork(deps, (key, error) => onBug(`record ${key}`, error));
  const retries = createRetries((error) => onBug("store", error));
  let pumping: Promise<void> | undefined;

  let shown = Number.NEGATIVE_INFINITY;
  const pumpOut = async () => {
    for (const dispatcher of dispatchers) await dispatcher.pump();
  };
  const timers = createTimers({
    tick: async () => {
      await lookAtClock();
      await dueWork.runDue();
      await pumpOut();
    },
    send: pumpOut,
    count: () => runtime.reconcile(),
    prune: () => store.prune(forgettable(clock.now(), features)),
    onBug,
  });
  const inbound = {
    ...deps,
    command,
    program: given.program,
    onDeadLetter: (seq: number, error: unknown) => onBug(`event ${seq}`, error),
    wake: () => timers.wake(),
    retry: retries.retry,
  };

  /** After the clock was put back, schedules are planned anew: theirs may be of a day that is not near. */
  async function lookAtClock(): Promise<void> {
    const now = clock.now();
    const back = now < shown;
    shown = now;
    if (back) await takeUp();
  }
  /** What a client's shops tell belongs to whoever serves the client. */
  function owned(): Owned {
    const clients = playbooks.clients();
    const own = platforms.map(({ account }) => account);
    return { clients, accounts: [...own, ...clients.map(shopAccount)] };
  }
  function take(accepted: Taken): Promise<void> {
    const { event } = accepted;
    return queue.run(keysOf(event), () => handle(inbound, accepted));
  }
  async function receive(events: readonly Event[]): Promise<number> {
    if (events.length === 0) return 0;
    strangers(events);
    const kept = await worthKeeping({ ...deps, owner: given.owner, busy: queue.busy }, events);
    if (kept.length === 0) return 0;
    const taken = intake(kept);
    const fresh = await store.accept(taken.events, clock.now());
    taken.stored();
    for (const accepted of fresh) void take(accepted);
    return fresh.length;
  }
  async function takeUp(): Promise<void> {
    // A reload may bring clients.
    await store.own(owned());
    for (const client of playbooks.clients()) {
      const { hash = "", content = "" } = playbooks.current(client) ?? {};
      await store.saveVersion(client, hash, content, "files", clock.now());
    }
    for (const feature of features)
      for (const client of playbooks.clients()) await feature.takeUp?.(deps, client);
  }
  async function pumpAll(): Promise<void> {
    await lookAtClock();
    for (let round = 0; round < 1_000; round++) {
      await queue.idle();
      const due = await dueWork.runDue();
      let sent = 0;
      for (const dispatcher of dispatchers) {
        sent += await dispatcher.pump();
        await dispatcher.idle();
      }
      await queue.idle();
      if (due === 0 && sent === 0) return;
    }
  }

  /** One account that can't be used leaves the others at work. */
  async function startAccounts(): Promise<void> {
    const refused: [account: string, error: UserError][] = [];
    for (const platform of platforms) {
      try {
        const since = await store.lastEvent(platform.account, `${platform.self.id}:`);
        await platform.start(async (events) => void (await receive(events)), since);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused.push([platform.account, error]);
      }
    }
    const [first] = refused;
    if (first && refused.length === platforms.length) throw first[1];
    for (const [account, error] of refused) given.onLost?.(account, error);
  }

  const runtime: Runtime = {
    async start() {
      await store.own(owned());
      await store.recover(owned());
      const hold = (row: OutboxRow) => holdUntil(deps, row);
      const onRowBug = (row: OutboxRow, error: unknown) => onBug(`row ${row.seq}`, error);
      for (const platform of platforms) {
        const { retry } = retries;
        const day = (row: OutboxRow) => dayOf(deps, row);
        const to = { store, clock, platform, learn: receive, hold, dayOf: day, retry };
        const accountGovernor = governors.get(platform.account);
        const onTurnFree = () => timers.wake();
        dispatchers.push(createDispatcher({ ...to, onBug: onRowBug, accountGovernor, onTurnFree }));
      }
      await takeUp();
      const inUse = playbooks.clients().flatMap((client) => playbooks.current(client) ?? []);
      for (const line of await objectionsTo(deps, inUse)) given.onObjection?.(line);
      if (given.program !== undefined) await store.reviveOlder(owned(), given.program);
      for (const accepted of await store.unhandled(owned())) void take(accepted);
      await startAccounts();
    },
    drive: timers.start,
    async pump() {
      while (pumping) await pumping;
      pumping = pumpAll().finally(() => {
        pumping = undefined;
      });
      await pumping;
    },
    receive,
    reconcile: () => reconcile(deps),
    owned,
    async stop() {
      retries.stop();
      await timers.stop();
      await Promise.all(platforms.map((platform) => platform.stop()));
      await queue.idle();
      for (const dispatcher of dispatchers) {
        dispatcher.stop();
        await dispatcher.idle();
      }
      // What the last sends taught.
      await queue.idle();
    },
  };
  return runtime;
}
