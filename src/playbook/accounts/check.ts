import { accountId } from "../../core/account-id.js";
import { type Crossed, crossedBy, leftAsTheyAre } from "../../domain/governor/crossed.js";
import { limitsOf } from "../../domain/governor/limits.js";
import type { Code } from "../findings/codes.js";
import type { Params, Problem } from "../findings/finding.js";
import type { Env } from "../read/env.js";
import type { Source } from "../read/read.js";
import type { Playbook } from "../schema.js";
import type { AccountEntry, AccountsFile } from "./schema.js";

const WECHAT_ONLY = ["puppet", "endpoint", "tls", "limits", "warmed_up"] as const;
const variableOf = ({ token }: AccountEntry): string => token.slice("env:".length);

/** What the form can't see: accounts listed twice, secrets that are missing or shared, one person's accounts. */
export function accountsProblems(source: Source, file: AccountsFile, env: Env): Problem[] {
  return file.accounts.flatMap((entry, i) => {
    const before = file.accounts.slice(0, i);
    const say = (code: Code, key: keyof AccountEntry, params: Params = {}): Problem => ({
      code,
      at: source.locate(["accounts", i, key], "value"),
      params,
    });
    const id = idOf(entry);
    const name = variableOf(entry);
    const value = env.account(name);
    const sameToken = before.find(
      (one) => variableOf(one) === name || (value && env.account(variableOf(one)) === value),
    );
    const sameName = before.find(
      (one) =>
        one.platform === entry.platform &&
        one.real_name &&
        personOf(one.real_name) === personOf(entry.real_name ?? ""),
    );
    const foreign = WECHAT_ONLY.filter(
      (key) => entry.platform !== "wechat" && entry[key] !== undefined,
    );
    return [
      ...(before.some((one) => idOf(one) === id)
        ? [say("ACCOUNT_TWICE", entry.name ? "name" : "platform", { id })]
        : []),
      ...(value ? [] : [say("PLAYBOOK_ENV_UNSET", "token", { name })]),
      ...(sameToken ? [say("ACCOUNT_TOKEN_TWICE", "token", { other: idOf(sameToken) })] : []),
      ...foreign.map((key) => say("ACCOUNT_WECHAT_ONLY", key, { field: key })),
      ...(entry.platform === "wechat" && !entry.puppet ? [say("ACCOUNT_PUPPET", "platform")] : []),
      ...limitProblems(source, entry, i),
      ...(sameName ? [say("ACCOUNT_REAL_NAME", "real_name", { other: idOf(sameName), id })] : []),
    ];
  });
}

/** Numbers that contradict each other, and such as what is not written keeps from being reached. */
function limitProblems(source: Source, { platform, limits }: AccountEntry, i: number): Problem[] {
  const known = limitsOf(platform);
  if (!limits || !known) return [];
  const { unasked } = known.shares;
  const say =
    (code: Code) =>
    ({ what, per, ...params }: Crossed): Problem => ({
      code,
      at: source.locate(["accounts", i, "limits", what, per], "value"),
      params: { ...params, field: `${what}.${per}` },
    });
  const crossed = crossedBy(limits, limits, unasked);
  const isCrossed = ({ what, per }: Crossed) =>
    crossed.some((one) => one.what === what && one.per === per);
  const idle = crossedBy(limits, leftAsTheyAre(known, limits), unasked);
  return [
    ...crossed.map(say("ACCOUNT_LIMIT_CROSSED")),
    ...idle.filter((one) => !isCrossed(one)).map(say("ACCOUNT_LIMIT_IDLE")),
  ];
}

/** Spaces and capitals make nobody another person. */
const personOf = (name: string) => name.normalize("NFKC").replace(/\s+/gu, "").toLowerCase();

/** Groups of a playbook whose account stands in no file of accounts; nothing where there is no such file. */
export function unknownAccounts(
  source: Source,
  { groups }: Playbook,
  accounts: readonly AccountEntry[] | undefined,
): Problem[] {
  if (!accounts) return [];
  const known = accounts.map(idOf);
  return Object.entries(groups.chats).flatMap(([id, { platform, account }]): Problem[] => {
    const wanted = accountId(platform, account);
    if (platform === "sandbox" || known.includes(wanted)) return [];
    const key = account === undefined ? "platform" : "account";
    const at = source.locate(["groups", "chats", id, key], "value");
    const params = { id: wanted, known: known.join(", ") };
    return [{ code: "ACCOUNT_UNKNOWN", at, params, others: ["known"] }];
  });
}

const idOf = ({ platform, name }: AccountEntry): string => accountId(platform, name);
