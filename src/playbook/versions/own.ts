import { createHash } from "node:crypto";
import type { Written } from "./difference.js";
import { type PlaybookVersion, writtenIn, writtenPersonas } from "./version.js";

/**
 * What of a version is its client's own: the playbook, and the personas that speak in it, in an arm of its
 * experiments, or because an operator chose them. Of others' personas a client hears nothing.
 */
export function ownOf(version: PlaybookVersion, chosen?: string): Written {
  const { content, playbook } = version;
  const arms = Object.values(playbook.experiments).flatMap((one) => Object.values(one.arms));
  const speak = new Set<unknown>([playbook.persona, chosen, ...arms.map((patch) => patch.persona)]);
  return { playbook: writtenIn(content), personas: writtenPersonas(version, speak) };
}

/** Names what is the client's own of a version: two that differ in others' personas, or in comments, have the same. */
export const ownHash = (version: PlaybookVersion, chosen?: string): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(ownOf(version, chosen))))
    .digest("hex")
    .slice(0, 16);

/** In whatever order keys are written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const all = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return all.map(([key, item]) => [key, sorted(item)]);
}
