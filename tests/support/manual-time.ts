import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/core/time/clock.js";

type Waiting = { readonly at: number; readonly run: () => void };

/** A clock with its own timers, which stand still until time passes. */
export function createManualTime(start = 1_800_000_000_000) {
  let passed = 0;
  let ahead = 0;
  const waiting = new Set<Waiting>();
  const clock: Clock = { now: () => start + passed + ahead, monotonic: () => passed };
  return {
    clock,
    later(ms: number, run: () => void): () => void {
      const one = { at: passed + ms, run };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    /** Lets all that follows from what has happened happen. */
    settle: async (): Promise<void> => {
      for (let turns = 0; turns < 10; turns += 1) await turn();
    },
    async pass(ms: number): Promise<void> {
      const end = passed + ms;
      for (;;) {
        await this.settle();
        const [first] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!first) break;
        waiting.delete(first);
        passed = Math.max(passed, first.at);
        first.run();
      }
      passed = end;
      await this.settle();
    },
    /** Somebody sets the clock: no time passes. */
    jump: (ms: number) => {
      ahead += ms;
    },
    waiting: () => waiting.size,
  };
}
