/** Between a mention and what is said: WeChat's own blank, and what people put there. */
const AFTER = "[\\s,，:：、]*";
const AT = "[@＠]";

/**
 * What is said to somebody who is named in front of it or behind: `@Tea_Bot 退订` is `退订`. Others' names stay:
 * what is said to them isn't said to the bot.
 * @param name as people call the bot there, without `@`
 */
export function withoutMention(text: string, name: string | undefined): string {
  if (!name || !/[@＠]/u.test(text)) return text;
  const named = AT + name.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
  const first = `^\\s*(?:${named}(?![\\p{L}\\p{N}_])${AFTER})+`;
  // Clients write a command's bot right behind it; before a mail address stands a letter or a digit, too.
  const last = `(?<=^\\s*[/／][^\\s@＠]+)${named}(?=\\s|$)|\\s*(?<![a-z0-9_.+-])${named}\\s*$`;
  return text.replace(new RegExp(`${first}|${last}`, "giu"), "");
}

/** WeChat ends a mention with this blank; names may have others in them. */
const FIRST = /^\s*@[^\n\u2005]{1,64}\u2005\s*/u;

/** A text without the mention at its beginning, whoever that names. */
export const withoutFirstMention = (text: string): string => text.replace(FIRST, "");
