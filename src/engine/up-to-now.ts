import type { Instant } from "../core/event.js";

type Remembered = {
  readonly unasked: readonly Instant[];
  readonly cooldowns: Readonly<Record<string, Instant>>;
  readonly scripts?: Readonly<Record<string, Instant>>;
};

/**
 * What is remembered of the future was written by a clock that has been put back since: it counts as of now,
 * so that a gap, a limit or a cooldown holds nothing up for longer than it says.
 * @returns the record itself when there is nothing of the kind.
 */
export function upToNow<R extends Remembered>(record: R, now: Instant): R {
  const times = [record.unasked, record.cooldowns, record.scripts ?? {}].flatMap(Object.values);
  if (times.every((at) => at <= now)) return record;
  const early = (of: Readonly<Record<string, Instant>>) =>
    Object.fromEntries(Object.entries(of).map(([id, at]) => [id, Math.min(at, now)]));
  return {
    ...record,
    unasked: record.unasked.map((at) => Math.min(at, now)),
    cooldowns: early(record.cooldowns),
    ...(record.scripts && { scripts: early(record.scripts) }),
  };
}
