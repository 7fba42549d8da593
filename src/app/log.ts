import pino, { type Logger } from "pino";
import type { Clock } from "../core/time/clock.js";

export type { Logger };

const MINUTE_MS = 60_000;
const MOST_KINDS = 20;

/** From all that is told to nothing. */
export const LEVELS = [...Object.keys(pino.levels.values), "silent"];

/** The log, on stderr; of a level that nobody knows it is `info`. */
export function createLog(level: string): Logger {
  // At once, in order: the last entry before the end is the one that matters.
  const stderr = pino.destination({ dest: 2, sync: true });
  return pino({ level: LEVELS.includes(level) ? level : "info" }, stderr);
}

/**
 * Logs of each minute the first bug of a kind, twenty kinds at most, and with the first of the next minute how
 * many there were besides: a mistake that every event meets fills neither the log nor the memory. It also knows
 * whether the runtime's own work failed lately.
 */
export function createBugLog(log: Logger, { monotonic }: Clock) {
  const told = new Set<string>();
  let from = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  let stuckAt = Number.NEGATIVE_INFINITY;
  return {
    tell(what: string, error: unknown, client?: string) {
      const at = monotonic();
      if (what === "tick" || what === "send" || what === "store") stuckAt = at;
      const over = at - from >= MINUTE_MS;
      const before = over && unlogged > 0 ? { unlogged } : {};
      if (over) {
        told.clear();
        from = at;
        unlogged = 0;
      }
      const kind = kindOf(what, error);
      if (told.size >= MOST_KINDS || told.has(kind)) {
        unlogged += 1;
        return;
      }
      told.add(kind);
      log.error({ what, ...(client && { client }), err: error, ...before }, "this failed");
    },
    lately: () => monotonic() - stuckAt < MINUTE_MS,
  };
}

/** What sort of thing failed (`event 7` is an event), and where in the code. */
function kindOf(what: string, error: unknown): string {
  const [sort] = what.split(" ", 1);
  const place = error instanceof Error ? /^ +at .*/m.exec(error.stack ?? "")?.[0] : undefined;
  return `${sort} ${place ?? typeof error}`;
}
