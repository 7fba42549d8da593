import type { OptOut } from "./schema.js";

/** @returns true when the whole message is one of the words, whatever its case. */
export function asksToStop(optOut: OptOut | undefined, text: string): boolean {
  const said = text.trim().toLowerCase();
  return optOut?.words.some((word) => word.toLowerCase() === said) ?? false;
}
