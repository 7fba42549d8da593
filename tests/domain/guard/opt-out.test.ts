// Cases c1 and c2 of the reports of inputs that went wrong.
import { expect, test } from "vitest";
import { wishOf } from "../../../src/domain/guard/opt-out.js";

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
  expect(wishOf(rule, text)).toEqual({ kind: "stop" });
  expect(wishOf(undefined, text)).toBeUndefined();
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
  expect(wishOf(rule, text)).toBeUndefined();
});

// Case c3 of the same reports.
test.each([
  "重新订阅",
  "我要重新訂閱！",
  "恢复推送吧",
  "取消退订",
  "我不退订了",
  "resubscribe",
  "please subscribe me again",
  "opt in",
])("%j is the way back", (text) => expect(wishOf(rule, text)).toEqual({ kind: "back" }));

test.each([
  "怎么重新订阅",
  "重新订阅什么意思",
  "我订阅了别家的",
  "别重新订阅",
  "要不要重新订阅？",
  "退订，重新订阅",
])("%j is none", (text) => expect(wishOf(rule, text)).toBeUndefined());

const topics = {
  deals: { title: "优惠", words: ["满减", "打折", "deals"] },
  news: { title: "上新", words: ["新品"] },
};

test.each([
  ["别再发优惠了", "deals"],
  ["退订优惠", "deals"],
  ["不想再收到你们的打折消息了", "deals"],
  ["請不要再傳滿減廣告給我", "deals"],
  ["no more deals please", "deals"],
  ["unsubscribe from deals", "deals"],
  ["以后别给我推上新通知了", "news"],
  ["新品别再发了", "news"],
  ["退订", undefined],
  ["别再发广告了", undefined],
  ["优惠别发了，上新也别发了，都退订", undefined],
])("%j ends what it names", (text, topic) => {
  expect(wishOf({ ...rule, topics }, text)).toEqual({ kind: "stop", ...(topic && { topic }) });
});

test.each(["优惠有吗", "不要优惠", "怎么退订优惠", "别发优惠券给小王", "我要优惠"])(
  "%j ends no topic",
  (text) => expect(wishOf({ ...rule, topics }, text)).toBeUndefined(),
);

test("a topic can be had again alone", () => {
  expect(wishOf({ ...rule, topics }, "重新订阅优惠")).toEqual({ kind: "back", topic: "deals" });
  expect(wishOf({ ...rule, topics }, "恢复接收新品消息")).toEqual({ kind: "back", topic: "news" });
});

test("what is said to others is none", () => {
  expect(wishOf(rule, "@alice 退订")).toBeUndefined();
  expect(wishOf(rule, "＠小王 别发了")).toBeUndefined();
});

test("whatever a message repeats, reading it comes to an end", () => {
  const parts = [
    "请你",
    "你们的",
    "给我",
    "别再",
    "别",
    "发",
    "消息",
    "t",
    "td ",
    "烦死",
    "谢谢你",
    "please ",
    "ever again ",
    "a",
    "any more ",
  ];
  for (const one of parts)
    for (const other of parts) {
      const text = (one + other).repeat(100).slice(0, 199);
      expect([undefined, "stop"]).toContain(wishOf(rule, text)?.kind);
      wishOf({ ...rule, topics }, `${one.repeat(20)}${other.repeat(18)}x`.slice(0, 80));
    }
});
