import { seenText } from "./outside-text.js";

/** Traditional forms of the signs that questions to the bot are made of. */
const TRADITIONAL = "機嗎還訂發別請這個們妳麼閱擾煩謝廣簽積兌換細給收";
const SIMPLIFIED = "机吗还订发别请这个们你么阅扰烦谢广签积兑换细给收";
const simple = (text: string): string =>
  [...text].map((sign) => SIMPLIFIED[TRADITIONAL.indexOf(sign)] ?? sign).join("");

/** A bot is named; names of Telegram's bots end so: https://core.telegram.org/bots/features#botfather */
const NAMES_BOT = /^\s*@\w*bot(?!\w)|@\w*bot\s*$/giu;
const BETWEEN_HAN = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;
/** Marks, pictures and blanks around words; a slash in front begins a command. */
const AROUND = /^[^\p{L}\p{N}/]+|[^\p{L}\p{N}\p{Sc}_-]+$/gu;

/**
 * A message as it is read for a question to the bot: what is seen of it in one script and width, without the bot's name,
 * blanks between Chinese signs and marks around it.
 */
export const askedText = (text: string): string =>
  simple(seenText(text.normalize("NFKC")))
    .replace(NAMES_BOT, "")
    .replace(BETWEEN_HAN, "")
    .replace(AROUND, "");

/** The same in small letters, with no mark at its ends at all. */
export const plainText = (text: string): string =>
  askedText(text)
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/** The words of such a message alone, in lower case: `【签 到】☀️` is `签到`. */
export const askedWords = (text: string): string =>
  askedText(text)
    .replace(/[\p{P}\p{S}\s]+/gu, " ")
    .replace(BETWEEN_HAN, "")
    .trim()
    .toLowerCase();
