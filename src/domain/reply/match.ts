import { evenText, foldText } from "../../core/text/fold.js";
import { seenText } from "../../core/text/seen.js";
import { simplified } from "../../core/text/simplified.js";
import { compilePattern } from "./pattern.js";
import type { When } from "./schema.js";

/**
 * Keywords are found in folded texts. A pattern is an operator's own: it is tried on the text as it was written, as
 * it is seen, in one width and script, and folded. Of the pattern itself only the script is folded; the width of a
 * sign may be meant.
 * @returns a function that tells whether a text matches; the pattern is compiled once.
 */
export function compileWhen(when: When | undefined): (text: string) => boolean {
  if (!when) return () => true;
  const keywords = (when.keywords ?? []).map(foldText).filter((word) => word !== "");
  const pattern = when.pattern === undefined ? undefined : compilePattern(when.pattern);
  const folded = when.pattern === undefined ? undefined : compilePattern(simplified(when.pattern));
  return (text) => {
    const said = foldText(text);
    if (keywords.some((word) => said.includes(word))) return true;
    if (!pattern || !folded) return false;
    const written = new Set([text, seenText(text)]);
    const even = new Set([evenText(text), said]);
    return [...written].some(pattern) || [...even].some((one) => !written.has(one) && folded(one));
  };
}
