import { afterEach, beforeEach, expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import type { Platform } from "../../../src/platform/port.js";
import { createTelegramPlatform } from "../../../src/platform/telegram/platform.js";
import type { Timings } from "../../../src/platform/telegram/poll-loop.js";
import { type FakeBotApi, startFakeBotApi } from "../../support/fake-bot-api.js";
import type { FaultKind } from "../../support/fake-bot-api-faults.js";
import { until } from "../../support/until.js";
import { NEVER_MS, PATIENT } from "./patient.js";

const TOKEN = "77:SECRETsecret";
const GROUP = -1001;
const group = { platform: "telegram", chat: String(GROUP), direct: false };

let fake: FakeBotApi;
let platform: Platform;
let events: Event[];
let fatal: string[];
let told: string[];

function connect(
  options: { token?: string; apiRoot?: string; timings?: Partial<Timings> } = {},
): Platform {
  platform = createTelegramPlatform({
    token: options.token ?? TOKEN,
    apiRoot: options.apiRoot ?? fake.url,
    now: () => Date.now(),
    random: () => 0.5,
    onFatal: (code) => fatal.push(code),
    log: (code, fields) => told.push(`${code} ${JSON.stringify(fields)}`),
    timings: { ...PATIENT, ...options.timings },
  });
  return platform;
}

async function take(batch: readonly Event[]): Promise<void> {
  events.push(...batch);
}

const polls = () => fake.calls.filter(({ method }) => method === "getUpdates").length;
const texts = () => events.map((event) => (event.kind === "message" ? event.text : event.kind));

beforeEach(async () => {
  fake = await startFakeBotApi({ token: TOKEN });
  events = [];
  fatal = [];
  told = [];
  connect();
});

afterEach(async () => {
  await platform.stop();
  await fake.stop();
  expect(told.join("\n")).not.toContain("SECRET");
});

test("refusals with good polls between them end nothing", async () => {
  await platform.start(take);
  for (let round = 0; round < 8; round++) {
    fake.fault("getUpdates", round % 2 === 0 ? "unauthorised" : "not_found");
    fake.say(GROUP, 7, "Ana", `no. ${round}`);
    await until("it is heard", () => events.length > round);
    await until("the refusal is told", () => told.length > round);
  }
  expect(fatal).toEqual([]);
});

test.each<FaultKind>(["nothing", "null_update", "no_list", "unauthorised", "rate_limited"])(
  "%s, at once and again and again, is no reason to ask without a pause",
  async (kind) => {
    connect({ timings: { backOffMinMs: NEVER_MS, backOffMaxMs: NEVER_MS } });
    fake.fault("getUpdates", kind, 1_000_000, 0);
    await platform.start(take);
    // The bot has every chance to ask once more.
    for (let look = 0; look < 50; look++) await platform.count(group).catch(() => undefined);
    expect(polls()).toBeLessThanOrEqual(2);
  },
);

test("what can be read of a batch is heard, and the rest is said", async () => {
  fake.fault("getUpdates", "null_among_them");
  fake.say(GROUP, 7, "Ana", "one");
  await platform.start(take);
  await until("it hears", () => events.length > 0);
  fake.say(GROUP, 7, "Ana", "two");
  await until("it goes on", () => events.length > 1);
  expect(texts()).toEqual(["one", "two"]);
  expect(told.join()).toContain("TELEGRAM_UPDATE_UNREADABLE");
});

test("a wait of a day is cut short, and said", async () => {
  fake.fault("getUpdates", "rate_limited", 1, 86_400);
  await platform.start(take);
  fake.say(GROUP, 7, "Ana", "one");
  await until("it hears", () => events.length > 0);
  expect(told.join()).toContain('TELEGRAM_RETRY_CAPPED {"saidMs":86400000,"waitMs":20}');
});

test("a server that is set up again while the bot runs is heard from its first update on, and it is said", async () => {
  await platform.start(take);
  for (const text of ["1", "2", "3", "4", "5"]) fake.say(GROUP, 7, "Ana", text);
  await until("it hears five", () => events.length === 5);
  const { port } = fake;
  await fake.stop();
  fake = await startFakeBotApi({ token: TOKEN, port });
  await until("it polls there", () => polls() > 1);
  for (const text of ["6", "7", "8", "9", "10"]) fake.say(GROUP, 8, "Bo", text);
  await until("it hears the other five", () => events.length === 10);
  expect(texts()).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(10);
  expect(told.join()).toContain('TELEGRAM_IDS_RESTARTED {"from":5,"to":');
  expect(platform.health().notes).toEqual(["TELEGRAM_IDS_RESTARTED"]);
});

test("a server of which every second poll fails is heard, and each event once", async () => {
  await platform.start(take);
  for (let round = 0; round < 6; round++) {
    fake.fault("getUpdates", "cut");
    fake.say(GROUP, 7, "Ana", `no. ${round}`);
    await until("it is heard", () => events.length > round);
  }
  expect(texts()).toEqual(Array.from({ length: 6 }, (_, round) => `no. ${round}`));
  expect(platform.health().notes).toEqual([]);
});

test("what an outage held up doesn't tell what time it is", async () => {
  const user = { id: 7, is_bot: false, first_name: "Ana" };
  const sixHoursAgo = Math.floor(Date.now() / 1_000) - 6 * 3_600;
  await connect({ timings: { pollSeconds: 1 } }).start(take);
  await until("the bot has caught up", () => polls() > 2);
  const before = polls();
  fake.fault("getUpdates", "reset", 20);
  await until("polls fail", () => polls() > before + 1);
  fake.post(GROUP, user, "old", { date: sixHoursAgo });
  await until("it is heard", () => texts().includes("old"));
  expect(Date.now() - (platform.time?.().at ?? 0)).toBeLessThan(3_600_000);
});
