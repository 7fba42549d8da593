import { UserError } from "../../core/errors.js";
import type { Deps } from "../../engine/feature.js";
import { lookAtDrafts } from "./drafts.js";

/** @returns looks whether files were edited; to be called again and again */
export type Look = () => Promise<void>;

/**
 * Looks whether files were edited: by their stamp, since a poll sees what any editor, any share and any mounted
 * folder does. What has changed is read when it is the same at the next look: nobody is still writing it.
 */
export function createFileWatch(deps: Deps): Look {
  let last: string | undefined;
  let looked: string | undefined;

  async function look(): Promise<void> {
    const files = await deps.files.stamp?.();
    if (files === undefined) return;
    // Whoever comes to serve a client looks at its files.
    const stamp = `${files} ${deps.owned().clients.join(" ")}`;
    const isStill = stamp === last;
    last = stamp;
    if (!isStill || stamp === looked) return;
    await lookAtDrafts(deps);
    looked = stamp;
  }
  return async () => {
    try {
      await look();
    } catch (error) {
      // A folder that isn't there, a file that can't be read now: another look may find it.
      if (!(error instanceof UserError) || !/^(FOLDER|FILE)_/.test(error.code)) throw error;
    }
  };
}

/** Looking takes a twentieth of the time at most, however many files there are. */
const MOST_OF_TIME = 20;

/**
 * Leaves looks out after one that took long.
 * @param everyMs how often it is called
 * @param monotonic the process's own milliseconds
 */
export function sparingly(
  look: Look,
  { everyMs, monotonic }: { readonly everyMs: number; readonly monotonic: () => number },
): Look {
  let rest = 0;
  return async () => {
    if (rest > 0) {
      rest--;
      return;
    }
    const from = monotonic();
    try {
      await look();
    } finally {
      rest = Math.floor(((monotonic() - from) * MOST_OF_TIME) / everyMs);
    }
  };
}
