import type { Config } from "../app/config.js";
import { openMemoryStore } from "../app/open-store.js";
import { openSandbox } from "../app/sandbox.js";
import { createManualClock } from "../core/time/clock.js";
import type { Heard } from "../platform/sandbox/platform.js";
import { replay, type TranscriptRun } from "./transcript.js";

/** A Tuesday morning, so that a transcript means the same on every day it is replayed. */
const TRANSCRIPT_START = Date.parse("2026-11-24T10:00:00+08:00");

/** A transcript on a fake clock and a store in memory. @returns sentences about what did not come. */
export async function replayText(
  text: string,
  client: string,
  config: Config,
): Promise<readonly string[]> {
  const clock = createManualClock(TRANSCRIPT_START);
  const store = await openMemoryStore();
  const said: Heard[] = [];
  const open = async (): Promise<TranscriptRun & { first: string; close: () => Promise<void> }> => {
    const { sandbox, runtime, first } = await openSandbox(config, client, {
      store,
      clock,
      heard: (heard) => said.push(heard),
    });
    const until = async (at: number) => {
      await runtime.pump();
      for (
        let next = await store.nextDue(runtime.owned());
        next !== undefined && next <= at;
        next = await store.nextDue(runtime.owned())
      ) {
        clock.set(Math.max(next, clock.now() + 1));
        await runtime.pump();
      }
      clock.set(at);
      await runtime.pump();
    };
    await runtime.pump();
    const close = () => runtime.stop();
    return {
      sandbox,
      said,
      first,
      close,
      forward: (ms) => until(clock.now() + ms),
      clock: until,
      restart: async () => {
        await close();
        return open();
      },
    };
  };
  const run = await open();
  try {
    return await replay(text, run, { chat: run.first, lang: config.lang });
  } finally {
    await run.close();
    await store.close();
  }
}
