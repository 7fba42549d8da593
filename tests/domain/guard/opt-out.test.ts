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
    "別再發消息給我了",
    "退订！！！别烦我",
    "不想再收到消息",
    "回T退订",
    "td回复",
    "不要再发消息了，退订，谢谢",
    "别再推送广告了",
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
  ...[
    "不要辣",
    "stop by the shop",
    "说好不再见了",
    "退订，再来一杯",
    "不想喝茶",
    "t",
    "不要消息记录",
    "别发烧",
  ],
])("%j doesn't", (text) => {
  expect(asksToStop(rule, text)).toBe(false);
});
