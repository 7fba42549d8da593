import { features } from "../../src/app/features.js";
import { createRuntime } from "../../src/app/runtime.js";
import { PlatformFailure } from "../../src/core/errors.js";
import { createManualClock } from "../../src/core/time/clock.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import type { Draw } from "../../src/features/experiment/deps.js";
import type { DrawWeek } from "../../src/features/report/deps.js";
import type { Capability, Platform } from "../../src/platform/port.js";
import type { Store } from "../../src/store/port.js";
import type { FakeBotApi } from "./fake-bot-api.js";
import { PLATFORM } from "./stories-on.js";
import { ON_MONGO, openStoryStore } from "./story-stores.js";
import { type Edits, editions, readEdition } from "./tea.js";
import { openTelegramTown } from "./town-telegram.js";
import { openWechatTown } from "./town-wechat.js";

export { groupId, memberId, PLATFORM, storyOfLinks, userId } from "./stories-on.js";

/** The tea brand's first and second group on Telegram. */
export const HQ = -1001000000001;
export const HQ2 = -1001000000002;
export const BOSS = 10001;
export type TownOptions = Edits & {
  readonly store?: Store;
  readonly api?: FakeBotApi;
  /** The groups that there are, unless the first two. */
  readonly chats?: readonly number[];
  readonly owner?: string;
  /** When it opens. */
  readonly at?: number;
  readonly draw?: Draw;
  readonly drawWeek?: DrawWeek;
  /** One process tells the whole story: it stays alive. */
  readonly alive?: boolean;
  /** What the platform can't do here. */
  readonly without?: readonly Capability[];
};
export type Town = Awaited<ReturnType<typeof openTown>>;

/** In how many steps a stretch of time is gone through in which something happens. */
const STEPS = 20;

const closers: (() => Promise<unknown>)[] = [];

/** Closes every town that was opened; for `afterEach`. */
export async function closeTowns(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** The whole runtime against a fake of the stories' platform, on a clock that is moved by hand. */
export async function openTown(options: TownOptions = {}) {
  const clock = createManualClock(options.at ?? Date.parse("2026-11-24T10:00:00+08:00"));
  const { chats = [HQ, HQ2] } = options;
  const openPlatform = PLATFORM === "wechat" ? openWechatTown : openTelegramTown;
  const on = await openPlatform({ clock, chats, api: options.api });
  const { api, settle, quiet } = on;
  const stores = await openStoryStore(options.store);
  const playbooks = createPlaybooks();
  // Lists of members are read several times an hour: too often for stories of weeks over a real line.
  const {
    without = PLATFORM === "wechat" ? ["member_list"] : [],
    edit = (text: string) => text,
    editPersona,
  } = options;
  const read = (change: (text: string) => string) => editions({ edit: change, editPersona });
  playbooks.replace(read(edit));
  let next = edit;
  const bugs: unknown[] = [];
  const gone: (() => Promise<unknown>)[] = [];
  /** Another process of the bot. */
  async function open(account: Platform) {
    const store = await stores.open();
    const runtime = createRuntime({
      store,
      playbooks,
      clock,
      files: {
        check: async () => ({ ok: true, lines: [], versions: read(next) }),
        read: readEdition,
      },
      platforms: [account],
      owner: options.owner,
      // Those of WeChat have tests of their own, and would make every story wait.
      limits: () => undefined,
      draw: options.draw,
      drawWeek: options.drawWeek,
      onBug: (what, error) => bugs.push([what, error]),
    });
    gone.push(() => runtime.stop().then(() => store.close()));
    return { account, store, runtime };
  }
  let bot = await open(shaped(on.platform, without));
  await on.prepare(bot.store);
  closers.push(on.close, stores.close, async () => {
    for (const end of gone.splice(0).reverse()) await end();
  });
  await bot.runtime.start();
  await on.begin();

  /** It is gone at once, and what it has not stored with it; another takes over. */
  async function die(reopen: () => Platform): Promise<void> {
    await bot.account.stop();
    bot = await open(shaped(reopen(), without));
    await bot.runtime.start();
    await settle();
  }
  const nextDue = () => bot.store.nextDue(bot.runtime.owned());
  /** Whether so much time may pass at once. */
  const nothingDue = async (ms: number) =>
    ((await nextDue()) ?? Number.POSITIVE_INFINITY) > clock.now() + ms;
  /** Lets the network and the runtime come to rest while the clock goes on by `ms`. */
  const pass = async (ms: number) => {
    await settle();
    for (let left = STEPS; left > 0; ) {
      // What was just taken in is decided first.
      const further = ON_MONGO && left < STEPS && (await nothingDue((ms / STEPS) * left));
      const steps = further ? left : 1;
      clock.set(clock.now() + (ms / STEPS) * steps);
      left -= steps;
      await bot.runtime.pump();
      await quiet();
    }
    await settle();
    if (on.reopen && !options.alive && stores.dies()) await die(on.reopen);
  };
  /** Waits until something is true; the clock goes on by 100 ms a round. */
  const until = async (what: string, done: () => boolean | Promise<boolean>) => {
    for (let round = 0; round < 400; round++) {
      if (await done()) return;
      await pass(100);
    }
    const sent = JSON.stringify(api.sent.map(({ photo: _, ...said }) => said));
    throw new Error(`never: ${what}; sent ${sent}; bugs ${bugs}`);
  };
  const past = new Set<number>();
  const unheard = (chat?: number) =>
    api.sent
      .map((message, at) => ({ ...message, at }))
      .filter(({ at, chat_id }) => !past.has(at) && (chat ?? Number(chat_id)) === Number(chat_id));
  return {
    api,
    clock,
    runtime: following(() => bot.runtime),
    store: following(() => bot.store),
    playbooks,
    features,
    bugs,
    pass,
    until,
    /** Moves the clock on and does what falls due on the way; what has to wait is tried every 100 ms. */
    forward: async (ms: number) => {
      await settle();
      const to = clock.now() + ms;
      for (let due = await nextDue(); due !== undefined && due <= to; due = await nextDue()) {
        clock.set(Math.max(due, clock.now() + 100));
        await bot.runtime.pump();
      }
      clock.set(to);
      await pass(100);
    },
    /** The next text of a chat, or of any, that contains `part`; what came before it there is past. */
    heard: async (part: string, chat?: number) => {
      const find = () => unheard(chat).find(({ text }) => text.includes(part));
      await until(`bot says ${part}`, () => find() !== undefined);
      const found = find();
      for (const { at } of unheard(Number(found?.chat_id)))
        if (at <= (found?.at ?? 0)) past.add(at);
      return found;
    },
    /** What has been sent, to a chat or to any, and was not heard yet. */
    since: (chat?: number) => unheard(chat).map(({ text }) => text),
    /** Puts the clock forward or back; no time passes. */
    jump: clock.jump,
    now: clock.now,
    /** Everything that was polled has been handled. */
    rest: () => pass(2_000),
    /** The next `/playbook reload` finds this. */
    edit: (text: (old: string) => string) => {
      next = text;
    },
  };
}

/** A platform as stories have it. */
function shaped(platform: Platform, without: readonly Capability[]): Platform {
  // The gate for a whole account counts in real time, which nobody moves here; tests/engine/outbound/governor.test.ts has it.
  const limits = {
    ...platform.limits,
    // Stories count with Telegram's, wherever they are told.
    ...{ groupGapMs: 3_000, directGapMs: 1_000, minGapMs: 0, perSecond: 1e6 },
  };
  const own = platform.perform.bind(platform);
  const perform: Platform["perform"] = async (action) => {
    if (action.kind === "invite_link" && without.includes(action.kind))
      throw new PlatformFailure({ kind: "unsupported" }, "no links here");
    return own(action);
  };
  return Object.defineProperties(platform, {
    limits: { value: limits },
    capabilities: {
      value: new Set([...platform.capabilities].filter((one) => !without.includes(one))),
    },
    perform: { value: perform },
  });
}

/** What the process at work has of it, whichever that is by then. */
const following = <T extends object>(now: () => T): T =>
  new Proxy(now(), {
    get: (_first, key) => Reflect.get(now(), key),
    set: (_first, key, value) => Reflect.set(now(), key, value),
  });
