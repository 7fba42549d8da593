import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/action.js";
import { PlatformFailure } from "../../../src/core/errors.js";
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
const ana = { platform: "telegram", chat: "7", direct: true };

let fake: FakeBotApi;
let platform: Platform;
let events: Event[];
let fatal: string[];
let told: string[];
let clock: number | undefined;

function connect(
  options: { token?: string; apiRoot?: string; timings?: Partial<Timings> } = {},
): Platform {
  platform = createTelegramPlatform({
    token: options.token ?? TOKEN,
    apiRoot: options.apiRoot ?? fake.url,
    now: () => clock ?? Date.now(),
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

async function refusal(deed: Promise<unknown>): Promise<object> {
  try {
    await deed;
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    told.push(`${error.message} ${error.stack}`);
    return error.refusal;
  }
  throw new Error("no refusal");
}

const texts = () => events.map((event) => (event.kind === "message" ? event.text : event.kind));
const say = (text: string): Action => ({ kind: "send_text", to: group, text });

beforeEach(async () => {
  fake = await startFakeBotApi({ token: TOKEN });
  events = [];
  fatal = [];
  told = [];
  clock = undefined;
  connect();
});

afterEach(async () => {
  await platform.stop();
  await fake.stop();
  expect(told.join("\n")).not.toContain("SECRET");
});

describe("polling", () => {
  test("events come in order, joins by link among them, once each", async () => {
    await platform.start(take);
    fake.addBot(GROUP, "Tea");
    fake.join(GROUP, 7, "Ana");
    fake.say(GROUP, 7, "Ana", "one");
    fake.say(GROUP, 7, "Ana", "two");
    fake.leave(GROUP, 7);
    fake.migrate(GROUP, -1002);
    await until("it hears of the move", () => texts().includes("migrated"));
    expect(texts()).toEqual(["bot_status", "joined", "one", "two", "left", "migrated"]);
    expect(platform.self.id).toBe("77");
    expect(platform.health()).toMatchObject({ ok: true, notes: [] });
  });

  test("the offset moves only after the batch was taken in", async () => {
    fake.say(GROUP, 7, "Ana", "one");
    const offsets = () =>
      fake.calls.filter(({ method }) => method === "getUpdates").map(({ body }) => body.offset);
    const before: unknown[][] = [];
    await platform.start(async (batch) => {
      before.push(offsets());
      if (before.length < 3) throw new Error(`the disk is full ${TOKEN}`);
      await take(batch);
    });
    await until("the offset moves", () => offsets().includes(2));
    expect(before).toEqual([[undefined], [undefined], [undefined]]);
    expect(texts()).toEqual(["one"]);
    expect(told.join()).toContain("the disk is full");
  });

  test("a batch that was not taken in comes again after a restart", async () => {
    fake.say(GROUP, 7, "Ana", "one");
    let offered = 0;
    await platform.start(async () => {
      offered += 1;
      throw new Error("no");
    });
    await until("it is offered", () => offered > 0);
    await platform.stop();
    await connect().start(take);
    await until("it hears something", () => events.length > 0);
    expect(texts()).toEqual(["one"]);
  });

  test.each<FaultKind>([
    "html502",
    "hang",
    "reset",
    "conflict",
    "rate_limited",
    "lost",
    "cut",
    "unauthorised",
    "not_found",
    "nothing",
    "null_update",
    "no_list",
  ])("%s is survived without a gap", async (kind) => {
    if (kind === "hang") connect({ timings: { pollAbortMs: 1_000 } });
    fake.fault("getUpdates", kind, 2, 0.01);
    await platform.start(take);
    fake.say(GROUP, 7, "Ana", "one");
    fake.say(GROUP, 7, "Ana", "two");
    await until("it hears both", () => events.length >= 2);
    expect(texts()).toEqual(["one", "two"]);
    expect(fatal).toEqual([]);
  });

  test("a second poller that stays ends it", async () => {
    connect({ timings: { conflictMs: 60 } });
    fake.fault("getUpdates", "conflict", 1_000_000);
    await platform.start(take);
    await until("it ends", () => fatal.length > 0);
    expect(fatal).toEqual(["TELEGRAM_CONFLICT"]);
  });

  test("a token that is revoked later ends it", async () => {
    fake.fault("getUpdates", "unauthorised", 1_000_000);
    await platform.start(take);
    await until("it ends", () => fatal.length > 0);
    expect(fatal).toEqual(["TELEGRAM_TOKEN_REFUSED"]);
  });

  test("a wrong token fails the start", async () => {
    const start = connect({ token: "77:SECRETwrong" }).start(take);
    await expect(start).rejects.toMatchObject({ code: "TELEGRAM_TOKEN_REFUSED" });
  });

  test("an unreachable Telegram is waited for", async () => {
    fake.fault("getMe", "html502", 3);
    await platform.start(take);
    expect(platform.self.id).toBe("77");
    expect(platform.health().ok).toBe(false);
    fake.say(GROUP, 7, "Ana", "@fake_bot one");
    await until("it hears something", () => events.length > 0);
    expect(events[0]).toMatchObject({ toBot: true });
  });

  test("health grows old without polls", async () => {
    clock = 10_000;
    await platform.start(take);
    await until("it is well", () => platform.health().ok);
    expect(platform.health().lastPollAt).toBe(10_000);
    await platform.stop();
    clock += NEVER_MS - 1;
    expect(platform.health().ok).toBe(true);
    clock += 1;
    expect(platform.health().ok).toBe(false);
  });

  test("privacy mode is noted", async () => {
    await fake.stop();
    fake = await startFakeBotApi({ token: TOKEN, privacy: true });
    await connect().start(take);
    expect(platform.health().notes).toEqual(["TELEGRAM_PRIVACY_MODE"]);
  });
});

describe("deeds", () => {
  beforeEach(() => fake.addBot(GROUP, "Tea"));

  test("texts, links, counts and join requests", async () => {
    await platform.start(take);
    fake.requestJoin(GROUP, 7, "Ana");
    fake.requestJoin(GROUP, 8, "Bo");
    expect(await platform.perform(say("hi"))).toEqual({ messageId: expect.any(String) });
    await platform.perform({ kind: "send_text", to: ana, text: "wait" });
    expect(await platform.perform({ kind: "invite_link", to: group })).toEqual({
      link: expect.stringMatching(/^https:/),
    });
    expect(fake.calls.at(-1)?.body).toMatchObject({ creates_join_request: true });
    await platform.perform({ kind: "approve_join", to: group, user: "7" });
    await platform.perform({ kind: "decline_join", to: group, user: "8" });
    expect(await platform.count(group)).toBe(2);
    await until("she has joined", () => texts().includes("joined"));
    expect(fake.sent.map(({ chat_id, text }) => [chat_id, text])).toEqual([
      [GROUP, "hi"],
      [7, "wait"],
    ]);
  });

  test("an approval whose answer was lost can be repeated", async () => {
    fake.requestJoin(GROUP, 7, "Ana");
    fake.fault("approveChatJoinRequest", "lost");
    const approve = () => platform.perform({ kind: "approve_join", to: group, user: "7" });
    expect(await refusal(approve())).toEqual({ kind: "offline", delivered: "maybe" });
    expect(await approve()).toEqual({});
  });

  const offline = { kind: "offline", delivered: "maybe" };
  test.each<[FaultKind, object, number]>([
    ["html502", offline, 0],
    ["hang", offline, 0],
    ["reset", offline, 0],
    ["lost", offline, 1],
    ["cut", offline, 1],
    ["null_update", offline, 0],
    ["rate_limited", { kind: "rate_limited", retryAfterMs: 4_000 }, 0],
    ["unauthorised", { kind: "offline", delivered: "no" }, 0],
  ])("%s", async (kind, expected, sent) => {
    if (kind === "hang") connect({ timings: { callAbortMs: 100 } });
    fake.fault("sendMessage", kind, 1, 4);
    expect(await refusal(platform.perform(say("hi")))).toEqual(expected);
    expect(fake.sent).toHaveLength(sent);
  });

  test("nobody there", async () => {
    connect({ apiRoot: "http://127.0.0.1:1" });
    const expected = { kind: "offline", delivered: "no" };
    expect(await refusal(platform.perform(say("hi")))).toEqual(expected);
    expect(await refusal(platform.count(group))).toEqual(expected);
  });

  test("no chat, no leave to write, too long, moved, not a person", async () => {
    const nowhere = { ...group, chat: "-5" };
    expect(await refusal(platform.count(nowhere))).toEqual({ kind: "gone" });
    const direct = platform.perform({ kind: "send_text", to: ana, text: "hi" });
    expect(await refusal(direct)).toEqual({ kind: "forbidden" });
    expect(await refusal(platform.perform(say("x".repeat(4_097))))).toEqual({ kind: "too_long" });
    const crowd: Action = { kind: "approve_join", to: group, user: "chat:-1" };
    expect(await refusal(platform.perform(crowd))).toEqual({ kind: "unsupported" });
    fake.migrate(GROUP, -1002);
    expect(await refusal(platform.perform(say("hi")))).toEqual({ kind: "gone", newId: "-1002" });
  });

  test("the flood limit of a group", async () => {
    await fake.stop();
    fake = await startFakeBotApi({ token: TOKEN, flood: true });
    fake.addBot(GROUP, "Tea");
    connect();
    for (let turn = 0; turn < 20; turn += 1) await platform.perform(say("hi"));
    expect(await refusal(platform.perform(say("hi")))).toMatchObject({ kind: "rate_limited" });
  });

  test("an HTML page in place of JSON does not give the token away", async () => {
    fake.fault("sendMessage", "html200");
    fake.fault("getMe", "html200");
    expect(await refusal(platform.perform(say("hi")))).toEqual(offline);
    await platform.start(take);
    expect(told.join()).toContain("TELEGRAM_UNREACHABLE");
  });
});
