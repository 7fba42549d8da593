import type { z } from "zod";
import type { Path } from "./read.js";

type Issue = z.core.$ZodIssue;
/** How many parts of a path make one entry that can be left out alone. */
const DEPTH: Readonly<Record<string, number>> = { groups: 3, limits: 2, voice: 2, pacing: 2 };
const ENTRIES = new Set(
  "operators replies scripts schedule lines facts promos stacks coupons heuristics experiments".split(
    " ",
  ),
);

/**
 * What can be read of a file with mistakes: entries with a mistake are left out, so that the rest is
 * checked in the same run.
 */
export function salvage<T>(schema: z.ZodType<T>, raw: unknown, fallback: object): T | undefined {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return undefined;
  let value: Record<string, unknown> = structuredClone(raw) as Record<string, unknown>;
  for (let round = 0; round < 4; round++) {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) for (const path of bad(issue)) drop(value, path);
    value = { ...fallback, ...value };
  }
  return undefined;
}

function bad(issue: Issue): Path[] {
  if (issue.code === "unrecognized_keys" && issue.path.length < 2) {
    return issue.keys.map((key) => [...issue.path, key]);
  }
  const top = String(issue.path[0]);
  const depth = ENTRIES.has(top) ? 2 : (DEPTH[top] ?? 1);
  return [issue.path.slice(0, depth)];
}

function drop(value: Record<string, unknown>, path: Path): void {
  let here: unknown = value;
  for (const part of path.slice(0, -1)) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  if (typeof here === "object" && here !== null) Reflect.deleteProperty(here, path.at(-1) ?? "");
}
