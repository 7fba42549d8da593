import cron from "node-cron";

type Deps = {
  /** Every second: what is due, and what may leave. */
  readonly tick: () => Promise<void>;
  readonly send: () => Promise<void>;
  /** Every two seconds: whether files were edited. */
  readonly look: () => Promise<void>;
  /** Every ten minutes: the platforms' own counts. */
  readonly count: () => Promise<void>;
  /** At the start and every night: what is old. */
  readonly prune: () => Promise<void>;
  readonly onBug: (what: string, error: unknown) => void;
  /** Told when a night was slept through, as by a machine that was suspended. */
  readonly onWarning: (line: string) => void;
};

type Job = "tick" | "send" | "look" | "count" | "prune";

const WAKE_MS = 25;
export const LOOK_MS = 2_000;

/** Wakes the runtime by the machine's clock. One failure is told and changes nothing of the next tick. */
export function createTimers(deps: Deps) {
  const stoppers: (() => unknown)[] = [];
  let waking: NodeJS.Timeout | undefined;
  const underWay = new Map<string, Promise<void>>();
  /** Each job alone, and never on top of itself. */
  const run = (name: Job) => {
    if (underWay.has(name)) return;
    const job = deps[name]()
      .catch((error: unknown) => deps.onBug(name, error))
      .finally(() => underWay.delete(name));
    underWay.set(name, job);
  };
  /** By itself it prints, in a form of its own. */
  const logger = {
    info: () => {},
    debug: () => {},
    warn: (message: string) => deps.onWarning(message),
    error: (message: string | Error, error?: Error) => deps.onBug("prune", error ?? message),
  };
  return {
    start() {
      // By intervals: a cron that is put back an hour sleeps for one.
      const every = (ms: number, name: Job) => {
        const timer = setInterval(() => run(name), ms);
        stoppers.push(() => clearInterval(timer));
      };
      every(1_000, "tick");
      every(250, "send");
      every(LOOK_MS, "look");
      every(600_000, "count");
      const nights = cron.schedule("17 4 * * *", () => run("prune"), { logger });
      stoppers.push(() => nights.stop());
      run("count");
      // Who stops the bot at night has it forget by day.
      run("prune");
    },
    /** Something new may leave: soon, since every look at the outbox is a sync to disk. */
    wake() {
      if (stoppers.length === 0 || waking) return;
      waking = setTimeout(() => {
        waking = undefined;
        run("send");
      }, WAKE_MS);
    },
    async stop() {
      clearTimeout(waking);
      for (const stop of stoppers.splice(0)) await stop();
      await Promise.allSettled(underWay.values());
    },
  };
}
