/** Longer ids than any shop's are a mistake. */
const MAX_ID_CHARS = 200;

/** Printable ASCII, as nearly all ids are, is looked at no further. */
const PLAIN = /^[\x20-\x7e]+$/;
/** Control and format characters, line breaks, halves of characters: what lists and logs can't show. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Whether a text can be an id: 1 to 200 characters, all of which can be seen on one line. */
export function isIdText(text: string): boolean {
  if (text.length === 0 || text.length > MAX_ID_CHARS) return false;
  return PLAIN.test(text) || !UNSEEN.test(text);
}
