import { foldText } from "./fold.js";

/** A slash with nothing to be seen before it. */
const SLASHED = /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}]*[/／]/u;

/** Whether a message begins as commands do. */
export const isSlashed = (text: string): boolean => SLASHED.test(text);

/** What follows the slash, as it was typed; undefined without one. */
export function behindSlash(text: string): string | undefined {
  const [slash] = SLASHED.exec(text) ?? [];
  return slash === undefined ? undefined : text.slice(slash.length);
}

/** The beginning of a text, folded sign by sign. */
export type Head = {
  readonly folded: string;
  /** What of the text stands behind so many of the folded signs, as it was typed. */
  readonly behind: (length: number) => string;
};

/** @param length of so many folded signs at least, where the text has them */
export function foldedHead(text: string, length: number): Head {
  let folded = "";
  let at = 0;
  const ends: number[] = [];
  for (const sign of text) {
    if (folded.length >= length) break;
    at += sign.length;
    // A blank folds to nothing by itself, but parts words here.
    const form = /\s/u.test(sign) ? " " : foldText(sign);
    folded += form;
    for (let n = 0; n < form.length; n++) ends.push(at);
  }
  return { folded, behind: (n) => text.slice(n === 0 ? 0 : ends[n - 1]) };
}
