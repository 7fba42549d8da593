import type { Later } from "./later.js";
import { createRecent } from "./recent.js";

const REMEMBERED = 1_000;

/**
 * Whether what was sent is shown to the account itself, as most puppets do: what isn't, others don't see either,
 * though nobody refused it. Nothing is expected of a puppet before it has done so once.
 */
export function createEchoes(later: Later, waitMs: number) {
  const sent = createRecent<true>(REMEMBERED);
  /** Whoever's they are: the answer that says which one was sent may come after its echo, though not by much. */
  const seen = createRecent<true>(REMEMBERED);
  const awaited = new Map<string, () => void>();
  let echoing = false;

  return {
    /** A message is told of. */
    told(messageId: string): void {
      seen.set(messageId, true);
      if (sent.get(messageId)) echoing = true;
      awaited.get(messageId)?.();
    },
    /** @returns whether it is shown before long, or nothing is expected */
    async of(messageId: string): Promise<boolean> {
      sent.set(messageId, true);
      if (seen.get(messageId)) echoing = true;
      if (!echoing || seen.get(messageId)) return true;
      return new Promise((resolve) => {
        const end = (is: boolean) => {
          callOff();
          awaited.delete(messageId);
          resolve(is);
        };
        const callOff = later(waitMs, () => end(false));
        awaited.set(messageId, () => end(true));
      });
    },
  };
}
