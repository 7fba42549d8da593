import type { PlaybookVersion } from "../playbook/versions/version.js";
import type { Deps, Objection } from "./feature.js";

/** Why a version can't be taken into use beside these clients, from all features. */
export async function objectionsTo(
  deps: Deps,
  version: PlaybookVersion,
  clients: readonly string[],
): Promise<readonly Objection[]> {
  const all: Objection[] = [];
  for (const { objections } of deps.features)
    all.push(...((await objections?.(deps, version, clients)) ?? []));
  return all;
}
