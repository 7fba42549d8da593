import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../random.js";
import type { Machine } from "./machines.js";

export const LEASE_MS = 5_000;
/** `send`: killed in the middle of one. `deaf`: nothing comes through to the database or from it any more, and nobody is told so. */
export const WAYS = ["kill", "send", "stop", "cut", "deaf"] as const;

type Loss = {
  readonly way: (typeof WAYS)[number];
  readonly victim: Machine;
  readonly random: Random;
  /** How long a process is stopped. */
  readonly stopMs: number;
  /** Notes what the victim had under way; called while nobody else can have taken over yet. */
  readonly lost: () => Promise<void>;
};

/** Loses a process, and returns when it is back or has ended. */
export async function lose({ way, victim, random, stopMs, lost }: Loss): Promise<void> {
  const { bot, line } = victim;
  if (way === "kill" || way === "send") {
    bot.kill();
    await bot.exit();
    return lost();
  }
  if (way === "stop") {
    process.kill(bot.pid, "SIGSTOP");
    await lost();
    await wait(stopMs);
    process.kill(bot.pid, "SIGCONT");
    return ended(victim);
  }
  // For less than a lease, or for more.
  const ms = random.oneOf([0.3, 0.7, 1, 1.3, 2, 4]) * LEASE_MS;
  if (way === "cut") line.refuse();
  else line.obey(() => "drop");
  // What was on its way has arrived by then.
  await wait(LEASE_MS / 20);
  await lost();
  await wait(ms);
  line.mend();
  line.cutAll();
  if (ms >= 2 * LEASE_MS) await ended(victim);
}

/** Whoever was away that long learns that another does its work; unless there was none. */
async function ended({ bot }: Machine): Promise<void> {
  for (let waited = 0; waited < 4 * LEASE_MS && !bot.ended(); waited += 100) await wait(100);
}
