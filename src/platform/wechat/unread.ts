import type { Later } from "./later.js";

const ROUND_MS = 30_000;
const TRIES = 10;
/** More are the sign of a puppet that knows nothing of what it tells. */
const MOST = 1_000;

type Unread = { readonly read: () => Promise<void>; tries: number };

/**
 * What could not be read when it was told of is read later, one after the other, while what comes meanwhile goes on.
 * A round ends with the first that fails again; after ten it is given up.
 */
export function createUnread(later: Later) {
  const waiting: Unread[] = [];
  let stopped = false;
  let isPlanned = false;
  let callOff = (): void => {};

  function plan(): void {
    if (stopped || isPlanned || waiting.length === 0) return;
    isPlanned = true;
    callOff = later(ROUND_MS, () => void round());
  }
  async function round(): Promise<void> {
    let failed = false;
    while (!stopped && !failed && waiting.length > 0) {
      const [one] = waiting.splice(0, 1) as [Unread];
      failed = await one.read().then(
        () => false,
        () => true,
      );
      one.tries += 1;
      if (failed && one.tries < TRIES) waiting.push(one);
    }
    isPlanned = false;
    plan();
  }

  return {
    /** @param read rejects while it can't be read */
    add(read: Unread["read"]): void {
      if (waiting.length >= MOST) return;
      waiting.push({ read, tries: 0 });
      plan();
    },
    stop(): void {
      stopped = true;
      callOff();
      waiting.length = 0;
    },
  };
}
