import { evenText } from "./fold.js";
import { simplified } from "./simplified.js";

/** A part of what is said in one go. */
export type Clause = {
  /** In small letters, one script and width, without blanks beside Chinese signs, and without apostrophes. */
  readonly said: string;
  /** It ends in a question mark. */
  readonly asks: boolean;
};

/** Marks and pictures part clauses; not those inside words, before names and in times and prices. */
const PARTS = /([^\p{P}\p{S}]|[-_@&'’/]|(?<=\d)[.:](?=\d))+|\?/gu;
const APOSTROPHES = /['’]/gu;
const BESIDE_HAN = /(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu;

/**
 * A message in clauses. Blanks beside Chinese signs stand between clauses, or between the signs of a word: both
 * readings are given, the one without blanks first, the other where it differs.
 */
export function clausesOf(text: string): readonly (readonly Clause[])[] {
  const even = evenText(text).toLowerCase();
  const whole = clausesIn(even.replace(BESIDE_HAN, ""));
  const parted = clausesIn(even.replace(BESIDE_HAN, "。"));
  return parted.length === whole.length ? [whole] : [whole, parted];
}

function clausesIn(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  for (const [part] of text.matchAll(PARTS)) {
    const last = clauses.at(-1);
    const said = part.replace(APOSTROPHES, "").replace(/\s+/gu, " ").trim();
    if (part === "?") {
      if (last) clauses[clauses.length - 1] = { ...last, asks: true };
    } else if (/[\p{L}\p{N}]/u.test(said)) clauses.push({ said, asks: false });
  }
  return clauses;
}

/** Words that may stand for each other at one place of a pattern, in simplified signs as clauses are. */
export const oneOf = (words: string): string =>
  `(?:${simplified(words).trim().split(/\s+/u).join("|")})`;
