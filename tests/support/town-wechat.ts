import { createWechatPlatform } from "../../src/platform/wechat/platform.js";
import type { Store } from "../../src/store/port.js";
import type { FakeBotApi } from "./fake-bot-api.js";
import type { Deed } from "./fake-wechat/deeds.js";
import { createFlight } from "./fake-wechat/flight.js";
import { openLine } from "./fake-wechat/line.js";
import { sharedFakeWechat } from "./fake-wechat/shared.js";
import { groupId } from "./stories-on.js";
import type { OpenTownPlatform } from "./town-platform.js";
import { createPeople } from "./town-wechat-people.js";

const CLIENT = "tea-town";
/** Longer than any story takes in real time, and no longer than a timer can wait. */
const NEVER_MS = 2_000_000_000;
const REPLAY_MS = 60_000;
const WAITS = {
  ...{ dingMs: NEVER_MS, dongMs: NEVER_MS, callMs: NEVER_MS },
  ...{ startMs: NEVER_MS, readyMs: NEVER_MS },
};

type World = Awaited<ReturnType<typeof openWorld>>;
/** The worlds that stories have come to, by what they do there: another process of the bot comes to the same. */
const worlds = new WeakMap<object, World>();

/** An account on a fake WeChat over gRPC, in another process. */
export const openWechatTown: OpenTownPlatform = async ({ clock, chats, api: given }) => {
  const world = (given && worlds.get(given)) ?? (await openWorld(chats));
  const { wechat, people, api } = world;
  // The process before is gone, and its connections with it.
  world.leave();
  await wechat.left();
  people.timeBy(clock.now);
  await wechat.doAll(people.taken());

  const flight = createFlight();
  let doAll = wechat.doAll as (deeds: readonly Deed[]) => Promise<unknown>;
  const platform = createWechatPlatform({
    ...{ clock, random: () => 0.5, onFatal: () => {}, timings: WAITS },
    open: async () => {
      const line = await openLine(wechat);
      doAll = line.fenceAfter;
      world.leave = line.disconnect;
      return { ...line, puppet: flight.watch(line.puppet) };
    },
  });
  let made = 0;
  async function settle(): Promise<void> {
    const deeds = people.taken();
    if (deeds.length > 0) await doAll(deeds);
    await flight.landed();
    // Who was asked nothing was sent nothing either.
    if (flight.made() === made) return;
    made = flight.made();
    await people.look();
  }
  /** There are no links: operators have given a picture of each group's QR code. */
  async function prepare(store: Store): Promise<void> {
    const picture = { type: "image/png", base64: "", until: Number.MAX_SAFE_INTEGER } as const;
    for (const key of chats.map(groupId)) {
      if (await store.get(CLIENT, "entry-picture", key)) continue;
      const change = { op: "put", kind: "entry-picture", key, value: { picture }, rev: 0 } as const;
      await store.commit({ client: CLIENT, changes: [change], outbox: [], facts: [] });
    }
  }
  function begin(): void {
    // The minute after a login, in which a puppet may tell again what it told before, is no part of a story.
    clock.set(clock.now() + REPLAY_MS);
    clock.jump(-REPLAY_MS);
    // Whoever puts the bot's clock forward or back changes nobody else's.
    const opened = clock.now() - clock.monotonic();
    people.timeBy(() => opened + clock.monotonic());
  }
  return { api, platform, settle, prepare, begin, quiet: flight.landed, close: world.close };
};

async function openWorld(chats: readonly number[]) {
  const fake = await sharedFakeWechat();
  const wechat = await fake.open();
  const people = createPeople(wechat, chats);
  const api = onlyWhatItHas(people.api) as unknown as FakeBotApi;
  let closed: Promise<unknown> | undefined;
  const close = () => {
    closed ??= wechat.close();
    return closed;
  };
  const world = { wechat, people, api, close, leave: (): void => {} };
  worlds.set(api, world);
  return world;
}

/** A story that asks for more says so. */
const onlyWhatItHas = <T extends object>(api: T): T =>
  new Proxy(api, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name);
      throw new Error(`no story on WeChat has ${String(name)}`);
    },
  });
