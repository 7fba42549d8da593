import { pick } from "../../core/hash.js";
import { cleanText, withoutLinks } from "../../core/outside-text.js";
import type { Persona } from "./schema.js";

const NAME_MAX = 32;
const NAMELESS = "朋友";

/**
 * Which variant of a line to say. The same seed gives the same variant; `last`, the one said before,
 * never comes again when there is another.
 */
export function chooseVariant(
  persona: Pick<Persona, "lines">,
  line: string,
  seed: string,
  last?: number,
): number {
  const variants = Object.hasOwn(persona.lines, line) ? persona.lines[line] : undefined;
  if (variants === undefined) throw new Error(`unknown line: ${line}`);
  const count = typeof variants === "string" ? 1 : variants.length;
  if (count < 2) return 0;
  const key = `${line}\n${seed}`;
  if (last === undefined || !Number.isInteger(last) || last < 0 || last >= count) {
    return pick(key, count);
  }
  const index = pick(key, count - 1);
  return index < last ? index : index + 1;
}

/**
 * A person's name made safe to say: one visible line, at most 32 code points, mentioning nobody, without
 * links and addresses. A name that is nothing else is 朋友.
 */
export function cleanName(name: string): string {
  return sayableOf(name) || NAMELESS;
}

/** What of a person's name can be said; empty when nothing can. */
export const sayableOf = (name: string): string => cleanText(withoutLinks(name), NAME_MAX);
