import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { qrPng, qrTerminal } from "../core/qr.js";
import type { Clock } from "../core/time/clock.js";
import type { OwnerNews } from "../features/operations/tell-owner.js";
import type { LoginNews } from "../platform/wechat/session.js";
import type { Logger } from "./log.js";

type Deps = {
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly owner: OwnerNews;
  /** Shows a code where somebody sits before the terminal; undefined where nobody does. */
  readonly show: ((code: string) => void) | undefined;
};

/** A code lives for minutes, and nights are long: the owner asks for the latest by /login. */
const CODES_TOLD = 3;
const CODE_EVERY_MS = 10 * 60_000;

/** The file of an account's code, in the puppet's folder. */
const fileOf = (home: string, account: string): string =>
  join(home, `login${account.replace(/^[^:]+/, "").replace(":", "-")}.png`);

/** Brings an account's login before those who can do something: as a file, on the terminal, to the owner. */
export function createLoginDesk(deps: Deps, home: string) {
  const { clock, log, owner } = deps;
  const told = new Map<
    string,
    { readonly codes: number; readonly at: number; readonly out: boolean }
  >();
  const quietly = (telling: Promise<void>) =>
    void telling.catch((error: unknown) => log.warn({ err: error }, "the owner could not be told"));

  function showCode(account: string, code: string): void {
    const file = fileOf(home, account);
    const png = qrPng(code);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    // Who can read it can put an account of theirs in the place of the bot's.
    writeFileSync(file, png, { mode: 0o600 });
    chmodSync(file, 0o600);
    deps.show?.(qrTerminal(code));
    log.warn({ account, file }, "a code is to be scanned with the account's phone");
    const { codes = 0, at = 0, out = false } = told.get(account) ?? {};
    if (codes >= CODES_TOLD || (codes > 0 && clock.monotonic() - at < CODE_EVERY_MS)) return;
    told.set(account, { codes: codes + 1, at: clock.monotonic(), out });
    quietly(owner.code(account, png));
  }

  return (account: string, news: LoginNews): void => {
    try {
      if (news.kind === "scan") showCode(account, news.code);
      else rmSync(fileOf(home, account), { force: true });
    } catch (error) {
      log.warn({ account, err: error }, "the code can't be shown");
    }
    if (news.kind === "logout") {
      log.warn({ account }, "the account was logged out");
      told.set(account, { codes: 0, at: 0, out: true });
      quietly(owner.out(account, news.atNight));
    } else if (news.kind === "login") {
      log.info({ account }, "the account is logged in");
      if (told.get(account)?.out) quietly(owner.in(account));
      told.delete(account);
    }
  };
}
