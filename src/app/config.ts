import type { Lang } from "../core/i18n.js";

/** The only reader of the environment; everything below gets plain values. */
export type Config = {
  readonly store: string;
  readonly playbooks: string;
  readonly personas: string;
  readonly owner?: string | undefined;
  readonly telegram?: { readonly token: string; readonly apiRoot?: string | undefined } | undefined;
  /** `host:port` of the HTTP service; undefined when it is switched off. */
  readonly http?: string | undefined;
  readonly logLevel: string;
  readonly lang: Lang;
  /** For `env:NAME` values in playbooks. */
  readonly env: (name: string) => string | undefined;
};

/** @returns the configuration; unset and empty variables count as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const get = (name: string) => env[name] || undefined;
  const token = get("TELEGRAM_BOT_TOKEN");
  return {
    store: get("SUANPAN_STORE") ?? "sqlite:./data/suanpan.db",
    playbooks: get("SUANPAN_PLAYBOOKS") ?? "playbooks",
    personas: get("SUANPAN_PERSONAS") ?? "personas",
    owner: get("SUANPAN_OWNER"),
    telegram: token ? { token, apiRoot: get("TELEGRAM_API_ROOT") } : undefined,
    http: get("SUANPAN_HTTP") === "off" ? undefined : (get("SUANPAN_HTTP") ?? "127.0.0.1:8787"),
    logLevel: get("LOG_LEVEL") ?? "info",
    lang: /^en/.test(get("LANG") ?? "") && !get("LC_ALL")?.startsWith("zh") ? "en" : "zh-CN",
    env: get,
  };
}
