import type { Event } from "../../core/event.js";
import type { Later } from "./later.js";

type Deps = {
  readonly later: Later;
  readonly timings: InflowTimings;
  readonly random: () => number;
  /** Resolves when the batch is taken in. */
  readonly deliver: (events: readonly Event[]) => Promise<void>;
  readonly log: (code: string, fields: Readonly<Record<string, string | number>>) => void;
};

export type InflowTimings = {
  readonly backOffMinMs: number;
  readonly backOffMaxMs: number;
  /** How long `stop` waits for a batch that is being taken in. */
  readonly stopMs: number;
};

/** One thing that was heard; reading it takes questions to the puppet. */
type Heard = {
  readonly read: () => Promise<readonly Event[]>;
  events?: readonly Event[];
  begun?: boolean;
};

/** So many are read at once, so that one that is answered late holds nobody up for long. */
const READ_AT_ONCE = 20;
const BATCH = 100;
/** While the store takes nothing in; the platform would not repeat them. */
const MOST_WAITING = 10_000;

/** What is heard, read side by side and delivered in the order in which it came, a batch after the other. */
export function createInflow({ later, timings, random, deliver, log }: Deps) {
  const waiting: Heard[] = [];
  let delivering: Promise<void> | undefined;
  let stopped = false;
  let dropped = 0;
  let wake = (): void => {};

  function advance(): void {
    if (stopped) return;
    for (const heard of waiting.slice(0, READ_AT_ONCE)) if (!heard.begun) begin(heard);
    if (delivering || !waiting[0]?.events) return;
    delivering = deliverAll().finally(() => {
      delivering = undefined;
      advance();
    });
  }

  function begin(heard: Heard): void {
    heard.begun = true;
    heard
      .read()
      .catch((error: unknown) => {
        log("WECHAT_EVENT_UNREADABLE", { reason: reasonOf(error) });
        return [];
      })
      .then((events) => {
        heard.events = events;
        advance();
      });
  }

  async function deliverAll(): Promise<void> {
    const unread = waiting.findIndex(({ events }) => !events);
    const batch = waiting.splice(0, Math.min(BATCH, unread < 0 ? waiting.length : unread));
    const events = batch.flatMap((heard) => heard.events ?? []);
    for (let refusals = 0; events.length > 0 && !stopped; refusals += 1) {
      try {
        return await deliver(events);
      } catch (error) {
        log("WECHAT_BATCH_NOT_TAKEN", { reason: reasonOf(error), events: events.length });
        await pause(backOff(refusals));
      }
    }
  }

  function backOff(refusals: number): number {
    const { backOffMinMs, backOffMaxMs } = timings;
    const full = Math.min(backOffMaxMs, backOffMinMs * 2 ** Math.min(refusals, 16));
    return Math.max(backOffMinMs, full * (0.5 + random() / 2));
  }

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const callOff = later(ms, resolve);
      wake = () => {
        callOff();
        resolve();
      };
    });

  return {
    hear(read: Heard["read"]): void {
      if (stopped) return;
      if (waiting.length >= MOST_WAITING) {
        dropped += 1;
        if (dropped % MOST_WAITING === 1) log("WECHAT_TOO_MUCH_HEARD", { dropped });
        return;
      }
      waiting.push({ read });
      advance();
    },
    /** Hands on nothing more; waits for the batch that is under way, not for ever. */
    async stop(): Promise<void> {
      stopped = true;
      wake();
      waiting.length = 0;
      if (!delivering) return;
      await new Promise<void>((resolve) => {
        const callOff = later(timings.stopMs, resolve);
        delivering?.finally(() => {
          callOff();
          resolve();
        });
      });
    },
  };
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
