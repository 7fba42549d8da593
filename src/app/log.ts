import pino, { type Logger } from "pino";
import { UserError } from "../core/errors.js";
import type { Clock } from "../core/time/clock.js";

export type { Logger };

const MINUTE_MS = 60_000;

const LEVELS = [...Object.keys(pino.levels.values), "silent"];

/** The log, on stderr; of a level that nobody knows it is `info`. */
export function createLog(level: string): Logger {
  // At once, in order: the last entry before the end is the one that matters.
  const stderr = pino.destination({ dest: 2, sync: true });
  return pino({ level: LEVELS.includes(level) ? level : "info" }, stderr);
}

/** @throws UserError LOG_LEVEL_UNKNOWN */
export function checkLogLevel(level: string): void {
  if (!LEVELS.includes(level))
    throw new UserError("LOG_LEVEL_UNKNOWN", { level, known: LEVELS.join(", ") });
}

/** Logs each kind of bug once a minute, and knows whether the runtime's own work failed lately. */
export function createBugLog(log: Logger, { monotonic }: Clock) {
  const told = new Map<string, number>();
  let stuckAt = Number.NEGATIVE_INFINITY;
  return {
    tell(what: string, error: unknown) {
      const at = monotonic();
      if (what === "tick" || what === "send" || what === "store") stuckAt = at;
      if (at - (told.get(what) ?? Number.NEGATIVE_INFINITY) < MINUTE_MS) return;
      told.set(what, at);
      log.error({ what, err: error }, "this failed");
    },
    lately: () => monotonic() - stuckAt < MINUTE_MS,
  };
}
