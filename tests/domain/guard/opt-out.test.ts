// Cases c1 and c2 of the reports of inputs that went wrong.
import { expect, test } from "vitest";
import { asksToStop } from "../../../src/domain/guard/opt-out.js";

const rule = { words: ["退订", "TD", "STOP", "再见"], say: "bye" };

test.each([
  ...[
    "退订",
    "退订。",
    "退订！",
    "我要退订",
    "退訂",
    " ｔｄ ",
    "stop please",
    "Please stop!",
    "别发了",
  ],
  ...[
    "請退訂，謝謝",
    "我想退订了",
    "不要再发了",
    "別再發了",
    "别再给我发消息了",
    "unsubscribe",
    "再见！",
  ],
])("%j opts out", (text) => {
  expect(asksToStop(rule, text)).toBe(true);
  expect(asksToStop(undefined, text)).toBe(false);
});

test.each([
  ...[
    "我要退订外卖平台",
    "退订是什么意思",
    "怎么退订",
    "退",
    "别发愁了",
    "我要",
    "",
    "。",
    "please",
  ],
  ...["不要辣", "stop by the shop", "说好不再见了"],
])("%j doesn't", (text) => {
  expect(asksToStop(rule, text)).toBe(false);
});
