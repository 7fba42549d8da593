import { createRuntime } from "../dist/app/runtime.js";
import { PlatformFailure } from "../dist/core/errors.js";
import type { Platform } from "../dist/platform/port.js";
import { createTelegramPlatform } from "../dist/platform/telegram/platform.js";
import { openSqliteStore } from "../dist/store/sqlite/store.js";
import { startFakeBotApi } from "../tests/support/fake-bot-api.js";
import { until } from "./product.js";
import { openFolder } from "./rig.js";
import { print, round } from "./statistics.js";
import { chatOf, openTown, settle, TALLY } from "./town.js";

const GROUPS = 300;
/** Telegram lets a bot send this many messages a second to all chats together. */
const ALLOWED_PER_S = 30;
/** A ticking clock that starts just before the playbook's scheduled message. */
const JUST_BEFORE = Date.parse("2026-11-24T14:29:57+08:00");

/** Counts the calls that the platform refuses because they come too fast. */
function countRefusals(platform: Platform): () => number {
  const perform = platform.perform.bind(platform);
  let refused = 0;
  platform.perform = async (action) => {
    try {
      return await perform(action);
    } catch (error) {
      if (error instanceof PlatformFailure && error.refusal.kind === "rate_limited") refused += 1;
      throw error;
    }
  };
  return () => refused;
}

/** One scheduled message to every group: scheduler, outbox, dispatcher, governor, Telegram adapter. */
async function measure() {
  const folder = await openFolder();
  const store = await openSqliteStore(folder.path, TALLY);
  await settle(store, GROUPS, 0);
  const api = await startFakeBotApi({ flood: true });
  for (let n = 0; n < GROUPS; n += 1) api.addBot(Number(chatOf(n)), `群${n}`, "member");
  const ahead = JUST_BEFORE - Date.now();
  const clock = { now: () => Date.now() + ahead };
  const telegram = createTelegramPlatform({
    token: "42:bench",
    apiRoot: api.url,
    now: clock.now,
    random: Math.random,
    onFatal: (code) => process.stderr.write(`${code}\n`),
  });
  const refused = countRefusals(telegram);
  const runtime = createRuntime({
    store,
    ...(await openTown()),
    clock,
    platforms: [telegram],
    onBug: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
  });
  await runtime.start();
  runtime.drive();
  const reached = () => new Set(api.sent.map(({ chat_id }) => chat_id)).size;
  await until(`${GROUPS} groups reached`, () => reached() >= GROUPS);
  await runtime.stop();
  await store.close();
  const { sent } = api;
  await api.stop();
  await folder.remove();
  const seconds = ((sent.at(-1)?.at ?? 0) - (sent[0]?.at ?? 0)) / 1_000;
  const rate = (sent.length - 1) / seconds;
  return {
    groups: GROUPS,
    messages: sent.length,
    seconds: round(seconds, 2),
    messages_per_s: round(rate, 2),
    allowed_per_s: ALLOWED_PER_S,
    share_of_allowed: round(rate / ALLOWED_PER_S, 3),
    refused_429: refused(),
  };
}

print(await measure());
