import { dirname, join } from "node:path";
import type { Lang } from "../core/i18n.js";
import type { OwnersWord } from "../domain/governor/schema.js";
import { type Env, playbookEnv } from "../playbook/read/env.js";

/** A bot's token, and its account's name unless it is the first. */
type TelegramBot = { readonly token: string; readonly name?: string };
/** A WeChat account's puppet, and how its service is reached. */
type WechatAccount = {
  readonly name?: string;
  readonly puppet: string;
  readonly token: string;
  readonly endpoint?: string | undefined;
  readonly tls: boolean;
  readonly home: string;
  /** What its owner says of its limits. */
  readonly word?: OwnersWord;
};

/** The only reader of the environment; everything below gets plain values. */
export type Config = {
  readonly store: string;
  readonly playbooks: string;
  readonly personas: string;
  readonly owner?: string | undefined;
  /** Telegram's bots, the first one first. */
  readonly bots: readonly TelegramBot[];
  readonly apiRoot?: string | undefined;
  readonly wechat: readonly WechatAccount[];
  /** Where WeChat's packages keep what they remember. */
  readonly wechatHome: string;
  /** Where it is looked up who serves a token of WeChat; wechaty's own directory when absent. */
  readonly wechatDirectory?: string | undefined;
  /** `host:port` of the HTTP service; undefined when it is switched off. */
  readonly http?: string | undefined;
  /** With which `/metrics` is asked for; without one only this machine may ask. */
  readonly httpToken?: string | undefined;
  /** By which phone numbers are hashed; without one it is made and kept with the data. */
  readonly secret?: string | undefined;
  /** How long an HTTP request may take to come in, such as `10s`. */
  readonly httpDeadline: string;
  /** How long a process of several may be unheard of before another takes over, such as `15s`. */
  readonly lease: string;
  /** Which file of variables was read; undefined for `.env`, `off` for none. */
  readonly envFile?: string | undefined;
  readonly logLevel: string;
  readonly lang: Lang;
  /** For `env:NAME` values in playbooks. */
  readonly env: Env;
};

/** @returns the configuration; unset and empty variables count as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const get = (name: string) => env[name] || undefined;
  const store = get("SUANPAN_STORE") ?? "sqlite:./data/suanpan.db";
  // Beside the database, which is the user's to write.
  const file = /^sqlite:(.+)$/.exec(store)?.[1];
  const wechatHome = join(file === undefined ? "data" : dirname(file), "wechat");
  return {
    store,
    playbooks: get("SUANPAN_PLAYBOOKS") ?? "playbooks",
    personas: get("SUANPAN_PERSONAS") ?? "personas",
    owner: get("SUANPAN_OWNER"),
    bots: telegramBots(env),
    apiRoot: get("TELEGRAM_API_ROOT"),
    wechat: wechat(get, wechatHome),
    wechatHome,
    wechatDirectory: get("WECHATY_PUPPET_SERVICE_AUTHORITY"),
    http: get("SUANPAN_HTTP") === "off" ? undefined : (get("SUANPAN_HTTP") ?? "127.0.0.1:8787"),
    httpToken: get("SUANPAN_HTTP_TOKEN"),
    secret: get("SUANPAN_SECRET"),
    httpDeadline: get("SUANPAN_HTTP_DEADLINE") ?? "10s",
    lease: get("SUANPAN_LEASE") ?? "15s",
    envFile: get("SUANPAN_ENV_FILE"),
    logLevel: get("LOG_LEVEL") ?? "info",
    lang: langOf(get),
    env: playbookEnv(get, get("SUANPAN_PLAYBOOK_ENV")),
  };
}

/** The terminal's language, unless one is named for this program alone. */
function langOf(get: (name: string) => string | undefined): Lang {
  const named = get("SUANPAN_LANG");
  const terminal = get("LC_ALL")?.startsWith("zh") ? "zh" : (get("LANG") ?? "");
  return /^en/i.test(named ?? terminal) ? "en" : "zh-CN";
}

/** Where either is named, WeChat is meant, and what lacks is asked for. */
function wechat(get: (name: string) => string | undefined, home: string): Config["wechat"] {
  const [puppet, token] = [get("WECHATY_PUPPET"), get("WECHATY_TOKEN")];
  const [endpoint, tls] = [get("WECHATY_ENDPOINT"), !isOff(get("WECHATY_TLS"))];
  if (puppet === undefined && token === undefined) return [];
  return [{ puppet: puppet ?? "", token: token ?? "", endpoint, tls, home }];
}

const isOff = (text = ""): boolean => /^(off|false|no|0)$/i.test(text.trim());

const TOKEN = "TELEGRAM_BOT_TOKEN";

/** `TELEGRAM_BOT_TOKEN` is the first bot's, `TELEGRAM_BOT_TOKEN_SHOP` that of the one named `shop`. */
function telegramBots(env: NodeJS.ProcessEnv): readonly TelegramBot[] {
  const first = env[TOKEN];
  const further = Object.keys(env)
    .filter((key) => /^TELEGRAM_BOT_TOKEN_[A-Z][A-Z0-9_]*$/.test(key))
    .sort()
    .flatMap((key) => {
      const token = env[key];
      return token ? [{ token, name: key.slice(TOKEN.length + 1).toLowerCase() }] : [];
    });
  return [...(first ? [{ token: first }] : []), ...further];
}
