import type { Event } from "../core/event.js";
import { createRunCommand } from "../engine/commands/run.js";
import { createDueWork } from "../engine/due.js";
import type { Answer, Deps } from "../engine/feature.js";
import { handle, keysOf, type Taken } from "../engine/inbound.js";
import { createIntake } from "../engine/intake.js";
import { createKeyedQueue } from "../engine/keyed-queue.js";
import { objectionsTo } from "../engine/objections.js";
import type { AccountStanding } from "../engine/outbound/account-standing.js";
import { dayOf } from "../engine/outbound/day-of.js";
import { createDispatcher } from "../engine/outbound/dispatcher.js";
import { holdUntil } from "../engine/outbound/send-window.js";
import { forgettable } from "../engine/retention.js";
import { createRetries } from "../engine/retries.js";
import { createTimers, LOOK_MS } from "../engine/timers.js";
import { worthKeeping } from "../engine/worth-keeping.js";
import { carefully } from "../features/experiment/picture.js";
import { reconcile } from "../features/group/reconcile.js";
import { createFileWatch, sparingly } from "../features/versions/watch.js";
import type { Platform } from "../platform/port.js";
import type { Owned } from "../store/port.js";
import { createCharge, type Refused, withShops } from "./charge.js";
import { features } from "./features.js";
import { withFollowers } from "./following-store.js";
import { createGovernors } from "./governors.js";
import { createGroupAccounts } from "./group-accounts.js";
import { createLeftOpen } from "./left-open.js";
import type { RuntimeDeps } from "./runtime-deps.js";
import { createShareWork } from "./share-work.js";
import { createSharedPlaybooks } from "./shared-playbooks.js";
import { createStrangers } from "./strangers.js";
import { runForTerminal, type TerminalCommand } from "./terminal-command.js";

export type Runtime = {
  /** Takes up what the playbooks say and what a dead process left, and starts the accounts. @throws UserError when none can be used */
  readonly start: () => Promise<void>;
  /** Lets the machine's clock drive due work and the dispatchers. */
  readonly drive: () => void;
  /** Does all that is due at the clock's time, until nothing is left to do. */
  readonly pump: () => Promise<void>;
  /** Takes events in. @returns how many were new. */
  readonly receive: (events: readonly Event[]) => Promise<number>;
  /** Runs a command that was typed at the terminal. @throws UserError */
  readonly runForTerminal: (asked: TerminalCommand) => Promise<Answer>;
  /** Looks whether playbooks were edited; what has changed is read when it is the same at two looks. */
  readonly lookAtFiles: () => Promise<void>;
  /** Asks the platforms how many people each group has. */
  readonly reconcile: () => Promise<void>;
  /** Stops taking in, finishes what is under way, closes the platforms. */
  readonly stop: () => Promise<void>;
  /** Whose work it does. */
  readonly owned: () => Owned;
  /** All accounts of the installation. */
  readonly platforms: readonly Platform[];
  /** Those that this process is. */
  readonly running: () => readonly Platform[];
  /** Who has an account that this process is not; "" where nobody does. */
  readonly elsewhere: (account: string) => string | undefined;
  /** How an account stands with its limits, where it is governed. */
  readonly standing: (account: string) => Promise<AccountStanding | undefined>;
};

export function createRuntime(given: RuntimeDeps): Runtime {
  const { playbooks, clock, onBug, shares } = given;
  const platforms = [...given.platforms];
  const followed = withFollowers(given.store, playbooks, features);
  const { sharing } = given.store;
  const groupAccounts = sharing && createGroupAccounts(followed);
  const store = groupAccounts?.noticing() ?? followed;
  const queue = createKeyedQueue();
  const governors = createGovernors({ store, playbooks, clock, features, limits: given.limits });
  const deps: Deps = {
    ...{ store, playbooks, clock, platforms, features, files: given.files },
    draw: given.draw && carefully(given.draw, (error) => onBug("chart", error)),
    drawWeek: given.drawWeek && carefully(given.drawWeek, (error) => onBug("chart", error)),
    governorOf: (account) => governors.get(account),
    owned: () => charge.owned(),
    elsewhere: (account) => share?.elsewhere(account),
    outage: given.outage,
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
  const dueWork = createDueWork(deps, (key, ...why) => onBug(`record ${key}`, ...why));
  const retries = createRetries((error) => onBug("store", error));
  let pumping: Promise<void> | undefined;

  let shown = Number.NEGATIVE_INFINITY;
  const pumpOut = async () => {
    for (const dispatcher of charge.dispatchers()) await dispatcher.pump();
  };
  const lookAtFiles = createFileWatch(deps);
  let ticking: Promise<void> = Promise.resolve();
  const tick = async () => {
    await lookAtClock();
    await dueWork.runDue();
    await pumpOut();
  };
  const timers = createTimers({
    tick: () => {
      const done = tick();
      ticking = done.catch(() => {});
      return done;
    },
    send: pumpOut,
    look: sparingly(lookAtFiles, { everyMs: LOOK_MS, monotonic: () => performance.now() }),
    count: () => runtime.reconcile(),
    prune: () => store.prune(forgettable(clock.now(), features)),
    onBug,
    onWarning: (line) => given.onWarning?.(line),
  });
  const inbound = {
    ...deps,
    command,
    program: given.program,
    onDeadLetter: (seq: number, ...why: [unknown, string?]) => onBug(`event ${seq}`, ...why),
    wake: () => timers.wake(),
    retry: retries.retry,
    awaited: given.awaited,
    leaveOpen: (seq: number) => leftOpen.add(seq),
  };

  /** After the clock was put back, schedules are planned anew: theirs may be of a day that is not near. */
  async function lookAtClock(): Promise<void> {
    const now = clock.now();
    const back = now < shown;
    shown = now;
    if (back) await takeUp();
  }
  /** What is being handled, by its number; of which account. */
  const underWay = new Map<number, { readonly account: string; readonly done: Promise<void> }>();
  function take(accepted: Taken): Promise<void> {
    const { event, seq } = accepted;
    const done = queue
      .run(keysOf(event), () => handle(inbound, accepted))
      .finally(() => underWay.delete(seq));
    underWay.set(seq, { account: event.account, done });
    return done;
  }
  const leftOpen = createLeftOpen({
    ...{ store, take, isUnderWay: (seq) => underWay.has(seq) },
    accounts: () => charge.owned().accounts,
  });
  async function settled({ accounts }: Owned): Promise<void> {
    await ticking;
    const its = () => [...underWay.values()].filter(({ account }) => accounts.includes(account));
    while (its().length > 0) await Promise.allSettled(its().map(({ done }) => done));
  }
  const charge = createCharge({
    ...{ store, platforms, governors, take, receive, settled },
    reopen: shares?.reopen,
    takeUp: takeUpOf,
    program: given.program,
    dispatcherFor: (platform) =>
      createDispatcher({
        ...{ store, clock, platform, learn: receive, retry: retries.retry },
        hold: (row) => holdUntil(deps, row),
        dayOf: (row) => dayOf(deps, row),
        onBug: (row, error) => onBug(`row ${row.seq}`, error, row.client),
        accountGovernor: governors.get(platform.account),
        onTurnFree: () => timers.wake(),
        mayAct: store.sharing?.holds,
      }),
  });
  const sharedPlaybooks = createSharedPlaybooks({
    ...{ store, playbooks, clock, files: given.files },
    onUnreadable: (client) => shares?.onUnreadable(client),
  });
  const share =
    sharing &&
    shares &&
    groupAccounts &&
    createShareWork({
      ...{ ...shares, sharing, store, charge, playbooks, platforms, take, groupAccounts },
      shared: sharedPlaybooks,
      takeUp,
      underWay: () => new Set(underWay.keys()),
      onRefused: tellRefused,
      onBug: (error) => onBug("store", error),
    });
  async function receive(events: readonly Event[]): Promise<number> {
    if (events.length === 0) return 0;
    strangers(events);
    const kept = await worthKeeping({ ...deps, owner: given.owner, busy: queue.busy }, events);
    if (kept.length === 0) return 0;
    const taken = intake(kept);
    const fresh = await store.accept(taken.events, clock.now());
    taken.stored();
    const accounts = share && new Set(charge.owned().accounts);
    // What is another's to handle it finds where it stands now.
    for (const accepted of fresh)
      if (!accounts || accounts.has(accepted.event.account)) void take(accepted);
    return fresh.length;
  }
  /** Takes what is new with these clients into the store. */
  async function takeUpOf(clients: readonly string[]): Promise<void> {
    for (const client of clients) {
      const { hash = "", content = "" } = playbooks.current(client) ?? {};
      await store.saveVersion(client, hash, content, "files", clock.now());
    }
    for (const feature of features)
      for (const client of clients) await feature.takeUp?.(deps, client);
  }
  async function takeUp(): Promise<void> {
    await sharedPlaybooks.publish();
    if (share) {
      const { clients } = charge.owned();
      await takeUpOf(clients.filter((client) => playbooks.current(client)));
      return leftOpen.takeUp([]);
    }
    // A reload may bring clients.
    const clients = playbooks.clients();
    const come = clients.filter((client) => !charge.owned().clients.includes(client));
    await store.own(withShops({ accounts: [], clients }));
    await charge.serve(clients);
    await leftOpen.takeUp(come);
  }
  async function pumpAll(): Promise<void> {
    await lookAtClock();
    for (let round = 0; round < 1_000; round++) {
      await queue.idle();
      const due = await dueWork.runDue();
      let sent = 0;
      for (const dispatcher of charge.dispatchers()) {
        sent += await dispatcher.pump();
        await dispatcher.idle();
      }
      await queue.idle();
      if (due === 0 && sent === 0) return;
    }
  }

  /** One account that can't be used leaves the others at work. */
  function tellRefused(refused: readonly Refused[]): void {
    for (const [account, error] of refused) given.onLost?.(account, error);
  }
  async function startAlone(): Promise<void> {
    await sharedPlaybooks.begin();
    const clients = playbooks.clients();
    const all = { accounts: platforms.map(({ account }) => account), clients };
    await store.own(withShops(all));
    await charge.begin(all);
    await tellObjections();
    const refused = await charge.startAccounts();
    const [first] = refused;
    if (first && refused.length === platforms.length) throw first[1];
    tellRefused(refused);
  }
  async function tellObjections(): Promise<void> {
    const clients = playbooks.clients();
    for (const version of clients.flatMap((client) => playbooks.current(client) ?? []))
      for (const { says } of await objectionsTo(deps, version, clients))
        given.onObjection?.(version.playbook.client, says);
  }

  const runtime: Runtime = {
    platforms,
    running: charge.running,
    async start() {
      if (!share) return startAlone();
      await share.start();
      await tellObjections();
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
    lookAtFiles,
    runForTerminal: (asked) => runForTerminal(deps, asked),
    reconcile: () => reconcile({ ...deps, platforms: charge.running() }),
    owned: charge.owned,
    elsewhere: (account) => share?.elsewhere(account),
    standing: async (account) => governors.get(account)?.standing(""),
    async stop() {
      retries.stop();
      await share?.stop();
      await timers.stop();
      await Promise.all(platforms.map((platform) => platform.stop()));
      await queue.idle();
      for (const dispatcher of charge.dispatchers()) {
        dispatcher.stop();
        await dispatcher.idle();
      }
      // What the last sends taught.
      await queue.idle();
    },
  };
  return runtime;
}
