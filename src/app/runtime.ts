import type { Event } from "../core/event.js";
import type { Clock } from "../core/time/clock.js";
import { createCommand } from "../engine/commands/run.js";
import { chatKey } from "../engine/context.js";
import { createScheduler, plantSchedules } from "../engine/due.js";
import { handle } from "../engine/inbound.js";
import { createLanes } from "../engine/keyed-queue.js";
import { createDispatcher, type Dispatcher } from "../engine/outbound/dispatcher.js";
import { holdUntil } from "../engine/outbound/send-window.js";
import type { Book } from "../engine/playbooks.js";
import { createDrive } from "../engine/timers.js";
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
  readonly book: Book;
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
  const { store, book, clock, platforms } = deps;
  const lanes = createLanes();
  const dispatchers: Dispatcher[] = [];
  const onStuck = (key: string, error: unknown) => deps.onBug(`record ${key}`, error);
  const draw = deps.draw && carefully(deps.draw, (error) => deps.onBug("chart", error));
  const scheduler = createScheduler({ store, book, clock, draw, onStuck });
  let pumping: Promise<void> | undefined;

  const pumpOut = async () => {
    for (const dispatcher of dispatchers) await dispatcher.pump();
  };
  const drive = createDrive({
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
      lanes.run(lane, () => handle({ store, book, clock, command, onParked, wake }, accepted));
    // What comes under the new id waits until the old lane knows it.
    return event.kind === "migrated" ? lanes.run(chatKey(event.platform, event.to), run) : run();
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
    for (const client of book.clients()) {
      await store.saveVersion(
        client,
        book.edition(client)?.version ?? "",
        book.edition(client)?.content ?? "",
        "files",
        clock.now(),
      );
      await plantSchedules({ store, book, clock }, client);
      await plantWatches({ store, book, clock }, client);
    }
    await bindPlaybookChats({ store, book, clock, platforms });
    for (const client of book.clients()) {
      const edition = book.edition(client);
      if (edition) await noteEdition(store, edition);
      await endChanged({ store, book, clock, draw }, client);
      await settleAdopted({ store, book, clock }, client);
      const replan = (one: string) => plantSchedules({ store, book, clock }, one);
      await plantDay({ store, book, clock, replan }, client);
    }
  };
  const desk = createDesk({ ...deps, draw, settleIn, retry: (accepted) => void take(accepted) });
  const command = createCommand({ ...deps, desk });

  async function pumpAll(): Promise<void> {
    for (let round = 0; round < 1_000; round++) {
      await lanes.idle();
      const due = await scheduler.runDue();
      let sent = 0;
      for (const dispatcher of dispatchers) {
        sent += await dispatcher.pump();
        await dispatcher.idle();
      }
      await lanes.idle();
      if (due === 0 && sent === 0) return;
    }
  }

  const runtime: Runtime = {
    async start() {
      await store.recover(clock.now());
      const hold = (row: OutboxRow) => holdUntil({ store, book, clock }, row);
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
    reconcile: () => reconcile({ store, book, clock, platforms, receive }),
    async stop() {
      await drive.stop();
      await Promise.all(platforms.map((platform) => platform.stop()));
      await lanes.idle();
      for (const dispatcher of dispatchers) {
        dispatcher.stop();
        await dispatcher.idle();
      }
      // What the last sends taught.
      await lanes.idle();
    },
  };
  return runtime;
}
