import { createRuntime } from "../../src/app/runtime.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import { createTelegramPlatform } from "../../src/platform/telegram/platform.js";
import { checkFiles } from "../../src/playbook/check/check.js";
import { noEnv } from "../../src/playbook/read/env.js";
import { versionsOf } from "../../src/playbook/versions/version.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { startFakeBotApi } from "./fake-bot-api.js";
import { tally } from "./tally.js";
import { readEdition } from "./tea.js";

export const BOSS = 10001;
/** The group of each brand, and one that nobody has bound. */
export const TEA = -1001000000001;
export const PETS = -1001000000002;
export const FREE = -1001000000003;
export const SHOP = "telegram:shop";

const brand = (client: string, chat: number, account?: string) => ({
  ...{ version: 1, client, brand: client, timezone: "Asia/Shanghai", currency: "CNY" },
  ...{
    locale: "zh-CN",
    persona: client,
    operators: { boss: { telegram: String(BOSS), role: "owner" } },
  },
  groups: {
    pools: { all: { title: client } },
    chats: {
      one: {
        platform: "telegram",
        chat: String(chat),
        pool: "all",
        ...(account ? { account } : {}),
      },
    },
  },
  replies: { open: { when: { keywords: ["几点"] }, say: "open" } },
});
const persona = (id: string) => ({
  ...{ version: 1, id, name: id, kind: "brand", pacing: { min: "0s", max: "0s" } },
  lines: { open: `${id}九点开门` },
});

const closers: (() => Promise<unknown>)[] = [];

/** Closes what was opened; for `afterEach`. */
export async function closeBots(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** Two brands on two Telegram accounts, each against a fake of its own, in one process. */
export async function openTwoBots(
  given: { readonly store?: Store; readonly tokens?: readonly string[] } = {},
) {
  const clock = createManualClock(Date.parse("2026-11-24T10:00:00+08:00"));
  const store = given.store ?? (await openSqliteStore(":memory:", tally));
  const [first, shop] = await Promise.all(
    ["42:first", "43:shop"].map((token) => startFakeBotApi({ token })),
  );
  if (!first || !shop) throw new Error("no fakes");
  for (const chat of [TEA, FREE]) first.addBot(chat, `chat ${chat}`);
  for (const chat of [PETS, FREE]) shop.addBot(chat, `chat ${chat}`);
  const files = [brand("tea", TEA), persona("tea"), brand("pets", PETS, "shop"), persona("pets")];
  const checked = checkFiles(
    files.map((value, n) => ({ path: `${n}.yaml`, text: JSON.stringify(value, null, 1) })),
    { lang: "en", env: noEnv },
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings, null, 1));
  const playbooks = createPlaybooks();
  const versions = versionsOf(checked, noEnv);
  playbooks.replace(versions);
  const lost: string[] = [];
  const tokens = given.tokens ?? ["42:first", "43:shop"];
  const platforms = [first, shop].map((api, n) =>
    Object.assign(
      createTelegramPlatform({
        token: tokens[n] ?? "",
        ...(n > 0 ? { account: SHOP } : {}),
        apiRoot: api.url,
        now: clock.now,
        random: () => 0.5,
        onFatal: (code) => lost.push(code),
        timings: { backOffMinMs: 1, backOffMaxMs: 1, conflictMs: 30, conflictGapMs: 1 },
      }),
      { limits: { minGapMs: 0, perSecond: 1e6, groupGapMs: 0, directGapMs: 0 } },
    ),
  );
  const bugs: unknown[] = [];
  const runtime = createRuntime({
    ...{ store, playbooks, clock, platforms },
    files: { check: async () => ({ ok: true, lines: [], versions }), read: readEdition },
    onBug: (what, error) => bugs.push([what, error]),
    onLost: (account, { code }) => lost.push(`${account} ${code}`),
  });
  closers.push(
    () => Promise.all([first.stop(), shop.stop()]),
    () => store.close(),
    () => runtime.stop(),
  );
  await runtime.start();
  const pass = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      clock.set(clock.now() + 20);
      await runtime.pump();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  return {
    ...{ clock, store, runtime, platforms, first, shop, lost, bugs },
    /** Lets the network come to rest. */
    rest: () => pass(50),
    until: async (what: string, done: () => boolean | Promise<boolean>) => {
      for (let round = 0; round < 500; round++) {
        if (await done()) return;
        await pass(1);
      }
      throw new Error(`never: ${what}; sent ${JSON.stringify([first.sent, shop.sent])}; ${bugs}`);
    },
  };
}
