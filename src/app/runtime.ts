import type { Event } from "../core/event.js";
import type { Clock } from "../core/time/clock.js";
import { createRunCommand } from "../engine/commands/run.js";
import { chatKey } from "../engine/context.js";
import { createScheduler, plantSchedules } from "../engine/due.js";
import { handle } from "../engine/inbound.js";
import { createKeyedQueue } from "../engine/keyed-queue.js";
import { createDispatcher, type Dispatcher } from "../engine/outbound/dispatcher.js";
import { holdUntil } from "../engine/outbound/send-window.js";
import type { Playbooks } from "../engine/playbooks.js";
import { createTimers } from "../engine/timers.js";
import { settleAdopted } from "../features/experiment/adopt.js";
import { endChanged } from "../features/experiment/daily-look.js";
import type { Draw } from "../features/experiment/deps.js";
import { noteEdition } from "../features/experiment/freeze.js";
import { plantDay } from "../features/experiment/open-day.js";
import { carefully } from "../features/experiment/picture.js";
import { bindPlaybookChats } from "../features/group/bind.js";
import { reconcile } from "../features/group/reconcile.js";
import { plantWatches } from "../features/script/watch.js";
import type { Platform } from "../platform/port.js";
import type { Accepted, OutboxRow, Store } from "../store/port.js";
import { createDesk, type Files } from "./desk.js";

export type RuntimeDeps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly clock: Clock;
  readonly platforms: readonly Platform[];
  readonly files: Files;
  /** Draws the charts of experiments; without it they are told of in words only. */
  readonly draw?: Draw | undefined;
  /** `platform:user`, who may do everything for every client. */
  readonly owner?: string | undefined;
  /** Told of every bug; `what` names the event, the outbox row or the record it happened to. */
  readonly onBug: (what: string, error: unknown) => void;
};

export type Runtime = {
  /** Binds the playbooks' chats, takes up what a dead process left, and starts the platforms. */
  readonly start: () => Promise<void>;
  /** Lets the machine's clock drive the scheduler and the dispatcher. */
  readonly drive: () => void;
  /** Does all that is due at the clock's time, until nothing is left to do. */
  readonly pump: () => Promise<void>;
  /** Takes events in. @returns how many were new. */
  readonly receive: (events: readonly Event[]) => Promise<number>;
  /** Asks the platforms how many people each group has. */
  readonly reconcile: () => Promise<void>;
  /** Stops taking in, finishes what is under way, closes the platforms. */
  readonly stop: () => Promise<void>;
};

export function createRuntime(deps: RuntimeDeps): Runtime {
  const { store, playbooks, clock, platforms } = deps;
  const queue = createKeyedQueue();
  const dispatchers: Dispatcher[] = [];
  const onStuck = (key: string, error: unknown) => deps.onBug(`record ${key}`, error);
  const draw = deps.draw && carefully(deps.draw, (error) => deps.onBug("chart", error));
  const scheduler = createScheduler({ store, playbooks, clock, draw, onStuck });
  let pumping: Promise<void> | undefined;

  const pumpOut = async () => {
    for (const dispatcher of dispatchers) await dispatcher.pump();
  };
  const drive = createTimers({
    tick: async () => {
      await scheduler.runDue();
      await pumpOut();
    },
    send: pumpOut,
    count: () => runtime.reconcile(),
    prune: () => store.prune(clock.now() - 30 * 86_400_000),
    onBug: deps.onBug,
  });

  const take = (accepted: Accepted): Promise<void> => {
    const { event } = accepted;
    const lane = chatKey(event.platform, event.place.chat);
    const run = () =>
      queue.run(lane, () => handle({ store, playbooks, clock, command, onParked, wake }, accepted));
    // What comes under the new id waits until the old lane knows it.
    return event.kind === "migrated" ? queue.run(chatKey(event.platform, event.to), run) : run();
  };
  const onParked = (seq: number, error: unknown) => deps.onBug(`event ${seq}`, error);
  const wake = () => drive.wake();
  const receive = async (events: readonly Event[]) => {
    if (events.length === 0) return 0;
    const fresh = await store.accept(events, clock.now());
    for (const accepted of fresh) void take(accepted);
    return fresh.length;
  };
  const settleIn = async () => {
    for (const client of playbooks.clients()) {
      await store.saveVersion(
        client,
        playbooks.current(client)?.hash ?? "",
        playbooks.current(client)?.content ?? "",
        "files",
        clock.now(),
      );
      await plantSchedules({ store, playbooks, clock }, client);
      await plantWatches({ store, playbooks, clock }, client);
    }
    await bindPlaybookChats({ store, playbooks, clock, platforms });
    for (const client of playbooks.clients()) {
      const version = playbooks.current(client);
      if (version) await noteEdition(store, version);
      await endChanged({ store, playbooks, clock, draw }, client);
      await settleAdopted({ store, playbooks, clock }, client);
      const replan = (one: string) => plantSchedules({ store, playbooks, clock }, one);
      await plantDay({ store, playbooks, clock, replan }, client);
    }
  };
  const desk = createDesk({ ...deps, draw, settleIn, retry: (accepted) => void take(accepted) });
  const command = createRunCommand({ ...deps, desk });

  async function pumpAll(): Promise<void> {
    for (let round = 0; round < 1_000; round++) {
      await queue.idle();
      const due = await scheduler.runDue();
      let sent = 0;
      for (const dispatcher of dispatchers) {
        sent += await dispatcher.pump();
        await dispatcher.idle();
      }
      await queue.idle();
      if (due === 0 && sent === 0) return;
    }
  }

  const runtime: Runtime = {
    async start() {
      await store.recover(clock.now());
      const hold = (row: OutboxRow) => holdUntil({ store, playbooks, clock }, row);
      for (const platform of platforms) {
        const onBug = (row: OutboxRow, error: unknown) => deps.onBug(`row ${row.seq}`, error);
        dispatchers.push(createDispatcher({ store, clock, platform, learn: receive, hold, onBug }));
      }
      await settleIn();
      for (const accepted of await store.unhandled()) void take(accepted);
      for (const platform of platforms) {
        await platform.start(async (events) => void (await receive(events)));
      }
    },
    drive: drive.start,
    async pump() {
      while (pumping) await pumping;
      pumping = pumpAll().finally(() => {
        pumping = undefined;
      });
      await pumping;
    },
    receive,
    reconcile: () => reconcile({ store, playbooks, clock, platforms, receive }),
    async stop() {
      await drive.stop();
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
