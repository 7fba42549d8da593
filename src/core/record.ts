import type { Instant } from "./event.js";
import type { Credits, Touchpoint } from "./touchpoint.js";

/** One chat group of a client. `id` stays when the platform re-keys the chat. */
export type GroupRecord = {
  readonly platform: string;
  readonly account: string;
  readonly chat: string;
  readonly pool: string;
  /** Its place in the pool, from 1; groups fill in this order. */
  readonly n: number;
  readonly title: string;
  /** Seats in use, the bot and approved requests included. */
  readonly taken: number;
  readonly link?: string;
  readonly admin?: boolean;
  /** The bot is no longer in the group, or muted there. */
  readonly gone?: boolean;
  /** An operator released the chat; it may be another client's now. */
  readonly unbound?: boolean;
  /** When operators last heard that typed orders wait for them, and whether some were not noted since. */
  readonly typedTold?: Instant;
  readonly typedMissed?: boolean;
  readonly paused?: boolean;
  /** Operators heard that the group is nearly full, and that nobody else can be let in. */
  readonly warned?: boolean;
  readonly toldFull?: boolean;
  /** When a reply last came: reply id -> instant. */
  readonly cooldowns: Readonly<Record<string, Instant>>;
  /** The last unasked messages, for limits. */
  readonly unasked: readonly Instant[];
  /** When the bot last spoke unasked to everybody, not to one member. */
  readonly toAll?: Instant;
  /** When the last text is due; a later one does not overtake it. */
  readonly answered?: Instant;
  /** The variant said last of each line. */
  readonly variants: Readonly<Record<string, number>>;
  /** What was said to everybody lately. */
  readonly touches?: readonly Touchpoint[];
};

export type MemberRecord = {
  readonly platform: string;
  readonly user: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly saved: Readonly<Record<string, string>>;
  readonly optedOut?: boolean;
  /** The group they joined or spoke in last, and when (at most an hour old). */
  readonly home?: string;
  readonly seenAt?: Instant;
  readonly cooldowns: Readonly<Record<string, Instant>>;
  readonly unasked: readonly Instant[];
  /** script id -> when it last began for this member. */
  readonly scripts: Readonly<Record<string, Instant>>;
  /** When they typed codes lately that they could not use. */
  readonly misses?: readonly Instant[];
  /** How often they asked for prices since a while. */
  readonly asks?: { readonly since: Instant; readonly n: number };
  /** What they were told and given lately. */
  readonly touches?: readonly Touchpoint[];
};

/** A member's place in a group. */
export type SeatRecord = {
  readonly group: string;
  readonly member: string;
  readonly status: "waiting" | "approved" | "in" | "left";
  readonly since: Instant;
  /** Their last message that was the first of a day or answered the bot (experiment/speech.ts). */
  readonly spoke?: Instant;
};

/** A member or a group on their way through a script. */
export type EnrolmentRecord = {
  readonly script: string;
  readonly version: string;
  readonly group: string;
  readonly member?: string;
  /** Index into the compiled program. */
  readonly at: number;
  readonly waitsFor?: "time" | "answer" | "signal";
  readonly answer?: string;
};

/** Looks at a member's silence when it is due. */
export type WatchRecord = {
  readonly script: string;
  readonly group: string;
  readonly member: string;
};

/** A granted coupon; its key is the code as codes are compared (promo/code.ts). */
export type CouponRecord = {
  readonly code: string;
  /** Its id in the playbook. */
  readonly coupon: string;
  readonly state: "granted" | "reserved" | "redeemed" | "returned" | "void";
  readonly member: string;
  readonly until: Instant;
  /** While it is reserved or redeemed: the order that has it. */
  readonly order?: string;
  readonly reservedUntil?: Instant;
};

/** An order that somebody typed in chat; it counts when an operator confirms it. Its key is its number. */
export type ChatOrderRecord = {
  readonly group: string;
  readonly at: Instant;
  /** Whose message it was, where the message brought nothing else. */
  readonly by?: string;
  /** Names the list it stands in, which people post again and again as it grows. */
  readonly list?: string;
  /** The newest post of the list has no such entry any more. */
  readonly gone?: boolean;
  /** `replaced`: a newer post says something else, which waits under the number `next`. */
  readonly state: "waiting" | "done" | "dropped" | "replaced";
  readonly next?: string;
  readonly name: string;
  readonly items: readonly { readonly title: string; readonly qty: number }[];
  /** Minor units. */
  readonly amount: number;
};

/** Tells operators what waits in a group when it is due; its key is the group. */
type NoticeRecord = { readonly group: string };

/** An order and what it used up. Its key is `source/id`. */
export type OrderEntry = {
  /** All that its notices said (order/order.ts). */
  readonly record: unknown;
  readonly member?: string;
  readonly booking?: Redemption;
  readonly credits?: Credits;
  readonly counted?: OrderCount;
};
/** What an order counts for in the rollups, and where; money in minor units. */
export type OrderCount = {
  readonly group: string;
  readonly day: string;
  readonly orders: number;
  readonly revenue: number;
  readonly costs: number;
  readonly margin?: number;
};
/**
 * What an order was quoted once, and what of it is taken from the promos now: the one place that counters
 * and coupons follow. Money in minor units.
 */
export type Redemption = {
  /** The order is not paid: until then it holds what it would take. */
  readonly reservedUntil?: Instant;
  /** What was paid, or is to be paid. */
  readonly amount: number;
  readonly lines: readonly RedeemedLine[];
  readonly applied: readonly RedeemedPromo[];
};
/** A line as it was quoted; `shopId` is what the shop calls it. */
export type RedeemedLine = {
  readonly id: string;
  readonly shopId?: string;
  readonly sku?: string;
  readonly qty: number;
  readonly price: number;
  readonly tags: readonly string[];
};
export type RedeemedPromo = {
  readonly promo: string;
  /** What it took off, and what of that stands. */
  readonly off: number;
  readonly kept: number;
  readonly lines: readonly { readonly id: string; readonly off: number }[];
  readonly coupon?: string;
  /** The use is given back, and its coupon with it. */
  readonly released?: boolean;
  /** The shop gave it though there was none left: what it took off, of which nothing is booked, and what was spent. */
  readonly over?: { readonly took: number; readonly spent: "budget" | "uses" };
  /** The counters that it is taken from: one use, or the money that stands. */
  readonly uses: readonly {
    readonly counter: string;
    readonly of: "use" | "money";
    readonly limit: number;
  }[];
};
/** Whose an explicit id is that a platform doesn't know: a phone's hash, a union id. */
type IdentityRecord = { readonly member: string };

export type ScheduleRecord = {
  readonly schedule: string;
  readonly slot: Instant;
  readonly paused?: boolean;
};

/** What decides a group's arm on a day. */
export type RunningExperiment = {
  /** Its id in the playbook, and the name of this run: `id@start`. */
  readonly experiment: string;
  readonly run: string;
  readonly arms: readonly string[];
  /** Matched sets of groups, as many in each as there are arms. */
  readonly sets: readonly (readonly string[])[];
  readonly blockDays: number;
  /** A coin decides two blocks, and its pair changes arms in the second; absent where each block has a coin. */
  readonly blocksPerCoin?: 2;
  readonly horizonDays: number;
  /** Day 1, `YYYY-MM-DD` on the playbook's clock. */
  readonly start: string;
  /** Arms that a guardrail paused, and the date from which their groups have the first arm instead. */
  readonly paused?: Readonly<Record<string, string>>;
};

/** One run of an experiment; its key is `id@start`. */
export type ExperimentRecord = {
  readonly state: "running" | "settled" | "stopped";
  readonly running: RunningExperiment;
  /** What was fixed beforehand (experiment/registration.ts), and its hash. */
  readonly registration: unknown;
  readonly hash: string;
  /** The claim it was started to decide, and the arm that claim is for, whatever the playbook says later. */
  readonly claim?: { readonly heuristic: string; readonly favours: string };
  /** No arm changed what the playbook said then, though its patch may not be empty: an A/A run. */
  readonly alike?: boolean;
  /** The last day of it that was looked at. */
  readonly looked: number;
  /** The day on which it ended, and why: its verdict, an operator or a guardrail. */
  readonly endedOn?: number;
  readonly why?: "verdict" | "horizon" | "operator" | "guardrail" | "playbook";
  readonly verdict?: string;
  /** The operator who stopped it. */
  readonly by?: string;
  /** Operators were told that the shares of the arms look wrong. */
  readonly ratioTold?: boolean;
  /** Playbook versions that were in use meanwhile, in their order; one that came back stands there again. */
  readonly versions: readonly string[];
};

/** Opens each local day of a client. */
type DayRecord = { readonly day: string };

/** Switches an operator turned in chat. */
type SettingRecord = {
  readonly paused?: boolean;
  /** Promos that an operator switched off. */
  readonly promosOff?: readonly string[];
  readonly running?: readonly RunningExperiment[];
  /** Arms that were taken over for good: experiment -> arm. */
  readonly adopted?: Readonly<Record<string, string>>;
  /** The playbook version over which each was adopted: experiment -> version. */
  readonly adoptedOver?: Readonly<Record<string, string>>;
  readonly persona?: string;
  readonly version?: string;
};

type ConfirmationRecord = {
  readonly command: string;
  readonly args: string;
  readonly client: string;
  readonly until: Instant;
};

/** Which client and group a chat belongs to; kept under the client `@system`. */
type BindingRecord = { readonly client: string; readonly group: string };

export type Records = {
  group: GroupRecord;
  member: MemberRecord;
  seat: SeatRecord;
  enrolment: EnrolmentRecord;
  watch: WatchRecord;
  coupon: CouponRecord;
  order: OrderEntry;
  typed: ChatOrderRecord;
  notice: NoticeRecord;
  identity: IdentityRecord;
  schedule: ScheduleRecord;
  experiment: ExperimentRecord;
  day: DayRecord;
  setting: SettingRecord;
  confirmation: ConfirmationRecord;
  binding: BindingRecord;
};
export type RecordKind = keyof Records;
