import { seenText } from "./outside-text.js";

/** Traditional forms of the signs that questions to the bot and operators' commands are made of. */
const TRADITIONAL =
  "機嗎還訂發別請這個們妳麼閱擾煩謝廣簽積兌換細給價關減劃劇勞單復實對屬師幫廢開歸態報時暫檢點狀確經綁統計認記設試誰載銷驗羣員";
const SIMPLIFIED =
  "机吗还订发别请这个们你么阅扰烦谢广签积兑换细给价关减划剧劳单复实对属师帮废开归态报时暂检点状确经绑统计认记设试谁载销验群员";
/** The text in simplified signs, as far as these are known here; as long as before. */
export const simple = (text: string): string =>
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
