import { UserError } from "../core/errors.js";
import { systemClock as clock } from "../core/time/clock.js";
import { drawPng } from "../features/experiment/chart/draw.js";
import type { Config } from "./config.js";
import { createBugLog, createLog } from "./log.js";
import { openPlaybooks } from "./open-playbooks.js";
import { openStore } from "./open-store.js";
import { createRuntime } from "./runtime.js";
import { serve } from "./serve.js";

export type Bot = {
  /** Takes up the work and goes on until it is stopped. */
  readonly start: () => Promise<void>;
  /** Finishes what is under way and closes everything. */
  readonly stop: () => Promise<void>;
};

/** What it takes to be on Telegram. */
export type Telegram = NonNullable<Config["telegram"]>;

/**
 * Opens the store, the HTTP service and Telegram; nothing is received or sent before the start.
 * @param onFatal told the code of an error after which the bot can't go on
 * @throws UserError for a setting that can't be used, PLAYBOOKS_NONE, PLAYBOOKS_BROKEN, STORE_…, HTTP_…
 */
export async function openBot(
  config: Config,
  telegram: Telegram,
  onFatal: (code: string) => void,
): Promise<Bot> {
  const log = createLog(config.logLevel);
  checkApiRoot(telegram.apiRoot);
  checkOwner(config.owner);
  const bugs = createBugLog(log, clock);
  const { playbooks, files } = await openPlaybooks(config);
  if (playbooks.clients().length === 0)
    throw new UserError("PLAYBOOKS_NONE", { path: config.playbooks });
  const store = await openStore(config.store, playbooks);
  const { createTelegramPlatform } = await import("../platform/telegram/platform.js");
  const platform = createTelegramPlatform({
    ...telegram,
    now: clock.now,
    random: Math.random,
    log: (code, fields) => log.warn(fields, code),
    onFatal,
  });
  const runtime = createRuntime({
    store,
    playbooks,
    files,
    clock,
    platforms: [platform],
    owner: config.owner,
    draw: drawPng,
    onBug: bugs.tell,
  });
  const web = await serve(config, {
    playbooks,
    now: clock.now,
    health: () => ({ ok: platform.health().ok && !bugs.lately() }),
    receive: runtime.receive,
    onRefused: (refusal) => log.warn(refusal, "a webhook was refused"),
  });
  return {
    async start() {
      await runtime.start();
      runtime.drive();
      log.info({ clients: playbooks.clients(), account: platform.account }, "running");
    },
    async stop() {
      await runtime.stop();
      await web?.close();
      await store.close();
    },
  };
}

function checkOwner(owner: string | undefined): void {
  if (owner === undefined || /^(telegram|wechat|sandbox):\S+$/.test(owner)) return;
  throw new UserError("OWNER_INVALID");
}

function checkApiRoot(apiRoot: string | undefined): void {
  if (apiRoot === undefined || (/^https?:/.test(apiRoot) && URL.canParse(apiRoot))) return;
  throw new UserError("TELEGRAM_API_ROOT_INVALID");
}
