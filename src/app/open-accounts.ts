import { accountId } from "../core/account-id.js";
import { UserError } from "../core/errors.js";
import type { Clock } from "../core/time/clock.js";
import type { Platform } from "../platform/port.js";
import type { LoginNews } from "../platform/wechat/session.js";
import type { Config } from "./config.js";
import type { Logger } from "./log.js";

type Deps = {
  readonly clock: Clock;
  readonly log: Logger;
  /** An account that is of no more use until somebody mends it. */
  readonly onLost: (account: string, error: UserError) => void;
  /** A line that only a new process gets up again. */
  readonly onDead: (account: string, error: UserError) => void;
  /** What becomes of a WeChat account's login. */
  readonly onLogin: (account: string, news: LoginNews) => void;
};

type Opener = readonly [account: string, open: () => Platform];

/**
 * How to open each account on every platform that is configured, by its id; each call gives a fresh one that is not
 * started. What a platform needs is loaded for it alone.
 * @throws UserError for a setting that can't be used
 */
export async function openAccounts(
  config: Config,
  deps: Deps,
): Promise<ReadonlyMap<string, () => Platform>> {
  return new Map([
    ...(await telegramAccounts(config, deps)),
    ...(await wechatAccounts(config, deps)),
  ]);
}

async function telegramAccounts(
  { bots, apiRoot }: Config,
  { clock, log, onLost }: Deps,
): Promise<readonly Opener[]> {
  if (bots.length === 0) return [];
  checkApiRoot(apiRoot);
  const { createTelegramPlatform } = await import("../platform/telegram/platform.js");
  return bots.map(({ token, name }) => {
    const account = accountId("telegram", name);
    const options = {
      ...{ token, account, apiRoot },
      now: clock.now,
      random: Math.random,
      log: (code: string, fields: object) => log.warn({ account, ...fields }, code),
      onFatal: (code: string) => onLost(account, new UserError(code)),
    };
    return [account, () => createTelegramPlatform(options)];
  });
}

async function wechatAccounts(
  { wechat, wechatDirectory: authority }: Config,
  { clock, log, onLost, onDead, onLogin }: Deps,
): Promise<readonly Opener[]> {
  if (wechat.length === 0) return [];
  const [{ createWechatPlatform }, { checkOptions, openService }] = await Promise.all([
    import("../platform/wechat/platform.js"),
    import("../platform/wechat/vendor.js"),
  ]);
  return wechat.map(({ name, ...service }) => {
    checkOptions(service);
    const account = accountId("wechat", name);
    const options = {
      ...{ account, clock },
      open: () => openService({ ...service, authority }),
      random: Math.random,
      secrets: [service.token],
      log: (code: string, fields: object) => log.warn({ account, ...fields }, code),
      onFatal: (code: string) => {
        const tell = code === "WECHAT_TOKEN_REFUSED" ? onLost : onDead;
        tell(account, new UserError(code));
      },
      onLogin: (news: LoginNews) => onLogin(account, news),
    };
    return [account, () => createWechatPlatform(options)];
  });
}

/** @throws UserError TELEGRAM_API_ROOT_INVALID */
export function checkApiRoot(apiRoot: string | undefined): void {
  if (apiRoot === undefined || (/^https?:/.test(apiRoot) && URL.canParse(apiRoot))) return;
  throw new UserError("TELEGRAM_API_ROOT_INVALID");
}
