import { expect, test } from "vitest";
import { toFailure } from "../../../src/platform/wechat/failures.js";
import { NoAnswer } from "../../../src/platform/wechat/later.js";

const grpc = (code: number, details = "") => ({ code, details, message: `${code}: ${details}` });
const never = { kind: "offline", delivered: "no" };
const maybe = { kind: "offline", delivered: "maybe" };
const limited = { kind: "rate_limited", retryAfterMs: 60_000 };

const table: readonly (readonly [string, unknown, object])[] = [
  ["no answer", new NoAnswer(), maybe],
  ["never connected", grpc(14, "No connection established. Last error: ECONNREFUSED"), never],
  ["no such host", grpc(14, "Name resolution failed for target dns:x"), never],
  ["no line any more", new Error("NO CLIENT"), never],
  ["nor its manager", new Error("no grpc manager"), never],
  ["broke under way", grpc(14, "Connection dropped"), maybe],
  ["cancelled", grpc(1, "Cancelled"), maybe],
  ["its own deadline", grpc(4, "Deadline exceeded"), maybe],
  ["token refused", grpc(16, "Invalid Wechaty TOKEN"), never],
  ["not served", grpc(12, "not there"), { kind: "unsupported" }],
  ["forbidden", grpc(7), { kind: "forbidden" }],
  ["not found", grpc(5), { kind: "gone" }],
  ["exhausted", grpc(8), limited],
  ["a puppet can't", grpc(13, "Wechaty Puppet Unsupported API Error."), { kind: "unsupported" }],
  ["a puppet can't, in Chinese", new Error("该消息类型暂不支持"), { kind: "unsupported" }],
  ["too often", grpc(2, "send message too frequently"), limited],
  ["too often, in Chinese", new Error("操作过于频繁，请稍后再试"), limited],
  ["too long", new Error("text is too long"), { kind: "too_long" }],
  ["too long, in Chinese", new Error("内容超长"), { kind: "too_long" }],
  ["no such room", new Error("room 1@chatroom does not exist"), { kind: "gone" }],
  ["no such group, in Chinese", new Error("群聊不存在"), { kind: "gone" }],
  ["not a friend", new Error("wxid_1 is not your friend"), { kind: "forbidden" }],
  ["not in the room", new Error("you are not in the room"), { kind: "forbidden" }],
  ["not the owner", new Error("only for admins: not the owner"), { kind: "forbidden" }],
  ["not a friend, in Chinese", new Error("对方不是好友"), { kind: "forbidden" }],
  ["no right, in Chinese", new Error("没有权限"), { kind: "forbidden" }],
  ["something else", grpc(13, "boom"), { kind: "unknown", delivered: "maybe" }],
  ["a stack", new Error("boom\nat not a friend"), { kind: "unknown", delivered: "maybe" }],
  ["nothing", undefined, { kind: "unknown", delivered: "maybe" }],
];

test.each(table)("%s", (_name, error, refusal) => {
  const failure = toFailure(error, "messageSendText", []);
  expect(failure.refusal).toEqual(refusal);
  expect(failure.message).toMatch(/^messageSendText: ./);
});
