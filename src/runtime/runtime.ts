import cron from "node-cron";
import type { Event } from "../core/event.js";
import { unaskedFrom } from "../guard/unasked.js";
import type { Platform } from "../platform/port.js";
import { type Accepted, type Store, SYSTEM } from "../store/port.js";
import type { Book } from "./book.js";
import type { Clock } from "./clock.js";
import { createCommand } from "./command.js";
import { bindGroup, createDesk, type Files } from "./desk.js";
import { createDispatcher, type Dispatcher } from "./dispatcher.js";
import { handle } from "./inbound.js";
import { createLanes } from "./lanes.js";
import { plantSchedules, runDue } from "./scheduler.js";
import { chatKey } from "./view.js";

export type RuntimeDeps = {
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly platforms: readonly Platform[];
  readonly files: Files;
  readonly owner?: string | undefined;
  readonly onParked: (seq: number, error: unknown) => void;
};

export type Runtime = {
  /** Binds the playbooks' chats, takes up what a dead process left, and starts the platforms. */
  readonly start: () => Promise<void>;
  /** Lets the machine's clock drive the scheduler and the dispatcher. */
  readonly drive: () => void;
  /** Does all that is due at the clock's time, until nothing is left to do. */
  readonly pump: () => Promise<void>;
  readonly receive: (events: readonly Event[]) => Promise<void>;
  /** Stops taking in, finishes what is under way, closes the platforms. */
  readonly stop: () => Promise<void>;
};

export function createRuntime(deps: RuntimeDeps): Runtime {
  const { store, book, clock } = deps;
  const lanes = createLanes();
  const dispatchers: Dispatcher[] = [];
  const desk = createDesk(deps);
  const command = createCommand({ ...deps, desk });
  const stoppers: (() => unknown)[] = [];
  let pumping: Promise<void> | undefined;

  const wake = () => {
    if (stoppers.length > 0) void pumpOut();
  };
  const pumpOut = async () => {
    for (const dispatcher of dispatchers) await dispatcher.pump();
  };
  const take = (accepted: Accepted) =>
    lanes.run(chatKey(accepted.event.platform, accepted.event.place.chat), () =>
      handle({ store, book, clock, command, onParked: deps.onParked, wake }, accepted),
    );
  const receive = async (events: readonly Event[]) => {
    for (const accepted of await store.accept(events, clock.now())) void take(accepted);
  };

  const hold = async (row: { client: string; group?: string; unasked: boolean }) => {
    if (!row.unasked || !row.group) return undefined;
    const [group, setting, bot] = await Promise.all([
      store.get(row.client, "group", row.group),
      store.get(row.client, "setting", "client"),
      store.get(SYSTEM, "setting", "bot"),
    ]);
    const now = clock.now();
    if (group?.value.paused || setting?.value.paused || bot?.value.paused) return now + 60_000;
    const playbook = book.edition(row.client)?.playbook;
    if (!playbook) return undefined;
    const from = unaskedFrom({
      quiet: playbook.quiet,
      zone: playbook.timezone,
      limits: {},
      group: [],
      now,
    });
    return from > now ? from : undefined;
  };

  async function bindChats(): Promise<void> {
    for (const client of book.clients()) {
      for (const chat of Object.values(book.edition(client)?.playbook.groups.chats ?? {})) {
        const platform = deps.platforms.find(({ id }) => id === chat.platform);
        const known = await store.get(SYSTEM, "binding", chatKey(chat.platform, chat.chat));
        if (platform && !known) {
          await bindGroup(deps, {
            client,
            pool: chat.pool,
            platform: chat.platform,
            chat: chat.chat,
          });
        }
      }
      await plantSchedules(deps, client);
    }
  }

  /** The platform's own counts come in like any other event. */
  async function reconcile(): Promise<void> {
    for (const client of book.clients()) {
      for (const { value } of await store.list(client, "group")) {
        const platform = deps.platforms.find(({ id }) => id === value.platform);
        const place = { platform: value.platform, chat: value.chat, direct: false };
        const count = await platform?.count(place).catch(() => undefined);
        if (!platform || count === undefined) continue;
        const id = `count:${value.chat}:${clock.now()}`;
        await receive([
          {
            id,
            platform: platform.id,
            account: platform.account,
            at: clock.now(),
            place,
            kind: "counted",
            count,
          },
        ]);
      }
    }
  }

  async function pumpAll(): Promise<void> {
    for (let round = 0; round < 1_000; round++) {
      await lanes.idle();
      const due = await runDue(deps);
      let sent = 0;
      for (const dispatcher of dispatchers) {
        sent += await dispatcher.pump();
        await dispatcher.idle();
      }
      await lanes.idle();
      if (due === 0 && sent === 0) return;
    }
  }
  const pump = async () => {
    while (pumping) await pumping;
    pumping = pumpAll().finally(() => {
      pumping = undefined;
    });
    await pumping;
  };

  return {
    async start() {
      await store.recover(clock.now());
      for (const platform of deps.platforms) {
        dispatchers.push(createDispatcher({ store, clock, platform, learn: receive, hold }));
      }
      await bindChats();
      for (const accepted of await store.unhandled()) void take(accepted);
      for (const platform of deps.platforms) await platform.start(receive);
    },
    drive() {
      let ticking = false;
      const tick = async () => {
        if (ticking) return;
        ticking = true;
        try {
          await runDue(deps);
          await pumpOut();
        } finally {
          ticking = false;
        }
      };
      const seconds = cron.schedule("* * * * * *", () => void tick());
      const counts = cron.schedule("*/10 * * * *", () => void reconcile());
      const out = setInterval(() => void pumpOut(), 250);
      stoppers.push(
        () => seconds.stop(),
        () => counts.stop(),
        () => clearInterval(out),
      );
    },
    pump,
    receive,
    async stop() {
      for (const stop of stoppers.splice(0)) await stop();
      await Promise.all(deps.platforms.map((platform) => platform.stop()));
      await lanes.idle();
      for (const dispatcher of dispatchers) {
        dispatcher.stop();
        await dispatcher.idle();
      }
    },
  };
}
