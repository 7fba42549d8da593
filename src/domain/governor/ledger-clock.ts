/** What the machine's two clocks show: the one that may be set, and the one that goes on evenly. */
export type Reading = { readonly now: number; readonly monotonic: number };

/**
 * The clock of a ledger: that of the machine, but that it does not jump. What was done yesterday stays a day away
 * however the machine's clock is set, so that it neither comes back nor is forgotten.
 */
export type LedgerClock = {
  /** By how much the ledger's instants differ from the machine's. */
  readonly offset: number;
  /** The difference of the machine's two clocks when they were last read. */
  readonly drift: number;
};

/** Small differences are corrections by NTP, in a second or a minute; more is a jump. */
const JUMP_MS = 2_000;

/**
 * The clock at a start. While the program was away a clock put forward can't be told from a time of rest; one put
 * back is, by the ledger's last entry.
 * @param offset what was stored @param latest the ledger's last instant
 */
export function startLedgerClock(
  { now, monotonic }: Reading,
  { offset = 0, latest = Number.NEGATIVE_INFINITY }: { offset?: number; latest?: number },
): LedgerClock {
  return { offset: Math.max(offset, latest - now), drift: now - monotonic };
}

/** The clock after another look at the machine's. @returns the same one where nothing has jumped but a little */
export function readLedgerClock(clock: LedgerClock, { now, monotonic }: Reading): LedgerClock {
  const drift = now - monotonic;
  const jumped = drift - clock.drift;
  if (jumped === 0) return clock;
  return { drift, offset: Math.abs(jumped) > JUMP_MS ? clock.offset - jumped : clock.offset };
}
