import { seenText } from "../../core/outside-text.js";
import { compilePattern } from "./pattern.js";
import type { When } from "./schema.js";

/** @returns a function that tells whether a text matches; the pattern is compiled once. */
export function compileWhen(when: When | undefined): (text: string) => boolean {
  if (!when) return () => true;
  const keywords = (when.keywords ?? [])
    .map((word) => seenText(word).toLowerCase())
    .filter((word) => word !== "");
  const pattern = when.pattern === undefined ? undefined : compilePattern(when.pattern);
  return (text) => {
    const seen = seenText(text);
    const said = seen.toLowerCase();
    return (
      keywords.some((word) => said.includes(word)) ||
      (pattern !== undefined && (pattern(text) || pattern(seen)))
    );
  };
}
