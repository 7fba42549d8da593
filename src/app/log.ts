import pino, { type Logger } from "pino";
import { UserError } from "../core/errors.js";
import type { Clock } from "../core/time/clock.js";

const MINUTE_MS = 60_000;

/** The log, on stderr. @throws UserError LOG_LEVEL_UNKNOWN */
export function createLog(level: string): Logger {
  const known = [...Object.keys(pino.levels.values), "silent"];
  if (known.includes(level)) return pino({ level }, pino.destination(2));
  throw new UserError("LOG_LEVEL_UNKNOWN", { level, known: known.join(", ") });
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
