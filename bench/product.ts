import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { FakeBotApi } from "../tests/support/fake-bot-api.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Starts `suanpan run` as a user would, against the fake Telegram. */
export function startProduct(api: FakeBotApi, storePath: string): ChildProcess {
  return spawn(process.execPath, ["dist/main.js", "run"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      LOG_LEVEL: "error",
      SUANPAN_HTTP: "127.0.0.1:0",
      SUANPAN_STORE: `sqlite:${storePath}`,
      TELEGRAM_API_ROOT: api.url,
      TELEGRAM_BOT_TOKEN: "42:bench",
    },
  });
}

export async function stopProduct(product: ChildProcess): Promise<void> {
  const gone = once(product, "exit");
  product.kill("SIGTERM");
  await gone;
}

/** Waits, 30 s at most, until something is so. @throws Error when it never is. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await wait(2);
  }
}

export const polled = (api: FakeBotApi): boolean =>
  api.calls.some(({ method }) => method === "getUpdates");

/** The resident memory of a process in MB (10^6 bytes). */
export function residentMb(product: ChildProcess): number {
  const kib = execFileSync("ps", ["-o", "rss=", "-p", String(product.pid)], { encoding: "utf8" });
  return (Number(kib) * 1_024) / 1e6;
}
