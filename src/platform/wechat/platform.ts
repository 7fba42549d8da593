import type { Action, Receipt } from "../../core/action.js";
import { PlatformFailure, UserError } from "../../core/errors.js";
import type { Event, Instant } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import { createPlatformTime } from "../platform-time.js";
import { type AskRoom, type Capability, MOST_PICTURE_BYTES, type Platform } from "../port.js";
import { instantIn, WECHAT } from "./decode.js";
import { type Calling, doAction } from "./deeds.js";
import { createEchoes } from "./echoes.js";
import { listenTo } from "./events.js";
import { detailOf, statusOf, toFailure, toldBy, without } from "./failures.js";
import { createHistory } from "./history.js";
import { createInflow } from "./inflow.js";
import { byTimers, type Later, within } from "./later.js";
import { createLiveness } from "./liveness.js";
import { createNames } from "./names.js";
import { createPeople } from "./people.js";
import { bytesOf } from "./pictures.js";
import type { OpenPuppet, PuppetEvents } from "./puppet.js";
import { createSession, type LoginNews } from "./session.js";
import { TIMINGS, type Timings } from "./timings.js";

const CAPABILITIES: readonly Capability[] = [
  "send_text",
  "send_image",
  "member_count",
  "member_list",
  "join_event",
  "leave_event",
  "direct_message",
];
const WITH_STABLE_IDS: ReadonlySet<Capability> = new Set([...CAPABILITIES, "stable_ids"]);
const WITHOUT: ReadonlySet<Capability> = new Set(CAPABILITIES);

/** What ends the account's work: a new process may get through where two were silent, another token may be taken. */
type FatalCode = "WECHAT_SILENT" | "WECHAT_UNREACHABLE" | "WECHAT_TOKEN_REFUSED";

/** A time that is further from this machine's was never meant as one; machines have the wrong day. */
const FAR_MS = 2 * 86_400_000;
const CHINA_MS = 8 * 3_600_000;

export type WechatOptions = {
  /** Its id in this installation; without it, it is the first one. */
  readonly account?: string;
  /** Opens the line; the puppet is not started yet. @throws UserError when that can't be */
  readonly open: () => Promise<OpenPuppet>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onFatal: (code: FatalCode) => void;
  readonly onLogin?: (news: LoginNews) => void;
  readonly log?: (code: string, fields: Readonly<Record<string, string | number>>) => void;
  /** Never said, in a log or an error. */
  readonly secrets?: readonly string[];
  readonly later?: Later;
  readonly timings?: Partial<Timings>;
};

/** A WeChat account behind the platform port, by whatever puppet it is. */
export function createWechatPlatform(options: WechatOptions): Platform {
  const { clock, account = WECHAT, secrets = [], later = byTimers } = options;
  const timings: Timings = { ...TIMINGS, ...options.timings };
  const history = createHistory(clock.monotonic);
  const time = createPlatformTime({ now: clock.now, elapsed: clock.monotonic });
  let limited: AskRoom = async () => undefined;
  const room: AskRoom = (of) => limited(of);
  const names = createNames({
    ...{ now: clock.now, later, room },
    ask: (call) => calling("name", call),
  });
  const echoes = createEchoes(later, timings.echoMs);
  let line: OpenPuppet | undefined;
  let ends: (() => unknown)[] = [];
  let answeredAt: Instant | undefined;
  /** It has answered since the login. */
  let isHeard = false;
  let lost: FatalCode | undefined;
  let starting = false;
  let settle = (): void => {};
  let hear = (_event: Event): void => {};

  const log = (code: string, fields: Readonly<Record<string, string | number>>): void => {
    const clean = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? without(secrets, value) : value,
    ]);
    options.log?.(code, Object.fromEntries(clean));
  };
  const calling: Calling = async (name, call) => {
    try {
      return await within(later, timings.callMs, call);
    } catch (error) {
      throw toFailure(error, name, secrets);
    }
  };
  const session = createSession(
    () => isNight(clock.now()),
    (news) => {
      if (news.kind === "login") {
        history.loggedIn(clock.now());
        isHeard = false;
        liveness.ask();
      }
      if (news.kind === "scan") settle();
      if (news.kind === "logout" && !news.atNight) forced();
      options.onLogin?.(news);
    },
  );
  const liveness = createLiveness({
    later,
    timings,
    ding: () => line?.puppet.ding(`suanpan-${clock.monotonic()}`),
    // Who never answered may never have been there.
    onSilent: () => fail(answeredAt === undefined ? "WECHAT_UNREACHABLE" : "WECHAT_SILENT"),
  });

  /** Logged in, and heard since. */
  const isReady = () => session.isIn() && isHeard;
  const held = (): string | undefined => {
    if (!line) return "WECHAT_STOPPED";
    if (!session.isIn()) return "WECHAT_LOGGED_OUT";
    return isReady() ? undefined : "WECHAT_NO_ANSWER";
  };

  /** An account that WeChat put out is one that it distrusts. */
  function forced(): void {
    const at = clock.now();
    const place = { platform: WECHAT, chat: session.self() ?? WECHAT, direct: true };
    const id = `${WECHAT}:${at}:logout`;
    hear({ id, platform: WECHAT, account, at, place, kind: "risk", sign: "forced_logout" });
  }
  async function close(): Promise<void> {
    line = undefined;
    settle();
    for (const end of ends.splice(0)) await end();
  }
  function fail(code: FatalCode): void {
    if (lost || !line) return;
    lost = code;
    log(code, {});
    // Who can't even start is told so by the start.
    if (code === "WECHAT_TOKEN_REFUSED" && starting) settle();
    else options.onFatal(code);
  }
  function onDong(): void {
    answeredAt = clock.now();
    isHeard = true;
    liveness.answered();
    if (isReady()) settle();
  }
  /** Most errors are of the puppet's own doings, and nothing follows from them. */
  function onError(payload: PuppetEvents["error"]): void {
    const error = toldBy(payload);
    const status = statusOf(error);
    log("WECHAT_PUPPET_ERROR", { reason: detailOf(error), ...(status ? { status } : {}) });
    if (status === 16) fail("WECHAT_TOKEN_REFUSED");
    // A puppet may tell of a line of its own that broke: only who doesn't answer any more is dead.
    else if (status === 14 || status === 1) liveness.doubt();
  }
  function ready(): OpenPuppet {
    const why = lost ?? held();
    if (line && !why) return line;
    throw new PlatformFailure({ kind: "offline", delivered: "no" }, why ?? "WECHAT_STOPPED");
  }
  const people = createPeople({ ready, calling, names, room, self: session.self });

  return {
    id: WECHAT,
    account,
    get self() {
      return { id: session.self() ?? WECHAT };
    },
    get capabilities() {
      return isLasting(session.self()) ? WITH_STABLE_IDS : WITHOUT;
    },
    limits: { perSecond: 1, minGapMs: 1_000, groupGapMs: 3_000, directGapMs: 3_000 },

    async start(onEvents, since) {
      const before = since === undefined ? undefined : instantIn(since);
      if (before !== undefined) history.heard(before, clock.now());
      const opened = await options.open().catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        log("WECHAT_START_FAILED", { reason: detailOf(error) });
      });
      if (!opened) {
        lost = "WECHAT_UNREACHABLE";
        options.onFatal(lost);
        return;
      }
      const { puppet } = opened;
      line = opened;
      const inflow = createInflow({
        ...{ later, timings, random: options.random, log },
        deliver: async (events) => {
          await onEvents(events);
          for (const { at } of events) history.heard(at, clock.now());
        },
      });
      hear = (event) => inflow.hear(async () => [event]);
      session.listen(puppet);
      puppet.on("dong", onDong);
      puppet.on("error", onError);
      const endEvents = listenTo({
        ...{ puppet, clock, later, calling, history, names, hear: inflow.hear },
        here: () => ({ account, self: session.self() ?? "" }),
        onTold: echoes.told,
        onFresh: ({ at }) => {
          if (Math.abs(at - clock.now()) < FAR_MS) time.heard(at);
        },
      });
      ends = [
        endEvents,
        () => puppet.off("dong", onDong),
        () => session.close(puppet),
        liveness.stop,
        names.stop,
        opened.disconnect,
        inflow.stop,
      ];
      const settled = new Promise<void>((resolve) => {
        settle = resolve;
      });
      starting = true;
      await within(later, timings.startMs, () => puppet.start()).catch((error: unknown) => {
        log("WECHAT_START_FAILED", { reason: detailOf(error) });
        if (statusOf(error) === 16) fail("WECHAT_TOKEN_REFUSED");
      });
      liveness.start();
      await within(later, timings.readyMs, () => settled).catch(() => undefined);
      starting = false;
      if (lost !== "WECHAT_TOKEN_REFUSED") return;
      await close();
      throw new UserError(lost);
    },

    async perform(action: Action): Promise<Receipt> {
      const receipt = await doAction(ready(), calling, action);
      const { messageId } = receipt;
      const isShown = messageId === undefined || (await echoes.of(messageId));
      return isShown ? receipt : { ...receipt, echo: "missing" };
    },

    count: people.count,

    members: people.members,

    chats: people.chats,

    picture: async (ref) => {
      const { puppet } = ready();
      const until = await room({ kind: "look" });
      if (until !== undefined) {
        const refusal = { kind: "rate_limited", retryAfterMs: until - clock.now() } as const;
        throw new PlatformFailure(refusal, "WECHAT_LOOK_UPS");
      }
      return calling("messageImage", async () => {
        const file = await puppet.messageImage(ref, 2);
        return bytesOf(await file.toStream(), MOST_PICTURE_BYTES);
      });
    },

    limitLookUps: (askRoom) => {
      limited = askRoom;
    },

    loginCode: session.code,

    time: time.time,

    health() {
      const why = lost ?? held();
      const late = answeredAt === undefined || clock.now() - answeredAt >= 3 * timings.dingMs;
      const changing = session.isIn() && !isLasting(session.self()) ? ["WECHAT_IDS_CHANGE"] : [];
      return {
        ok: !why && !late,
        ...(answeredAt === undefined ? {} : { lastPollAt: answeredAt }),
        ...(lost ? { lost } : {}),
        ...(why && !lost ? { held: why } : {}),
        notes: [...(why ? [why] : []), ...changing],
      };
    },

    stop: close,
  };
}

/** Logouts around 03:00 in China are routine: nothing follows from them but that somebody has to scan. */
const isNight = (at: Instant): boolean => {
  const hour = new Date(at + CHINA_MS).getUTCHours();
  return hour >= 2 && hour < 5;
};

/** On puppets of the web, people's ids begin with @ and are others after the next login. */
const isLasting = (self: string | undefined): boolean => !self?.startsWith("@");
