import { UserError } from "../core/errors.js";
import type { Clock } from "../core/time/clock.js";
import { accountId, type Platform } from "../platform/port.js";
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

/**
 * The accounts on every platform that is configured, none started yet; what a platform needs is loaded for it alone.
 * @throws UserError for a setting that can't be used
 */
export async function openAccounts(config: Config, deps: Deps): Promise<readonly Platform[]> {
  return [...(await telegramAccounts(config, deps)), ...(await wechatAccounts(config, deps))];
}

async function telegramAccounts(
  { telegram }: Config,
  { clock, log, onLost }: Deps,
): Promise<readonly Platform[]> {
  if (!telegram) return [];
  checkApiRoot(telegram.apiRoot);
  const { createTelegramPlatform } = await import("../platform/telegram/platform.js");
  return telegram.bots.map(({ token, name }) => {
    const account = accountId("telegram", name);
    return createTelegramPlatform({
      ...{ token, account, apiRoot: telegram.apiRoot },
      now: clock.now,
      random: Math.random,
      log: (code, fields) => log.warn({ account, ...fields }, code),
      onFatal: (code) => onLost(account, new UserError(code)),
    });
  });
}

async function wechatAccounts(
  { wechat }: Config,
  { clock, log, onLost, onDead, onLogin }: Deps,
): Promise<readonly Platform[]> {
  if (!wechat) return [];
  const [{ createWechatPlatform }, { checkOptions, openService }] = await Promise.all([
    import("../platform/wechat/platform.js"),
    import("../platform/wechat/vendor.js"),
  ]);
  checkOptions(wechat);
  const account = accountId("wechat");
  return [
    createWechatPlatform({
      ...{ account, clock },
      open: () => openService(wechat),
      random: Math.random,
      secrets: [wechat.token],
      log: (code, fields) => log.warn({ account, ...fields }, code),
      onFatal: (code) => {
        const tell = code === "WECHAT_SILENT" ? onDead : onLost;
        tell(account, new UserError(code));
      },
      onLogin: (news) => onLogin(account, news),
    }),
  ];
}

function checkApiRoot(apiRoot: string | undefined): void {
  if (apiRoot === undefined || (/^https?:/.test(apiRoot) && URL.canParse(apiRoot))) return;
  throw new UserError("TELEGRAM_API_ROOT_INVALID");
}
