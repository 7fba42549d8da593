import { remembered } from "./remembered.js";
import { seenText } from "./seen.js";
import { simplified } from "./simplified.js";

/*
 * The one way in which texts are compared: what is typed and what it is held against are folded alike. Each form
 * keeps less of a text than the one before.
 */

const BETWEEN_HAN = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;
const BESIDE_HAN = /(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu;
/** Marks, pictures and blanks around words; a slash in front begins a command. */
const AROUND = /^[^\p{L}\p{N}/]+|[^\p{L}\p{N}\p{Sc}_-]+$/gu;

/** What is seen of a text in one width, on one line: case, script and blanks stay. For what is shown or kept. */
export const plainText = (text: string): string => seenText(text.normalize("NFKC"));

/** The same in simplified signs, for reading what is typed: codes, ids and numbers stay as they are. */
export const evenText: (text: string) => string = remembered((text) => simplified(plainText(text)));

/** For comparing words and sentences: in small letters, without blanks beside Chinese signs and at the ends. */
export const foldText: (text: string) => string = remembered((text) =>
  evenText(text).toLowerCase().replace(BESIDE_HAN, "").trim(),
);

/** For comparing names and titles: without any blanks. */
export const foldName = (text: string): string => foldText(text).replace(/\s+/gu, "");

/**
 * A message as it is read for a question to the bot: in one script and width, without blanks between Chinese signs
 * and marks around it.
 */
export const askedText: (text: string) => string = remembered((text) =>
  evenText(text).replace(BETWEEN_HAN, "").replace(AROUND, ""),
);

/** The words of such a message alone, in lower case: `【签 到】☀️` is `签到`. */
export const askedWords: (text: string) => string = remembered((text) =>
  askedText(text)
    .replace(/[\p{P}\p{S}\s]+/gu, " ")
    .replace(BETWEEN_HAN, "")
    .trim()
    .toLowerCase(),
);
