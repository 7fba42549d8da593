import { accountId } from "../../core/account-id.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Config } from "../config.js";
import { checkApiRoot } from "../open-accounts.js";
import { bad, type Checked, looked, ok, warn } from "./checked.js";

const OFFICIAL = "https://api.telegram.org";
const PATIENCE_MS = 10_000;
/** More than a minute's difference moves quiet hours and schedules where people see it. */
const MOST_OFF_S = 60;

/** A group that a playbook names: its chat on an account. */
export type NamedChat = { readonly account: string; readonly chat: string; readonly name: string };

/** Each account that is configured, as its platform says it is. No token is shown. */
export async function accountChecks(
  config: Config,
  chats: readonly NamedChat[],
): Promise<readonly Checked[]> {
  const { bots, wechat, apiRoot } = config;
  if (bots.length + wechat.length === 0) return [warn("DOCTOR_NO_ACCOUNT")];
  checkApiRoot(apiRoot);
  const found: Checked[] = [];
  for (const { token, name } of bots) {
    const account = accountId("telegram", name);
    found.push(...(await looked(() => telegramChecks({ token, account, apiRoot }, chats))));
  }
  for (const one of wechat) found.push(...(await looked(() => wechatCheck(one))));
  return found;
}

async function telegramChecks(
  bot: { readonly token: string; readonly account: string; readonly apiRoot: string | undefined },
  chats: readonly NamedChat[],
): Promise<readonly Checked[]> {
  const { account } = bot;
  const { lookUpBot } = await import("../../platform/telegram/look-up.js");
  const its = chats.filter((chat) => chat.account === account);
  try {
    const { name, hearsAll, rights } = await lookUpBot(
      bot,
      its.map(({ chat }) => chat),
    );
    const without = its.filter(({ chat }) => rights.get(chat) === "member");
    const outside = its.filter(({ chat }) => rights.get(chat) === "outside");
    const names = (of: readonly NamedChat[]) => of.map((chat) => chat.name).join(", ");
    return [
      ok("DOCTOR_TELEGRAM", { account, name }),
      ...(hearsAll ? [] : [warn("DOCTOR_TELEGRAM_PRIVACY", { account })]),
      ...(without.length > 0 ? [warn("DOCTOR_NO_ADMIN", { account, groups: names(without) })] : []),
      ...(outside.length > 0 ? [warn("DOCTOR_OUTSIDE", { account, groups: names(outside) })] : []),
    ];
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    return [bad("DOCTOR_TELEGRAM_AWAY", { account, reason: error.message })];
  }
}

/** Whether it is configured as it has to be; nobody logs in, since that is what gets accounts noticed. */
async function wechatCheck({ name, ...of }: Config["wechat"][number]): Promise<readonly Checked[]> {
  const { checkOptions } = await import("../../platform/wechat/vendor.js");
  checkOptions(of);
  return [ok("DOCTOR_WECHAT", { account: accountId("wechat", name) })];
}

/** This machine's clock against that of Telegram's server, which every answer tells. */
export async function clockCheck({ bots, apiRoot }: Config): Promise<readonly Checked[]> {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = new Date().toISOString();
  const here = ok("DOCTOR_CLOCK", { now, zone });
  if (bots.length === 0) return [here];
  const asked = await fetch(apiRoot ?? OFFICIAL, {
    ...{ method: "HEAD", redirect: "manual" },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => undefined);
  const there = Date.parse(asked?.headers.get("date") ?? "");
  // That nobody answers has been said already.
  if (Number.isNaN(there)) return [here];
  const seconds = Math.round((Date.now() - there) / 1_000);
  return [Math.abs(seconds) > MOST_OFF_S ? bad("DOCTOR_CLOCK_OFF", { seconds, now }) : here];
}
