import type { PlaybookVersion } from "../playbook/versions/version.js";
import type { Deps } from "./feature.js";

/** Why versions can't be taken into use, a sentence each, from all features. */
export async function objectionsTo(
  deps: Deps,
  versions: readonly PlaybookVersion[],
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const { objections } of deps.features)
    all.push(...((await objections?.(deps, versions)) ?? []));
  return all;
}
