/**
 * A process keeps a lease by raising a number in the database; others watch that number. No two clocks are ever
 * compared: each measures on its own how long a number has stood still, or how long ago it raised its own.
 */

/** What a process reads of its own clocks: milliseconds that go on evenly, and the time of day. */
export type Reading = { readonly monotonic: number; readonly wall: number };

/** A process as the database has it; `leaseMs` is by its own word, whatever others go by. */
export type Beat = { readonly id: string; readonly beat: number; readonly leaseMs: number };

/** A number that was seen: since when it stands still, and when it was looked at last. */
type Seen = { readonly beat: number; readonly since: number; readonly at: number };
export type Watched = ReadonlyMap<string, Seen>;

/** The part of a lease by which its owner stops earlier than others may begin. */
const MARGIN = 1 / 5;

/**
 * Whether a process may still act, by the last renewal that it heard was made. Its time is counted from before it
 * was sent, since others may have seen it at once. A machine that slept counts no even milliseconds, but its time of
 * day jumps: whichever of the two says that more has passed is believed.
 */
export function isValid(sent: Reading | undefined, now: Reading, leaseMs: number): boolean {
  if (!sent) return false;
  const passed = Math.max(now.monotonic - sent.monotonic, now.wall - sent.wall);
  return passed < leaseMs * (1 - MARGIN);
}

/**
 * Looks at the other processes. A number has to stand still for a whole lease, by looks that came one soon after
 * the other: while the watcher was stopped, or the database away, nobody could be seen to renew.
 * @param now when the answer was there, by the watcher's even milliseconds
 * @param ownLeaseMs how often it looks follows from its own
 * @returns what to go on with, and those whose lease has lapsed
 */
export function watch(
  before: Watched,
  beats: readonly Beat[],
  { now, ownLeaseMs }: { readonly now: number; readonly ownLeaseMs: number },
): { readonly watched: Watched; readonly lapsed: readonly Beat[] } {
  const watched = new Map<string, Seen>();
  const lapsed: Beat[] = [];
  for (const one of beats) {
    const known = before.get(one.id);
    const longest = Math.max(one.leaseMs, ownLeaseMs) / 2;
    const goesOn = known?.beat === one.beat && now - known.at <= longest;
    const since = goesOn ? known.since : now;
    watched.set(one.id, { beat: one.beat, since, at: now });
    if (now - since >= one.leaseMs) lapsed.push(one);
  }
  return { watched, lapsed };
}
