import { namesOf, untilAlone } from "../app/alone.js";
import type { Config } from "../app/config.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import { copyBetween, openStore } from "../app/open-store.js";
import { UserError } from "../core/errors.js";
import { systemClock } from "../core/time/clock.js";
import type { Store } from "../store/port.js";
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
  const [from, to] = [addressIn(options.from), addressIn(options.to)];
  const lines: string[] = [];
  const isAlone = (store: Pick<Store, "sharing">) => alone(store, config);
  await copyBetween({ from, to, isAlone }, ({ part, count, hash }) =>
    lines.push(text(config.lang, "store.copied-part", { part, count, hash: hash.slice(0, 12) })),
  );
  process.stdout.write(`${[...lines, text(config.lang, "store.copied")].join("\n")}\n`);
  return 0;
}

/** @throws UserError STORE_VARIABLE for a variable that is not set */
function addressIn(given: string): string {
  if (!given.startsWith("env:")) return given;
  const name = given.slice("env:".length);
  const address = process.env[name];
  if (!address) throw new UserError("STORE_VARIABLE", { name });
  return address;
}

/** Waits for whoever may only have been killed. @throws UserError STORE_IN_USE */
async function alone({ sharing }: Pick<Store, "sharing">, { lang }: Config): Promise<void> {
  if (!sharing) return;
  await untilAlone(sharing, (others) => {
    const seconds = Math.ceil(Math.max(...others.map(({ leaseMs }) => leaseMs)) / 1_000) + 1;
    const waits = { processes: namesOf(others), seconds };
    process.stderr.write(`${text(lang, "store.waits", waits)}\n`);
  });
}

/**
 * `suanpan store resume`: goes on from an older copy, or from a file that lost its latest. The bot must not
 * run meanwhile; on MongoDB it waits for whoever may only have been killed.
 * @returns 0; it prints what was put down and what to do next. @throws UserError STORE_IN_USE, STORE_LOCKED
 */
export async function resumeStore(config: Config): Promise<number> {
  process.stdout.write(`${text(config.lang, "store.resumed", await putDownOn(config))}\n`);
  return 0;
}

/** Puts down what an older copy had still to say. @returns how much that was, and how far the copy reaches */
export async function putDownOn(config: Config) {
  const { playbooks } = await openPlaybooks(config);
  const store = await openStore(config.store, playbooks, { resume: true });
  try {
    await alone(store, config);
    const { rows, messages, until } = await store.putDown(systemClock.now());
    return { rows, messages, at: until === undefined ? "-" : new Date(until).toISOString() };
  } finally {
    await store.close();
  }
}
