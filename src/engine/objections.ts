import type { PlaybookVersion } from "../playbook/versions/version.js";
import type { Deps } from "./feature.js";

/** Why a version can't be taken into use beside these clients, a sentence each, from all features. */
export async function objectionsTo(
  deps: Deps,
  version: PlaybookVersion,
  clients: readonly string[],
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const { objections } of deps.features)
    all.push(...((await objections?.(deps, version, clients)) ?? []));
  return all;
}
