import type { Action } from "../../src/core/action.js";
import { PlatformFailure, type Refusal } from "../../src/core/errors.js";
import type { Origin } from "../../src/core/event.js";
import { createSandbox } from "../../src/platform/sandbox/platform.js";
import { createTelegramPlatform } from "../../src/platform/telegram/platform.js";
import { createWechatPlatform } from "../../src/platform/wechat/platform.js";
import { startFakeBotApi } from "../support/fake-bot-api.js";
import { createMemoryPuppet } from "../support/memory-puppet.js";
import { GROUP, type Opened, PNG, platformContract } from "./contract.js";

const TOKEN = "42:SECRETsecret";
const chat = Number(GROUP);

/** What Telegram adds to a message that isn't its writer's own word. */
const PASSED: Readonly<Record<Origin, object>> = {
  forwarded: { forward_origin: { type: "hidden_user", date: 5, sender_user_name: "x" } },
  channel: { is_automatic_forward: true, sender_chat: { id: -9, type: "channel", title: "News" } },
  anonymous: { sender_chat: { id: chat, type: "supergroup", title: "HQ" } },
  via_bot: { via_bot: { id: 88, is_bot: true, first_name: "Music" } },
  bot: {},
};

async function openTelegram(token = TOKEN): Promise<Opened> {
  const api = await startFakeBotApi({ token: TOKEN });
  api.addBot(chat, "HQ");
  const said = new Map<string, number>();
  const from = (user: string) => ({ id: Number(user), is_bot: false, first_name: user });
  let ahead = 0;
  const platform = createTelegramPlatform({
    token,
    apiRoot: api.url,
    now: () => Date.now() + ahead,
    random: () => 0.5,
    onFatal: () => {},
    timings: { backOffMinMs: 1, backOffMaxMs: 1 },
  });
  const to = { platform: "telegram", chat: GROUP, direct: false };
  const text = (words: string, place = to): Action => ({
    kind: "send_text",
    to: place,
    text: words,
  });

  async function provoke(refusal: Refusal): Promise<Action> {
    switch (refusal.kind) {
      case "rate_limited":
        api.fault("sendMessage", "rate_limited", 1, refusal.retryAfterMs / 1_000);
        return text("hi");
      case "forbidden":
        api.fault("sendMessage", "no_rights");
        return text("hi");
      case "gone":
        if (refusal.newId === undefined) return text("hi", { ...to, chat: "-5" });
        api.migrate(chat, Number(refusal.newId));
        return text("hi");
      case "unsupported":
        api.fault("sendPhoto", "no_photos");
        return { kind: "send_image", to, png: PNG, alt: "-" };
      case "too_long":
        return text("x".repeat(4_097));
      case "offline":
        if (refusal.delivered === "no") await api.stop();
        else api.fault("sendMessage", "lost");
        return text("hi");
      case "unknown":
        api.fault("sendMessage", "withdrawn");
        return text("hi");
    }
  }

  return {
    platform,
    say: (user, words) => void said.set(user, api.post(chat, from(user), words)),
    edit: (user, words) => api.edit(chat, from(user), said.get(user) ?? 0, words),
    pass: (user, words, origin) => {
      api.post(chat, { ...from(user), is_bot: origin === "bot" }, words, PASSED[origin]);
    },
    join: (user) => api.join(chat, Number(user), user),
    leave: (user) => api.leave(chat, Number(user), user),
    ask: (user) => api.requestJoin(chat, Number(user), user),
    arrived: () => api.sent.length,
    forward: (ms) => {
      ahead += ms;
    },
    provoke,
    close: async () => {
      await platform.stop();
      await api.stop();
    },
  };
}

async function openSandbox(): Promise<Opened> {
  let arrived = 0;
  let refused: Refusal | undefined;
  let ahead = 0;
  const platform = createSandbox({
    now: () => Date.now() + ahead,
    run: "contract",
    // The sandbox takes everything in; whoever listens to it says what goes wrong.
    heard: () => {
      const refusal = refused;
      refused = undefined;
      if (refusal) throw new PlatformFailure(refusal, "as the contract wants it");
      arrived += 1;
    },
  });
  const to = { platform: "sandbox", chat: GROUP, direct: false };
  // One after the other, as the lines of a transcript; whoever was not heard says it again.
  let last: Promise<unknown> = Promise.resolve();
  const act = (deed: () => Promise<void>) => {
    last = last.then(() => deed().catch(deed));
  };
  return {
    platform,
    say: (user, text) => act(() => platform.say(to, user, text)),
    edit: (user, text) => act(() => platform.edit(to, user, text)),
    pass: (user, text, origin) => act(() => platform.say(to, user, text, origin)),
    join: (user) => act(() => platform.join(GROUP, user)),
    leave: (user) => act(() => platform.leave(GROUP, user)),
    ask: (user) => act(() => platform.ask(GROUP, user)),
    arrived: () => arrived,
    forward: (ms) => {
      ahead += ms;
    },
    provoke: async (refusal) => {
      refused = refusal;
      return { kind: "send_text", to, text: "hi" };
    },
    close: () => platform.stop(),
  };
}

/** What is said to be refused, in the words of some puppet. */
const WORDS: Partial<Record<Refusal["kind"], string>> = {
  forbidden: "not a member of this room",
  unsupported: "Wechaty Puppet Unsupported API Error.",
  too_long: "the text is too long",
};

async function openWechat(refuses = false): Promise<Opened> {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() };
  const memory = createMemoryPuppet(clock);
  memory.loggedIn();
  memory.addRoom(GROUP);
  const said = { code: 16, details: "Invalid Wechaty TOKEN SECRETtoken" };
  if (refuses) memory.fault("start", { how: "reject", error: said });
  const platform = createWechatPlatform({
    open: async () => memory.open,
    clock,
    random: () => 0.5,
    onFatal: () => {},
    secrets: ["SECRETtoken"],
    timings: { backOffMinMs: 1, backOffMaxMs: 1, callMs: 500 },
  });
  const to = { platform: "wechat", chat: GROUP, direct: false };
  const text: Action = { kind: "send_text", to, text: "hi" };
  const failing = (error: unknown, how: "reject" | "lost" = "reject"): Action => {
    memory.fault("messageSendText", { how, error });
    return text;
  };

  async function provoke(refusal: Refusal): Promise<Action> {
    switch (refusal.kind) {
      case "rate_limited":
        return failing(new Error("send too often SECRETtoken"));
      case "gone":
        return failing(new Error(`room ${GROUP} not found`));
      case "offline":
        if (refusal.delivered === "no")
          return failing({ code: 14, details: "14 UNAVAILABLE: connect ECONNREFUSED SECRETtoken" });
        return failing({ code: 14, details: "Connection dropped" }, "lost");
      case "unknown":
        return failing(new Error("it hurts"), "lost");
      default:
        return failing(new Error(WORDS[refusal.kind]));
    }
  }

  return {
    platform,
    say: (user, words) => void memory.say(user, words, { roomId: GROUP }),
    edit: () => {},
    pass: (user, words) => void memory.say(user, words, { roomId: GROUP, type: 4 }),
    join: (user) => memory.join(GROUP, user),
    leave: (user) => memory.leave(GROUP, user),
    ask: () => {},
    arrived: () => memory.sent.length,
    forward: (ms) => {
      ahead += ms;
    },
    provoke,
    close: () => platform.stop(),
  };
}

platformContract({
  id: "wechat",
  open: openWechat,
  unusable: () => openWechat(true),
  lacks: ["edits", "seats asked for", "links", "channel", "anonymous", "via_bot", "bot"],
  neverSays: [
    // It has a wait of its own, ids are for ever, and whoever doesn't say that it did nothing may have done it.
    { kind: "rate_limited", retryAfterMs: 4_000 },
    { kind: "gone", newId: "-1002" },
    { kind: "unknown", delivered: "no" },
  ],
});
platformContract({
  id: "telegram",
  open: openTelegram,
  unusable: () => openTelegram("42:SECRETwrong"),
  // What it answers it has not done; without an answer it is offline.
  neverSays: [{ kind: "unknown", delivered: "maybe" }],
});
platformContract({ id: "sandbox", open: openSandbox });
