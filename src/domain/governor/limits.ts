import type { RiskSign } from "../../core/event.js";

/** At most so many in any stretch of so long. */
export type Most = { readonly most: number; readonly withinMs: number };

/** At least so long, and up to so much longer: even gaps look like a machine's. */
export type Gap = { readonly leastMs: number; readonly spreadMs: number };

/** When an account must keep silent, and for how long. */
export type BreakerRules = {
  /** So many of a sign within so long open the breaker. */
  readonly signs: Readonly<Record<RiskSign, Most>>;
  /** How long it stays open, for the first, second, … time in a row; the last holds for all that follow. */
  readonly ladderDays: readonly number[];
  /** After so long without a sign the ladder begins anew. */
  readonly forgottenAfterDays: number;
};

/**
 * How a limit on what is said and done is shared, in percent. `unasked`: what nobody asked for takes no more of `acts`.
 * `operators`: what members are told leaves so much to what commands answer. `posts`: answers leave so much to what
 * nobody asked for. Both are so many at least, within minutes and by the hour and day, or a fifth of a small limit.
 */
export type Shares = {
  readonly unasked: number;
  readonly operators: number;
  readonly posts: number;
  readonly atLeast: { readonly minute: number; readonly hour: number };
};

/** What an account may do. Every limit holds in every window, wherever that begins. */
export type AccountLimits = {
  /** Between any two acts: messages and effects, whoever they are for. */
  readonly gap: Gap;
  readonly acts: readonly Most[];
  /** Acts of one kind: `text`, `image`, or an effect by its action's name. */
  readonly kinds: Readonly<Record<string, readonly Most[]>>;
  /** What is looked up, such as who is in a group; and in percent how much of it names, lists, and both may take. */
  readonly reads: {
    readonly gap: Gap;
    readonly most: readonly Most[];
    readonly shares: {
      readonly names: number;
      /** Of these, names of people who just talk. */
      readonly faces: number;
      readonly lists: number;
      readonly both: number;
    };
  };
  /** Messages that nobody asked for. */
  readonly unasked: readonly Most[];
  readonly shares: Shares;
  /** One and the same text, in groups. */
  readonly sameText?: Most | undefined;
  /** What nobody asked for, in one group: more tires its members. */
  readonly perGroup?: Most | undefined;
  /** When nothing is said that nobody asked for, on the client's clock. */
  readonly quiet?: { readonly from: string; readonly to: string } | undefined;
  /** Percent of the hour's and the day's `acts` and `unasked`, by the account's age in days; later all of it. */
  readonly warmUp: readonly { readonly untilDay: number; readonly percent: number }[];
  readonly breaker: BreakerRules;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * WeChat publishes no limits. Collected in 2026-11 from what operators of such accounts report (threads of
 * wechaty/puppet-supports and wechaty/wechaty, 2024 to 2026): "reported" stands where a number is theirs;
 * "chosen" where it is ours, on the careful side of theirs. What changes here is dated here.
 */
const WECHAT: AccountLimits = {
  // Reported: one message a second holds. Chosen: half of that, at random.
  gap: { leastMs: 2 * SECOND_MS, spreadMs: 3 * SECOND_MS },
  acts: [
    // Reported: bursts of 60 trip. Chosen: a third.
    { most: 20, withinMs: MINUTE_MS },
    // Chosen.
    { most: 240, withinMs: HOUR_MS },
    { most: 1_200, withinMs: DAY_MS },
  ],
  kinds: {
    // Chosen: pictures weigh more.
    image: [
      { most: 60, withinMs: HOUR_MS },
      { most: 240, withinMs: DAY_MS },
    ],
    // Reported: 500 invitation cards a day bring a ban of 12 hours. Chosen: less than a third.
    approve_join: [
      { most: 30, withinMs: HOUR_MS },
      { most: 150, withinMs: DAY_MS },
    ],
  },
  // Reported: bans after listing all rooms, and while only listening. Chosen.
  reads: {
    gap: { leastMs: 5 * SECOND_MS, spreadMs: 10 * SECOND_MS },
    most: [
      { most: 120, withinMs: HOUR_MS },
      { most: 1_500, withinMs: DAY_MS },
    ],
    // Chosen: neither a crowd of new faces nor many groups keep the other from being looked up, nor an operator.
    shares: { names: 50, faces: 25, lists: 70, both: 90 },
  },
  // Reported: a few dozen a day on a fresh account, which `warmUp` makes of this. The rest chosen.
  unasked: [
    { most: 60, withinMs: HOUR_MS },
    { most: 240, withinMs: DAY_MS },
  ],
  // Chosen: an operator who looks into a flood, on an account of a day too, types half a dozen commands.
  shares: { unasked: 70, operators: 5, posts: 5, atLeast: { minute: 2, hour: 6 } },
  // Chosen.
  sameText: { most: 10, withinMs: HOUR_MS },
  perGroup: { most: 8, withinMs: DAY_MS },
  quiet: { from: "23:00", to: "07:30" },
  warmUp: [
    { untilDay: 3, percent: 15 },
    { untilDay: 7, percent: 30 },
    { untilDay: 14, percent: 60 },
  ],
  breaker: {
    signs: {
      refused: { most: 3, withinMs: 10 * MINUTE_MS },
      // Reported: after risk control, what is said in groups vanishes without an error.
      no_echo: { most: 2, withinMs: 10 * MINUTE_MS },
      failed: { most: 5, withinMs: 10 * MINUTE_MS },
      forced_logout: { most: 1, withinMs: DAY_MS },
    },
    // Reported: penalties go from a day to a week to a month.
    ladderDays: [1, 7, 30],
    forgottenAfterDays: 60,
  },
};

/**
 * The limits by kind of account, as a platform names it. Telegram is not among them: its only contract is 429
 * with the time to wait, and how fast it lets a bot speak stands in its adapter.
 */
const LIMITS: Readonly<Record<string, AccountLimits>> = {
  wechat: WECHAT,
  // WorkPro accounts were banned in 2024-11 and 2026-07; nothing says that they may do more.
  wecom: WECHAT,
};

/** What an account of this kind may do; undefined where nothing but the platform itself limits it. */
export const limitsOf = (kind: string): AccountLimits | undefined => LIMITS[kind];
