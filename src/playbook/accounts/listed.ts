import { severities } from "../findings/codes.js";
import type { Env } from "../read/env.js";
import { type File, load } from "../read/load.js";
import { accountsProblems } from "./check.js";
import type { AccountEntry } from "./schema.js";

/** The accounts that a file lists; undefined when it is no such file, or has a mistake. */
export function listedAccounts(file: File, env: Env): readonly AccountEntry[] | undefined {
  const loaded = load(file);
  if (loaded.kind !== "accounts" || !loaded.clean || !loaded.value) return undefined;
  const problems = accountsProblems(loaded.source, loaded.value, env);
  return problems.some(({ code }) => severities[code] === "error")
    ? undefined
    : loaded.value.accounts;
}
