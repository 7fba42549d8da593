import { afterEach, beforeEach, expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import type { Platform } from "../../../src/platform/port.js";
import { createTelegramPlatform } from "../../../src/platform/telegram/platform.js";
import { type FakeBotApi, startFakeBotApi } from "../../support/fake-bot-api.js";
import { until } from "../../support/until.js";

/** Longer than any test: who waits for the end of it never stops. */
const NEVER_MS = 1_000_000;
const GROUP = -1001;
const group = { platform: "telegram", chat: String(GROUP), direct: false };
let fake: FakeBotApi;
beforeEach(async () => {
  fake = await startFakeBotApi({});
  fake.addBot(GROUP, "Tea");
});
afterEach(() => fake.stop());

const connect = (stopMs: number): Platform =>
  createTelegramPlatform({
    token: "77:fake",
    apiRoot: fake.url,
    now: Date.now,
    random: () => 0.5,
    onFatal: () => {},
    timings: { pollSeconds: NEVER_MS / 1_000, pollAbortMs: NEVER_MS, stopMs },
  });
const polls = () => fake.calls.filter(({ method }) => method === "getUpdates").length;

test("stop does not wait for a long poll to end, and nothing is heard after it", async () => {
  const platform = connect(NEVER_MS);
  const heard: Event[] = [];
  await platform.start(async (batch) => void heard.push(...batch));
  await until("a long poll is open", () => polls() > 1);
  const before = heard.length;
  await platform.stop();
  fake.say(GROUP, 7, "Ana", "one");
  await platform.count(group);
  expect([polls(), heard.length]).toEqual([2, before]);
});

test("stop waits for a batch that is being taken in", async () => {
  const platform = connect(NEVER_MS);
  const order: string[] = [];
  const offered: (() => void)[] = [];
  await platform.start(async () => {
    await new Promise<void>((resolve) => offered.push(resolve));
    order.push("taken in");
  });
  await until("the batch is offered", () => offered.length > 0);
  const stopped = platform.stop().then(() => order.push("stopped"));
  await platform.count(group);
  offered[0]?.();
  await stopped;
  expect(order).toEqual(["taken in", "stopped"]);
});

test("stop does not wait for ever for a batch that hangs", async () => {
  const platform = connect(100);
  let offered = false;
  await platform.start(() => {
    offered = true;
    return new Promise(() => undefined);
  });
  await until("the batch is offered", () => offered);
  await platform.stop();
  expect(polls()).toBe(1);
});
