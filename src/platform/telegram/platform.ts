import { setTimeout as wait } from "node:timers/promises";
import { Telegram } from "telegraf";
import type { Action, Receipt } from "../../core/action.js";
import { type PlatformFailure, UserError } from "../../core/errors.js";
import type { Event, Instant, Place } from "../../core/event.js";
import { createPlatformTime } from "../platform-time.js";
import { type Capability, MOST_PICTURE_BYTES, type Platform } from "../port.js";
import { type BotIdentity, decode, TELEGRAM } from "./decode.js";
import { doAction } from "./deeds.js";
import { answerCode, refusesToken, toFailure, withoutToken } from "./failures.js";
import { fetchFile } from "./fetch-file.js";
import { type FatalCode, runPollLoop, TIMINGS, type Timings } from "./poll-loop.js";
import { markIn } from "./update-range.js";
import { ALLOWED_UPDATES, POLL_LIMIT, updatesOf } from "./updates.js";
import { agentForWholeAnswers } from "./whole-answers.js";
import type { WireUpdate } from "./wire.js";
import { type ShimSignal, within } from "./within.js";

const CAPABILITIES: ReadonlySet<Capability> = new Set<Capability>([
  "send_text",
  "send_image",
  "invite_link",
  "join_request",
  "member_count",
  "join_event",
  "leave_event",
  "direct_message",
  "stable_ids",
]);

/** Said for a day after the server began to count its updates from below. */
const IDS_RESTARTED = "TELEGRAM_IDS_RESTARTED";
const DAY_MS = 86_400_000;

/** What a Telegram account needs. */
export type TelegramOptions = {
  readonly token: string;
  /** Its id in this installation; without it, it is the first one. */
  readonly account?: string;
  /** Another server that speaks the Bot API. */
  readonly apiRoot?: string;
  readonly now: () => Instant;
  readonly random: () => number;
  /** Polling has ended for good; the process should exit with what to do. */
  readonly onFatal: (code: FatalCode) => void;
  /** Told of every failed poll; never of the token. */
  readonly log?: (code: string, fields: Readonly<Record<string, string | number>>) => void;
  readonly timings?: Partial<Timings>;
};

/** A Telegram bot account behind the platform port. */
export function createTelegramPlatform(options: TelegramOptions): Platform {
  return new TelegramPlatform(options);
}

class TelegramPlatform implements Platform {
  readonly id = TELEGRAM;
  readonly capabilities = CAPABILITIES;
  readonly account: string;
  readonly limits = { perSecond: 30, minGapMs: 34, groupGapMs: 3_000, directGapMs: 1_000 };

  readonly #options: TelegramOptions;
  readonly #timings: Timings;
  readonly #api: Telegram;
  readonly #stopping = new AbortController();
  #bot: BotIdentity;
  #prepared = false;
  #privacyMode = false;
  readonly #time: ReturnType<typeof createPlatformTime>;
  /** The last poll brought all that waited, and the one before it did. */
  #caughtUp = false;
  #fresh = false;
  #lastPollAt: Instant | undefined;
  #fellAt: Instant | undefined;
  #lost: FatalCode | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: TelegramOptions) {
    this.#options = options;
    this.account = options.account ?? TELEGRAM;
    this.#timings = { ...TIMINGS, ...options.timings };
    this.#time = createPlatformTime({ now: options.now, elapsed: () => performance.now() });
    const { apiRoot } = options;
    this.#api = new Telegram(options.token, apiRoot === undefined ? {} : { apiRoot });
    // Given to the constructor, telegraf drops it where the root is plain http.
    this.#api.options.agent = agentForWholeAnswers(apiRoot);
    // A token begins with the bot's id: who it is is known even while Telegram is out of reach.
    this.#bot = {
      account: this.account,
      id: options.token.split(":")[0] ?? "",
      username: "",
    };
  }

  get self() {
    const { id, username } = this.#bot;
    return username === "" ? { id } : { id, name: username };
  }

  async start(
    onEvents: (events: readonly Event[]) => Promise<void>,
    since?: string,
  ): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#prepare(signal);
    } catch (error) {
      if (refusesToken(error)) {
        this.#lost = "TELEGRAM_TOKEN_REFUSED";
        throw new UserError(this.#lost);
      }
      this.#log("TELEGRAM_UNREACHABLE", { reason: this.#failure(error, "getMe").message });
    }
    this.#loop = runPollLoop(
      {
        timings: this.#timings,
        random: this.#options.random,
        since: since === undefined ? undefined : markIn(since),
        onFall: (from, to) => {
          this.#fellAt = this.#options.now();
          this.#log(IDS_RESTARTED, { from, to });
        },
        prepare: (stop) => this.#prepare(stop),
        poll: (offset, seconds, stop) => this.#poll(offset, seconds, stop),
        accept: async (updates) => {
          const events = updates.flatMap((update) => this.#decode(update) ?? []);
          if (this.#fresh) for (const { at } of events) this.#time.heard(at);
          if (events.length > 0) await onEvents(events);
        },
        trouble: (error) => ({
          failure: this.#failure(error, "getUpdates"),
          code: refusesToken(error) ? 401 : answerCode(error),
        }),
        onPolled: () => {
          this.#lastPollAt = this.#options.now();
        },
        onFatal: (code) => {
          this.#lost = code;
          this.#options.onFatal(code);
        },
        log: (code, fields) => this.#log(code, fields),
      },
      signal,
    );
  }

  perform(action: Action): Promise<Receipt> {
    return doAction(this.#api, (method, call) => this.#perform(method, call), action);
  }

  async count(place: Place): Promise<number> {
    return this.#perform("getChatMemberCount", (signal) =>
      this.#api.callApi("getChatMemberCount", { chat_id: place.chat }, { signal }),
    );
  }

  picture = (ref: string): Promise<Uint8Array> => {
    const { token, apiRoot } = this.#options;
    return this.#perform("getFile", async (signal) => {
      const { file_path } = await this.#api.callApi("getFile", { file_id: ref }, { signal });
      return fetchFile({ token, apiRoot, path: file_path, most: MOST_PICTURE_BYTES }, signal);
    });
  };

  time = () => this.#time.time();

  health() {
    const lastPollAt = this.#lastPollAt;
    const lost = this.#lost;
    const fell = this.#fellAt !== undefined && this.#options.now() - this.#fellAt < DAY_MS;
    const notes = [
      ...(this.#privacyMode ? ["TELEGRAM_PRIVACY_MODE"] : []),
      ...(fell ? [IDS_RESTARTED] : []),
    ];
    return {
      ok:
        !lost &&
        lastPollAt !== undefined &&
        this.#options.now() - lastPollAt < this.#timings.healthyMs,
      ...(lastPollAt === undefined ? {} : { lastPollAt }),
      ...(lost ? { lost } : {}),
      notes: lost ? [lost, ...notes] : notes,
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const late = new AbortController();
    const limit = wait(this.#timings.stopMs, undefined, { signal: late.signal });
    await Promise.race([this.#loop, limit.catch(() => undefined)]);
    late.abort();
  }

  /** Learns who the bot is, and takes back a webhook: while one is set, polls are refused. */
  async #prepare(stop: AbortSignal): Promise<void> {
    if (this.#prepared) return;
    const { callAbortMs } = this.#timings;
    const me = await within(callAbortMs, stop, (signal) =>
      this.#api.callApi("getMe", {}, { signal }),
    );
    this.#bot = { account: this.account, id: String(me.id), username: me.username };
    this.#privacyMode = me.can_read_all_group_messages === false;
    await within(callAbortMs, stop, (signal) => this.#api.callApi("deleteWebhook", {}, { signal }));
    this.#prepared = true;
  }

  async #poll(
    offset: number | undefined,
    timeout: number,
    stop: AbortSignal,
  ): Promise<readonly WireUpdate[]> {
    // What comes after a poll that failed was held up.
    const caughtUp = this.#caughtUp;
    this.#caughtUp = false;
    const result: unknown = await within(this.#timings.pollAbortMs, stop, (signal) =>
      this.#api.callApi(
        "getUpdates",
        { offset, timeout, allowed_updates: ALLOWED_UPDATES },
        { signal },
      ),
    );
    const { updates, unreadable } = updatesOf(result);
    if (unreadable > 0) this.#log("TELEGRAM_UPDATE_UNREADABLE", { count: unreadable });
    this.#fresh = caughtUp;
    this.#caughtUp = updates.length + unreadable < POLL_LIMIT;
    return updates;
  }

  /** An update that can't be read must not hold up those behind it. */
  #decode(update: WireUpdate): Event | undefined {
    try {
      return decode(update, this.#bot);
    } catch (error) {
      this.#log("TELEGRAM_UPDATE_UNREADABLE", { id: update.update_id, reason: String(error) });
      return undefined;
    }
  }

  async #perform<T>(method: string, run: (signal: ShimSignal) => Promise<T>): Promise<T> {
    try {
      return await within(this.#timings.callAbortMs, undefined, run);
    } catch (error) {
      throw this.#failure(error, method);
    }
  }

  #failure(error: unknown, method: string): PlatformFailure {
    return toFailure(error, method, this.#options.token);
  }

  #log(code: string, fields: Readonly<Record<string, string | number>>): void {
    const clean = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? withoutToken(value, this.#options.token) : value,
    ]);
    this.#options.log?.(code, Object.fromEntries(clean));
  }
}
