import { withListedAccounts } from "../app/accounts-file.js";
import { openBot } from "../app/bot.js";
import type { Config } from "../app/config.js";
import { createLog, type Logger } from "../app/log.js";
import { logProcess } from "../app/log-process.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import { samplesInstead } from "../app/program.js";
import { UserError } from "../core/errors.js";
import { chat } from "./chat.js";
import { onEndSignal } from "./end-signals.js";
import { errorLines, errorText, text } from "./texts.js";

const DRAIN_MS = 9_000;
/** sysexits.h calls it a temporary failure: whoever looks after the process starts it again. */
const START_AGAIN = 75;
/** What keeps it from starting and is nobody's to set right here. */
const PASSES: ReadonlySet<string> = new Set(["STORE_AWAY", "STORE_FENCED"]);

/** `suanpan run`: every configured platform until a signal comes; without any token the sandbox. */
export async function run(config: Config): Promise<number> {
  const listed = await withListedAccounts(config);
  const isBot = listed !== config || listed.bots.length + listed.wechat.length > 0;
  return isBot ? runBot(listed) : chatInSandbox(config);
}

async function chatInSandbox(config: Config): Promise<number> {
  const samples = samplesInstead(config);
  if (samples) process.stdout.write(`${text(config.lang, "sandbox.samples")}\n`);
  const folders = { ...config, ...samples };
  const { playbooks } = await openPlaybooks(folders);
  const client = playbooks.clients().find((one) => one === "tea-town") ?? playbooks.clients()[0];
  if (client === undefined) throw new UserError("PLAYBOOKS_NONE", { path: config.playbooks });
  return chat(client, undefined, folders);
}

/**
 * Whatever it has to say goes through the log, what keeps it from starting too.
 * @returns 0 after a signal, 2 after what the bot can't go on from, 75 after what a new process can.
 */
async function runBot(config: Config): Promise<number> {
  const log = createLog(config.logLevel);
  const tokens = [...config.bots, ...config.wechat].map(({ token }) => token);
  if (config.httpToken !== undefined) tokens.push(config.httpToken);
  logProcess(log, tokens);
  try {
    return await untilEnded(config, log);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    for (const line of errorLines(error, config.lang)) log.fatal({ code: error.code }, line);
    if (!PASSES.has(error.code)) return 2;
    log.fatal(text(config.lang, "run.start_again"));
    return START_AGAIN;
  }
}

async function untilEnded(config: Config, log: Logger): Promise<number> {
  let code: number | undefined;
  let end = (_code: number): void => {};
  const ended = new Promise<number>((resolve) => {
    // A second signal, as npm sends after Ctrl-C, takes nothing from the time to finish.
    end = (given) => {
      if (code !== undefined) return;
      code = given;
      setTimeout(() => process.exit(code), DRAIN_MS).unref();
      resolve(code);
    };
  });
  onEndSignal(() => end(0));
  const onLost = (account: string, error: UserError, last: boolean) => {
    log.error({ account, code: error.code }, errorText(error, config.lang));
    if (last) end(2);
  };
  const onDead = (account: string, error: UserError) => {
    log.error({ account, code: error.code }, errorText(error, config.lang));
    end(START_AGAIN);
  };
  const onFenced = (error: UserError) => {
    if (code === undefined) log.fatal({ code: error.code }, errorText(error, config.lang));
    end(START_AGAIN);
  };
  const onWaiting = (others: readonly string[]) =>
    log.warn(text(config.lang, "run.waits", { others: others.join(", ") || "-" }));
  const bot = await openBot(config, { log, onLost, onDead, onWaiting, onFenced });
  // The start waits for the platforms, the end doesn't.
  if (code === undefined) await Promise.race([ended, bot.start()]);
  const result = await ended;
  await bot.stop();
  return result;
}
