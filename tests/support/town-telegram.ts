import { createTelegramPlatform } from "../../src/platform/telegram/platform.js";
import { type FakeBotApi, startFakeBotApi } from "./fake-bot-api.js";
import type { OpenTownPlatform } from "./town-platform.js";

/** An account on the fake Telegram, in this process. */
export const openTelegramTown: OpenTownPlatform = async ({ clock, chats, api: given }) => {
  const api: FakeBotApi = given ?? (await startFakeBotApi({}));
  if (!given) for (const chat of chats) api.addBot(chat, `chat ${chat}`);
  const reopen = () =>
    createTelegramPlatform({
      token: "42:fake",
      apiRoot: api.url,
      now: clock.now,
      random: () => 0.5,
      onFatal: () => {},
    });
  // What is said waits for the next poll, which comes within a few rounds.
  const quiet = () => new Promise((resolve) => setImmediate(resolve));
  const nothing = async () => {};
  return {
    ...{ api, platform: reopen(), reopen, quiet, settle: nothing, prepare: nothing },
    begin: () => {},
    close: () => api.stop(),
  };
};
