import pino from "pino";
import type { Config } from "../app/config.js";
import { openStore } from "../app/open-store.js";
import { createRuntime } from "../app/runtime.js";
import { serve } from "../app/serve.js";
import { UserError } from "../core/errors.js";
import type { Event } from "../core/event.js";
import { systemClock } from "../core/time/clock.js";
import { drawPng } from "../features/experiment/chart/draw.js";
import { accountId } from "../platform/port.js";
import { chat, openPlaybooks } from "./chat.js";
import { errorText } from "./texts.js";

const DRAIN_MS = 9_000;
const MINUTE_MS = 60_000;

/** `suanpan run`: every configured platform until a signal comes; without any token the sandbox. */
export async function run(config: Config): Promise<number> {
  const { telegram } = config;
  if (!telegram) {
    const { playbooks } = await openPlaybooks(config);
    const client = playbooks.clients().find((one) => one === "tea-town") ?? playbooks.clients()[0];
    if (client === undefined) throw new UserError("PLAYBOOKS_NONE", { path: config.playbooks });
    return chat(client, undefined, config);
  }
  const log = createLog(config.logLevel);
  checkApiRoot(telegram.apiRoot);
  const bugs = createBugLog((what, error) => log.error({ what, err: error }, "this failed"));
  checkOwner(config.owner);
  const { playbooks, files } = await openPlaybooks(config);
  if (playbooks.clients().length === 0)
    throw new UserError("PLAYBOOKS_NONE", { path: config.playbooks });
  const store = await openStore(config.store, playbooks);
  let health: () => { readonly ok: boolean } = () => ({ ok: false });
  let receive = async (_events: readonly Event[]): Promise<number> => {
    throw new Error("not started yet");
  };
  const web = await serve(config, {
    playbooks,
    now: systemClock.now,
    health: () => health(),
    receive: (events) => receive(events),
    onRefused: (refusal) => log.warn(refusal, "a webhook was refused"),
  });
  const { createTelegramPlatform } = await import("../platform/telegram/platform.js");
  return new Promise<number>((resolve, reject) => {
    let ending = false;
    const end = (code: number) => {
      if (ending) return;
      ending = true;
      setTimeout(() => process.exit(code), DRAIN_MS).unref();
      void runtime
        .stop()
        .then(() => web?.close())
        .then(() => store.close())
        .then(() => resolve(code), reject);
    };
    const lost = (account: string, error: UserError) => {
      const whose = telegram.bots.length > 1 ? `${account}: ` : "";
      process.stderr.write(`${whose}${errorText(error, config.lang)}\n`);
      if (platforms.every((one) => one.health().lost)) end(2);
    };
    const platforms = telegram.bots.map(({ token, name }) =>
      createTelegramPlatform({
        token,
        account: accountId("telegram", name),
        apiRoot: telegram.apiRoot,
        now: systemClock.now,
        random: Math.random,
        log: (code, fields) => log.warn({ account: accountId("telegram", name), ...fields }, code),
        onFatal: (code) => lost(accountId("telegram", name), new UserError(code)),
      }),
    );
    const runtime = createRuntime({
      store,
      playbooks,
      files,
      clock: systemClock,
      platforms,
      owner: config.owner,
      draw: drawPng,
      onBug: (what, error) => bugs.tell(what, error),
      onLost: lost,
    });
    receive = runtime.receive;
    health = () => {
      const accounts = platforms.map((one) => ({ account: one.account, ...one.health() }));
      return { ok: accounts.some(({ ok }) => ok) && !bugs.lately(), accounts };
    };
    process.on("SIGTERM", () => end(0));
    process.on("SIGINT", () => end(0));
    runtime.start().then(() => {
      runtime.drive();
      log.info(
        {
          clients: playbooks.clients(),
          accounts: platforms.map(({ account, self }) => [account, self.id]),
        },
        "running",
      );
    }, reject);
  });
}

/** Tells of each kind of bug once a minute, and knows whether the runtime's own work failed lately. */
function createBugLog(tell: (what: string, error: unknown) => void) {
  const told = new Map<string, number>();
  let stuckAt = Number.NEGATIVE_INFINITY;
  return {
    tell(what: string, error: unknown) {
      const now = systemClock.now();
      if (what === "tick" || what === "send") stuckAt = now;
      if (now - (told.get(what) ?? 0) < MINUTE_MS) return;
      told.set(what, now);
      tell(what, error);
    },
    lately: () => systemClock.now() - stuckAt < MINUTE_MS,
  };
}

function checkOwner(owner: string | undefined): void {
  if (owner === undefined || /^(telegram|wechat|sandbox):\S+$/.test(owner)) return;
  throw new UserError("OWNER_INVALID");
}

function createLog(level: string) {
  const known = [...Object.keys(pino.levels.values), "silent"];
  if (known.includes(level)) return pino({ level }, pino.destination(2));
  throw new UserError("LOG_LEVEL_UNKNOWN", { level, known: known.join(", ") });
}

function checkApiRoot(apiRoot: string | undefined): void {
  if (apiRoot === undefined || (/^https?:/.test(apiRoot) && URL.canParse(apiRoot))) return;
  throw new UserError("TELEGRAM_API_ROOT_INVALID");
}
