import { compilePattern } from "./pattern.js";
import type { When } from "./schema.js";

/** @returns a function that tells whether a text matches; the pattern is compiled once. */
export function compileWhen(when: When | undefined): (text: string) => boolean {
  if (!when) return () => true;
  const keywords = (when.keywords ?? []).map((word) => word.toLowerCase());
  const pattern = when.pattern === undefined ? undefined : compilePattern(when.pattern);
  return (text) => {
    const said = text.toLowerCase();
    return keywords.some((word) => said.includes(word)) || (pattern?.(text) ?? false);
  };
}
