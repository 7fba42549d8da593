import { nearest } from "../../core/nearest.js";
import type { Patch } from "../../domain/experiment/design/schema.js";
import type { Code } from "../findings/codes.js";
import { type Params, thereAre } from "../findings/finding.js";
import { isOpen, keysAt } from "../read/json-schema.js";
import { valueAt } from "../read/shape.js";
import { entries } from "../read/values.js";

/** Ids hold no dots, so that a dot always divides. */
export const partsOf = (path: string): readonly string[] => path.split(".");

/**
 * A playbook's value with an arm's values in their places; `null` leaves out what a map holds there.
 * The given value stays as it is, and what lies off the paths is shared with it.
 */
export function applyPatch(value: unknown, patch: Patch): unknown {
  return Object.entries(patch).reduce((now, [path, to]) => put(now, partsOf(path), to), value);
}

function put(here: unknown, [part, ...rest]: readonly string[], to: unknown): unknown {
  if (part === undefined) return to;
  if (Array.isArray(here))
    return here.map((item, index) => (String(index) === part ? put(item, rest, to) : item));
  const map = entries(here);
  if (rest.length > 0 || to !== null)
    return { ...map, [part]: put(valueAt(map, [part]), rest, to) };
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== part));
}

/** Whether one path is the other or leads to it. */
export function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/** Why an arm can't change a path, as a finding's code and what it says; undefined when it can. */
export function pathSlip(
  playbook: unknown,
  path: string,
  to: unknown,
): { readonly code: Code; readonly params: Params } | undefined {
  const kept = KEPT.find(([each]) => overlaps(each, path));
  if (kept) return { code: kept[1], params: { path } };
  const parts = [...partsOf(path)];
  const lost = lostAt(playbook, parts, to);
  if (!lost) return undefined;
  const guess = nearest(parts[lost.index] ?? "", lost.choices);
  if (guess !== undefined) parts[lost.index] = guess;
  const above = parts.slice(0, lost.index).map((part) => `${part}.`);
  const choices = [...new Set(lost.choices)].sort().map((each) => above.join("") + each);
  const params = {
    path,
    ...(guess === undefined ? thereAre(choices) : { guess: parts.join(".") }),
  };
  return { code: "PLAYBOOK_UNKNOWN_PATH", params };
}

/** What no arm may change, and the finding that says why. */
const KEPT: readonly (readonly [path: string, code: Code])[] = [
  ...["version", "client", "locale", "operators", "groups.chats"].map(
    (path) => [path, "PLAYBOOK_ARM_FIXED"] as const,
  ),
  ...["timezone", "currency", "orders"].map((path) => [path, "PLAYBOOK_ARM_MEASURE"] as const),
  ...["heuristics", "experiments", "share_results"].map(
    (path) => [path, "PLAYBOOK_ARM_INSIDE"] as const,
  ),
];

/** The first part that neither stands in the playbook nor may be added there, and what could stand there. */
function lostAt(playbook: unknown, parts: readonly string[], to: unknown) {
  let here = playbook;
  for (const [index, part] of parts.entries()) {
    const listed = !Array.isArray(here) || /^\d+$/.test(part);
    const next = listed ? valueAt(here, [part]) : undefined;
    const added = next === undefined && to !== null && mayAdd(parts, index, here);
    if (next === undefined && !added)
      return { index, choices: [...keysAt("playbook", parts.slice(0, index)), ...keysOf(here)] };
    here = next;
  }
  return undefined;
}

/** A key that the schema names may be added anywhere; a new entry of a map only as a whole. */
function mayAdd(parts: readonly string[], index: number, here: unknown): boolean {
  if (Array.isArray(here)) return false;
  const above = parts.slice(0, index);
  if (keysAt("playbook", above).includes(parts[index] ?? "")) return true;
  return index === parts.length - 1 && isOpen("playbook", above);
}

const keysOf = (value: unknown): string[] =>
  Array.isArray(value) ? [] : Object.keys(entries(value));
