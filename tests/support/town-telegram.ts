import { createTelegramPlatform } from "../../src/platform/telegram/platform.js";
import { type FakeBotApi, startFakeBotApi } from "./fake-bot-api.js";
import { ON_MONGO } from "./story-stores.js";
import type { OpenTownPlatform } from "./town-platform.js";
import { until } from "./until.js";

/** An account on the fake Telegram, in this process. */
export const openTelegramTown: OpenTownPlatform = async ({ clock, chats, api: given }) => {
  const api: FakeBotApi = given ?? (await startFakeBotApi({}));
  // A process that comes anew takes what is said for as old as it looks, until it has caught up and learns by how much
  // its clock differs from Telegram's. Whoever puts the bot's clock forward or back changes nobody else's.
  const opened = clock.now() - clock.monotonic();
  if (ON_MONGO) api.tellTimeBy(() => opened + clock.monotonic());
  if (!given) for (const chat of chats) api.addBot(chat, `chat ${chat}`);
  let before = 0;
  const reopen = () => {
    before = api.calls.length;
    return createTelegramPlatform({
      token: "42:fake",
      apiRoot: api.url,
      now: clock.now,
      random: () => 0.5,
      onFatal: () => {},
    });
  };
  /** Whoever has caught up holds its polls open. */
  const caughtUp = () =>
    api.pending().length === 0 &&
    api.calls
      .slice(before)
      .some(({ method, body }) => method === "getUpdates" && Number(body.timeout) > 0);
  // What is said waits for the next poll, which comes within a few rounds unless each takes the store its time.
  const settle = async () => {
    if (ON_MONGO) await until("what was said is taken in", caughtUp);
  };
  const quiet = () => new Promise((resolve) => setImmediate(resolve));
  const nothing = async () => {};
  return {
    ...{ api, platform: reopen(), reopen, quiet, settle, prepare: nothing },
    begin: settle,
    close: () => api.stop(),
  };
};
