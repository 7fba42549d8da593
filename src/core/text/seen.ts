/** Controls, line separators, lone surrogates, and what is shown as nothing: bidi, zero-width, fillers. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const BREAKS = /[\s\p{Zl}\p{Zp}\u0085]+/gu;

/** What is seen of a text, on one line. */
export const seenText = (text: string): string =>
  withoutUnseen(text.replace(BREAKS, " ")).replace(BREAKS, " ");

/** The text without what is shown as nothing, its line ends among that. */
export const withoutUnseen = (text: string): string => text.replace(UNSEEN, "");
