import { afterEach, expect, test } from "@jest/globals";
import { checkFolders } from "../../src/cli/files.js";
import { createTelegramPlatform } from "../../src/platform/telegram/platform.js";
import { editionsOf } from "../../src/playbook/edition.js";
import { createBook } from "../../src/runtime/book.js";
import { createManualClock } from "../../src/runtime/clock.js";
import { createRuntime } from "../../src/runtime/runtime.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { startFakeBotApi } from "../support/fake-bot-api.js";

const HQ = -1001000000001;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The whole runtime against the fake Bot API, on a clock that is moved by hand. */
async function openTown() {
  const clock = createManualClock(Date.parse("2026-11-24T10:00:00+08:00"));
  const api = await startFakeBotApi({});
  const checked = await checkFolders({
    playbooks: "playbooks",
    personas: "personas",
    lang: "zh-CN",
    env: () => undefined,
  });
  const book = createBook();
  book.replace(editionsOf(checked, () => undefined));
  const store = await openSqliteStore(":memory:");
  const platform = createTelegramPlatform({
    token: "42:fake",
    apiRoot: api.url,
    now: clock.now,
    random: () => 0.5,
    onFatal: () => {},
  });
  const parked: unknown[] = [];
  const files = {
    check: async () => ({ ok: true, lines: [] }),
    reload: async () => ({ ok: true, lines: [] }),
  };
  const runtime = createRuntime({
    store,
    book,
    clock,
    files,
    platforms: [platform],
    onBug: (_what, error) => parked.push(error),
  });
  closers.push(
    () => api.stop(),
    () => store.close(),
    () => runtime.stop(),
  );
  await runtime.start();
  /** Pumps until the fake has received a matching text. */
  const heard = async (part: string) => {
    for (let round = 0; round < 200; round++) {
      clock.set(clock.now() + 100);
      await runtime.pump();
      const found = api.sent.find(({ text }) => text?.includes(part));
      if (found) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`never heard: ${part}; heard ${JSON.stringify(api.sent)}; parked ${parked}`);
  };
  return { api, clock, runtime, heard, store };
}

test("a person joins by Telegram and is welcomed, a keyword is answered, a stranger's command is not", async () => {
  const { api, heard } = await openTown();
  api.addBot(HQ, "茶野福利1群");
  api.join(HQ, 501, "小雨");
  await heard("小雨");
  api.say(HQ, 501, "小雨", "有优惠吗");
  const answer = await heard("优惠");
  expect(String(answer.chat_id)).toBe(String(HQ));
  const before = api.sent.length;
  api.say(HQ, 501, "小雨", "/status");
  api.say(HQ, 10001, "老板", "/whoami");
  await heard("owner");
  expect(api.sent.length).toBe(before + 1);
});
