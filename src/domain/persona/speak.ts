import { pick } from "../../core/hash.js";
import type { Persona } from "./schema.js";

const NAME_MAX = 32;
const NAMELESS = "朋友";
/** Controls, line separators, lone surrogates, and what is shown as nothing: bidi, zero-width, fillers. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

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

/** A person's name made safe to say: one visible line, at most 32 code points, mentioning nobody. */
export function cleanName(name: string): string {
  const seen = name.replace(UNSEEN, "").replace(/\s+/gu, " ").replaceAll("@", "＠").trim();
  const short = [...seen].slice(0, NAME_MAX).join("").trim();
  return short === "" ? NAMELESS : short;
}
