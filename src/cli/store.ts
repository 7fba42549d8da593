import type { Config } from "../app/config.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import { openStore } from "../app/open-store.js";
import { systemClock } from "../core/time/clock.js";
import { text } from "./texts.js";

/**
 * `suanpan store resume`: goes on from an older copy, or from a file that lost its latest. The bot must not
 * run meanwhile.
 * @returns 0; it prints what was put down and what to do next.
 */
export async function resumeStore(config: Config): Promise<number> {
  const { playbooks } = await openPlaybooks(config);
  const store = await openStore(config.store, playbooks, { resume: true });
  try {
    const { rows, messages, until } = await store.putDown(systemClock.now());
    const at = until === undefined ? "-" : new Date(until).toISOString();
    process.stdout.write(`${text(config.lang, "store.resumed", { rows, messages, at })}\n`);
  } finally {
    await store.close();
  }
  return 0;
}
