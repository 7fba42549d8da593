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

test("a persona is asked by its name, nobody else is", () => {
  expect(asksIfBot("阿翠是机器人吗", "阿翠")).toBe(true);
  expect(asksIfBot("阿翠，你是真人嗎", "阿翠")).toBe(true);
  expect(asksIfBot("阿翠是机器人吗", "林姐")).toBe(false);
  expect(asksIfBot("小王你是机器人吗", "阿翠")).toBe(false);
  expect(asksIfBot("@小王 你是机器人吗", "阿翠")).toBe(false);
});

test("whatever a message repeats, reading it comes to an end", () => {
  const parts = [
    "你",
    "你们",
    "是",
    "是不是",
    "机器人",
    "人",
    "真",
    "还是",
    "客服",
    "请问",
    "吗",
    "are you ",
    "real ",
    "a ",
  ];
  for (const one of parts)
    for (const other of parts)
      for (const text of [(one + other).repeat(50), `${one.repeat(12)}${other.repeat(12)}x人?`])
        expect([true, false]).toContain(asksIfBot(text.slice(0, 400), "阿翠"));
});
