type Waiting = { readonly priority: number; readonly task: () => Promise<unknown> };

/** Starts a task when its turn comes; of those that wait the lowest priority first, then the oldest. */
export type Gate = (priority: number, task: () => Promise<unknown>) => void;

/**
 * Starts one task at a time, `gapMs` apart, and lets `most` be under way. Timers alone keep the time: they go
 * on when the clock is put back. A task settles its own outcome; a rejection only ends it.
 */
export function createGate({ gapMs, most }: { gapMs: number; most: number }): Gate {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let closed = false;

  function next(): void {
    if (closed || underWay >= most) return;
    const first = waiting.shift();
    if (!first) return;
    underWay += 1;
    closed = true;
    setTimeout(() => {
      closed = false;
      next();
    }, gapMs);
    const ended = () => {
      underWay -= 1;
      next();
    };
    first.task().then(ended, ended);
  }

  return (priority, task) => {
    const after = waiting.findIndex((one) => one.priority > priority);
    waiting.splice(after < 0 ? waiting.length : after, 0, { priority, task });
    next();
  };
}
