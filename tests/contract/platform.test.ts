import { afterEach, describe, expect, test } from "@jest/globals";
import { PlatformFailure } from "../../src/core/errors.js";
import type { Platform } from "../../src/platform/port.js";
import { createSandbox } from "../../src/platform/sandbox/platform.js";
import { createTelegramPlatform } from "../../src/platform/telegram/platform.js";
import { type FakeBotApi, startFakeBotApi } from "../support/fake-bot-api.js";

const GROUP = "-1001000000001";
const png = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");

type Opened = {
  readonly platform: Platform;
  /** How many messages have arrived. */
  readonly arrived: () => number;
  readonly close: () => Promise<unknown>;
};

async function openTelegram(): Promise<Opened> {
  const api: FakeBotApi = await startFakeBotApi({});
  api.addBot(Number(GROUP), "HQ");
  const platform = createTelegramPlatform({
    token: "42:fake",
    apiRoot: api.url,
    now: Date.now,
    random: () => 0.5,
    onFatal: () => {},
  });
  return { platform, arrived: () => api.sent.length, close: api.stop };
}

async function openSandbox(): Promise<Opened> {
  let n = 0;
  const platform = createSandbox({ now: Date.now, run: "contract", heard: () => void n++ });
  return { platform, arrived: () => n, close: () => platform.stop() };
}

describe.each([
  ["telegram", openTelegram],
  ["sandbox", openSandbox],
])("the platform port: %s", (id, open) => {
  let opened: Opened;
  const to = { platform: id, chat: GROUP, direct: false };
  const begin = async () => {
    opened = await open();
    return opened;
  };
  afterEach(() => opened.close());

  test("a text arrives and has an id", async () => {
    const { platform, arrived } = await begin();
    const receipt = await platform.perform({ kind: "send_text", to, text: "你好" });
    expect(receipt.messageId).toMatch(/^\d+$/);
    expect(arrived()).toBe(1);
  });

  test("a picture arrives and has an id, or the platform says that it takes none", async () => {
    const { platform, arrived } = await begin();
    const sent = platform.perform({ kind: "send_image", to, png, alt: "-" });
    if (platform.capabilities.has("send_image")) {
      expect((await sent).messageId).toMatch(/^\d+$/);
      expect(arrived()).toBe(1);
      return;
    }
    await expect(sent).rejects.toMatchObject({ refusal: { kind: "unsupported" } });
    await expect(sent).rejects.toBeInstanceOf(PlatformFailure);
    expect(arrived()).toBe(0);
  });
});
