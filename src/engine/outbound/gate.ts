type Waiting = { readonly priority: number; readonly task: () => Promise<unknown> };

/** The longest that a timer can be set for. */
const FOR_EVER_MS = 2_147_483_647;

/** Starts a task when its turn comes; of those that wait the lowest priority first, then the oldest. */
export type Gate = (priority: number, task: () => Promise<unknown>) => void;

/**
 * Starts tasks `gapMs` apart, and lets `most` be under way. A timer that comes late, since the process was busy,
 * starts all whose turn it was meanwhile: else each of a busy process's rounds would let one through. The
 * milliseconds are those that go on when the clock is put back. A task settles its own outcome; a rejection only
 * ends it.
 */
export function createGate({ gapMs, most }: { gapMs: number; most: number }): Gate {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let turnAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let alive: NodeJS.Timeout | undefined;
  /** A process in which tasks wait for a place goes on, though nothing else keeps it. */
  function stayAlive(): void {
    if (waiting.length > 0) {
      alive ??= setTimeout(() => {}, FOR_EVER_MS);
      return;
    }
    clearTimeout(alive);
    alive = undefined;
  }
  /** Nothing is made up for of the time in which nobody waited, or no place was free. */
  const noTurnBeforeNow = () => {
    turnAt = Math.max(turnAt, performance.now());
  };

  function begin(now: number): void {
    while (underWay < most && turnAt <= now) {
      const first = waiting.shift();
      if (!first) return;
      turnAt += gapMs;
      underWay += 1;
      first.task().then(ended, ended);
    }
  }

  function next(): void {
    const now = performance.now();
    begin(now);
    stayAlive();
    if (timer || underWay >= most || waiting.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      next();
    }, turnAt - now);
  }

  function ended(): void {
    if (underWay === most) noTurnBeforeNow();
    underWay -= 1;
    next();
  }

  return (priority, task) => {
    if (waiting.length === 0) noTurnBeforeNow();
    const after = waiting.findIndex((one) => one.priority > priority);
    waiting.splice(after < 0 ? waiting.length : after, 0, { priority, task });
    next();
  };
}
