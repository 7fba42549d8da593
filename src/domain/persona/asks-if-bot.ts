import { plainText } from "../../core/asked-text.js";
import { seenText } from "../../core/outside-text.js";

const KIND = "(?:真人|活人|人类|人工|人|机器人?|人工智能|ai|程序|bot|robot)";
const CHINESE = [
  // 你是AI吧, 你是真人客服吗, 你是人还是机器: "you are" and a kind, and nothing that goes on about it.
  new RegExp(
    `(?:你们?|您)(?:到底|究竟|其实|该)?(?:是不是|不会是|是|不是)(?:一个|个|一台|台)?${KIND}(?:客服|回复)?(?=$|[吗吧么呢啊呀,。!?\\s]|还是|或)`,
    "u",
  ),
  // 机器人?, 是不是人, 这是真人吗: the whole message.
  new RegExp(
    `^(?:请问|这|那|这个|那个|对面|群主)*(?:是不是|是)?(?:个|一个)?${KIND}(?:客服|在?回复)?(?:吗|吧|么|呢|\\?)+$`,
    "u",
  ),
  new RegExp(`^(?:请问)?是不是(?:个|一个)?${KIND}$`, "u"),
  /是(?:人|真人)还是(?:机器|ai|程序)|是(?:机器人?|ai|程序)还是(?:人|真人)/u,
];
const ENGLISH =
  /\b(?:are|r) (?:you|u) (?:really |actually )?(?:an? )?(?:chat)?(?:bot|robot|human|person|ai|real|machine)\b/u;

/** Whether a message asks the bot if it is one. Speaking of bots is no question. */
export function asksIfBot(text: string): boolean {
  const said = plainText(text);
  const asked = /[?？]\s*$/u.test(seenText(text)) ? `${said}?` : said;
  return ENGLISH.test(said) || CHINESE.some((form) => form.test(asked));
}
