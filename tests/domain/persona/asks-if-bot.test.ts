// Cases c4 and c5 of the reports of inputs that went wrong.
import { expect, test } from "vitest";
import { asksIfBot } from "../../../src/domain/persona/asks-if-bot.js";

test.each([
  ...[
    "你是AI吧",
    "你是真人客服吗",
    "機器人?",
    "你是人还是机器",
    "你是機器人嗎",
    "真人吗",
    "是不是人",
  ],
  ...[
    "你是机器人吗",
    "你是真人吗",
    "您是人工智能吗？",
    "请问是不是机器人",
    "你到底是人是机器人还是人",
  ],
  ...["open? are you a BOT", "are you human", "Are you an AI?", "r u a bot", "你是不是机器人啊"],
])("%j asks", (text) => {
  expect(asksIfBot(text)).toBe(true);
});

test.each([
  ...[
    "那个机器人真烦",
    "我是机器人",
    "人工智能真厉害",
    "你是人才啊",
    "要真人客服",
    "人工",
    "他是真人",
  ],
  ...["扫地机器人多少钱", "are you open", "", "?", "你是店长吗", "are you airing it"],
])("%j doesn't", (text) => {
  expect(asksIfBot(text)).toBe(false);
});
