import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listedAccounts } from "../playbook/accounts/listed.js";
import type { AccountEntry } from "../playbook/accounts/schema.js";
import type { Config } from "./config.js";

/** Where an installation's accounts can be listed: beside the clients' folders. */
const FILE = "accounts.yaml";

/**
 * The configuration with the accounts that `accounts.yaml` lists in place of those that the environment names.
 * A file with mistakes lists none here: they are told with those of the playbooks.
 */
export async function withListedAccounts(config: Config): Promise<Config> {
  const path = join(config.playbooks, FILE);
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return config;
  const listed = listedAccounts({ path, text }, config.env) ?? [];
  const token = (entry: AccountEntry) => config.env.account(entry.token.slice("env:".length)) ?? "";
  const of = (platform: AccountEntry["platform"]) =>
    listed.filter((entry) => entry.platform === platform);
  return {
    ...config,
    bots: of("telegram").map((entry) => ({ token: token(entry), ...named(entry) })),
    wechat: of("wechat").map((entry) => ({
      ...named(entry),
      puppet: entry.puppet ?? "",
      token: token(entry),
      endpoint: entry.endpoint,
      tls: entry.tls ?? true,
      home: join(config.wechatHome, entry.name ?? ""),
      word: { limits: entry.limits, warmedUp: entry.warmed_up },
    })),
  };
}

const named = ({ name }: AccountEntry) => (name === undefined ? {} : { name });
