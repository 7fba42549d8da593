import type { Config } from "../app/config.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import { copyBetween, openStore } from "../app/open-store.js";
import { systemClock } from "../core/time/clock.js";
import { text } from "./texts.js";

/**
 * `suanpan store copy`: everything from one store into an empty one, in either direction. A URL may be given as
 * `env:NAME`, so that its password is on nobody's screen.
 * @returns 0; it prints each part with its count and hash. @throws UserError STORE_COPY_…
 */
export async function copyStores(
  options: { readonly from: string; readonly to: string },
  config: Config,
): Promise<number> {
  const url = (given: string) =>
    given.startsWith("env:") ? (process.env[given.slice("env:".length)] ?? "") : given;
  const lines: string[] = [];
  await copyBetween({ from: url(options.from), to: url(options.to) }, ({ part, count, hash }) =>
    lines.push(text(config.lang, "store.copied-part", { part, count, hash: hash.slice(0, 12) })),
  );
  process.stdout.write(`${[...lines, text(config.lang, "store.copied")].join("\n")}\n`);
  return 0;
}

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
