import type { Event } from "../../src/core/event.js";
import { createWechatPlatform } from "../../src/platform/wechat/platform.js";
import type { OpenPuppet } from "../../src/platform/wechat/puppet.js";
import type { LoginNews } from "../../src/platform/wechat/session.js";
import { createManualTime } from "./manual-time.js";
import { createMemoryPuppet } from "./memory-puppet.js";

export const ROOM = "123@chatroom";
export const TO = { platform: "wechat", chat: ROOM, direct: false } as const;

/** An account on a puppet in memory, whose time passes by hand; the puppet is logged in unless a test says no. */
export function openAccount(
  given: { readonly loggedIn?: boolean; readonly open?: () => Promise<OpenPuppet> } = {},
) {
  const time = createManualTime();
  const memory = createMemoryPuppet(time.clock);
  if (given.loggedIn ?? true) memory.loggedIn();
  memory.addRoom(ROOM, ["ana"]);
  const heard: Event[] = [];
  const fatal: string[] = [];
  const news: LoginNews[] = [];
  const logged: string[] = [];
  const platform = createWechatPlatform({
    open: given.open ?? (async () => memory.open),
    clock: time.clock,
    later: time.later,
    random: () => 0.5,
    onFatal: (code) => void fatal.push(code),
    onLogin: (one) => void news.push(one),
    secrets: ["SECRET"],
    log: (code, fields) => void logged.push(`${code} ${JSON.stringify(fields)}`),
  });
  const failing: { error?: Error } = {};
  return {
    ...{ time, memory, platform, heard, fatal, news, logged, failing },
    /** Starts it, and lets the first minute pass unless `at once`. */
    async start(since?: string, pass = 61_000): Promise<void> {
      const started = platform.start(async (events) => {
        if (failing.error) throw failing.error;
        heard.push(...events);
      }, since);
      let begun = false;
      const over = () => {
        begun = true;
      };
      started.then(over, over);
      await time.settle();
      while (!begun) await time.pass(1_000);
      await started;
      await time.pass(pass);
    },
    /** What was heard, each as its kind and text or person. */
    told: () =>
      heard.map((event) => {
        if (event.kind === "message") return event.text;
        if (event.kind === "overheard") return `late: ${event.late?.text ?? "-"}`;
        return "person" in event ? `${event.kind} ${event.person.user}` : event.kind;
      }),
    /** What became of an action, once that is known. */
    outcome(done: Promise<unknown>): { value?: unknown; refusal?: unknown; message?: string } {
      const outcome: { value?: unknown; refusal?: unknown; message?: string } = {};
      done.then(
        (value) => Object.assign(outcome, { value }),
        (error) => Object.assign(outcome, { refusal: error.refusal, message: error.message }),
      );
      return outcome;
    },
  };
}
