import type { Template } from "liquidjs";
import { seenText } from "../../core/text/seen.js";
import { parseLine, renderParsed } from "./render.js";

/** As long as the longest that a member's name or answer is shown. */
const LONGEST = "长".repeat(200);
/** Looked into no deeper than anybody writes. */
const DEEPEST = 20;

/**
 * Why a line can't be filled in: each of its parts is tried alone, those of branches that aren't taken too,
 * with every variable as long as any may be. @returns undefined when all goes well
 */
export function trialFailure(text: string, names: readonly string[]): string | undefined {
  const variables = sampleOf(names);
  try {
    const parts = parseLine(text);
    renderParsed(parts, variables);
    for (const part of partsOf(parts)) renderParsed([part], variables);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "?") : "?";
  }
}

/** Whether nothing is seen of a line that has no branches, whatever its variables are. */
export function saysNothing(text: string, names: readonly string[]): boolean {
  if (text.includes("{%")) return false;
  try {
    return seenText(renderParsed(parseLine(text), sampleOf(names))).trim() === "";
  } catch {
    return false;
  }
}

/** A value under every name; a name with dots is a map in a map. */
function sampleOf(names: readonly string[]): Record<string, unknown> {
  const sample: Record<string, unknown> = {};
  for (const name of names) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    let here = sample;
    for (const part of path) {
      const next = Object.hasOwn(here, part) ? here[part] : {};
      here[part] = next;
      if (typeof next !== "object" || next === null) break;
      here = next as Record<string, unknown>;
    }
    here[last] = LONGEST;
  }
  return sample;
}

function partsOf(parts: readonly Template[], depth = 0): Template[] {
  if (depth > DEEPEST) return [];
  return parts.flatMap((part) => {
    const children = part.children?.(false, true);
    const inner = children ? childrenOf(children) : [];
    return [part, ...partsOf(inner, depth + 1)];
  });
}

function childrenOf(children: Generator<unknown, Template[]>): Template[] {
  const { done, value } = children.next();
  return done ? value : [];
}
