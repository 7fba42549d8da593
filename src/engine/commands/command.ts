import type { Picture } from "../../core/action.js";
import type { Instant, Person, Place } from "../../core/event.js";
import type { Master, Ranked } from "../../domain/experiment/analysis/masters.js";
import type { Analysis } from "../../domain/experiment/analysis/verdict.js";
import type { Seal } from "../../domain/experiment/audit/audit.js";
import type { Plan } from "../../domain/experiment/design/plan.js";
import type { Registration } from "../../domain/experiment/design/registration.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import type { Experiment } from "../../domain/experiment/design/schema.js";
import type { Role } from "../../domain/operator/schema.js";
import type {
  AttributionDimension,
  AttributionReport,
} from "../../domain/order/attribution-report.js";
import type { ParsedOrder } from "../../domain/order/text.js";

export type GroupLine = {
  readonly id: string;
  readonly client: string;
  readonly title: string;
  readonly pool: string;
  readonly taken: number;
  readonly capacity: number;
  readonly paused: boolean;
  /** By which people ask to join. */
  readonly link?: string;
  /** The bot was removed from it. */
  readonly gone: boolean;
  readonly admin?: boolean;
};

type Status = {
  readonly platforms: readonly {
    readonly id: string;
    readonly ok: boolean;
    readonly lastPollAt?: Instant;
    /** Codes such as TELEGRAM_PRIVACY_MODE. */
    readonly notes: readonly string[];
  }[];
  readonly waiting: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unhandled: number;
  readonly parked: readonly { readonly seq: number; readonly why: string }[];
  readonly paused: { readonly bot: boolean; readonly client: boolean };
};

/** An order typed in chat. */
export type ChatOrderLine = {
  readonly n: string;
  readonly name: string;
  readonly items: readonly string[];
  readonly amount: string;
  readonly group: string;
  readonly at: Instant;
  /** The account it is of: whose message it was, or whom the operator named. */
  readonly by?: string;
  /** The newest post of its list has it no more. */
  readonly gone: boolean;
  /** In a list of all: numbers of what was confirmed already in the same list under the same name. */
  readonly confirmed?: readonly string[];
};
/** `done` is what was confirmed or dropped. `changed`: somebody posted anew, and this is what waits now. */
export type ChatOrderOutcome =
  | { readonly done: ChatOrderLine }
  | { readonly changed: ChatOrderLine }
  | "no_order";

/** What became of an order whose member an operator named, and which others share its phone or union id. */
export type Assigned = {
  readonly done: boolean;
  /** Who has it, or had it: account id and name. */
  readonly from?: string;
  readonly to: string;
  readonly along: readonly string[];
};

/** What the runtime lets a command see and do; every verb concerns one client. */
export type Desk = {
  readonly groups: (client: string) => Promise<readonly GroupLine[]>;
  /** `overall` shows what belongs to no client too. */
  readonly status: (client: string, overall: boolean) => Promise<Status>;
  /** Takes an event up again that was set aside. @returns false when it isn't this client's. */
  readonly retry: (client: string, seq: number, overall: boolean) => Promise<boolean>;
  readonly pools: (client: string) => readonly string[];
  readonly scripts: (client: string) => readonly string[];
  readonly personas: (client: string) => readonly { readonly id: string; readonly name: string }[];
  readonly persona: (client: string) => Promise<string>;
  /** Lines that the playbook says and the persona has not. */
  readonly linesMissing: (client: string, persona: string) => readonly string[];
  readonly usePersona: (client: string, id: string) => Promise<void>;
  /** `what` is "bot", "client" or a group's id. */
  readonly pause: (client: string, what: string, paused: boolean) => Promise<void>;
  readonly bind: (client: string, pool: string, place: Place) => Promise<GroupLine>;
  readonly unbind: (client: string, place: Place) => Promise<void>;
  /** @returns false when no member of that name or id is in the group. */
  readonly startScript: (of: {
    readonly client: string;
    readonly group: string;
    readonly script: string;
    readonly who: string;
    readonly seed: string;
  }) => Promise<boolean>;
  readonly schedules: (
    client: string,
  ) => Promise<
    readonly { readonly id: string; readonly next?: Instant; readonly paused: boolean }[]
  >;
  readonly pauseSchedule: (client: string, id: string, paused: boolean) => Promise<void>;
  /** When each group may get an unasked message; `now` when at once. */
  readonly sayFrom: (
    client: string,
    groups: readonly string[],
    now: Instant,
  ) => Promise<readonly Instant[]>;
  /** Puts a text into the outbox for each group; the same seed says it once. */
  readonly say: (
    client: string,
    groups: readonly string[],
    text: string,
    seed: string,
  ) => Promise<void>;
  /** What a typed basket costs here and why, as lines; undefined when its prices can't be read. */
  readonly quote: (of: {
    readonly client: string;
    readonly group?: string | undefined;
    readonly text: string;
  }) => Promise<readonly string[] | undefined>;
  /** The client's promos: title, how much is used up. */
  readonly promos: (client: string) => Promise<
    readonly {
      readonly id: string;
      readonly title: string;
      readonly used: string;
      readonly on: boolean;
    }[]
  >;
  readonly switchPromo: (client: string, id: string, on: boolean) => Promise<void>;
  /** Each kind of coupon, and how many are in which state. */
  readonly coupons: (client: string) => Promise<
    readonly {
      readonly id: string;
      readonly max: number;
      readonly states: Readonly<Record<string, number>>;
    }[]
  >;
  readonly grantCoupon: (of: {
    readonly client: string;
    readonly coupon: string;
    /** The member's account id. */
    readonly member: string;
    readonly seed: string;
    /** `spent` names the promo when it has too little left for one more discount. */
  }) => Promise<{ readonly code: string; readonly spent?: string } | "no_member" | "none_left">;
  /** @returns false when there is no such coupon, or it was used. */
  readonly voidCoupon: (client: string, code: string) => Promise<boolean>;
  /** Orders typed in chat that wait for an operator, oldest first. */
  readonly typedOrders: (client: string) => Promise<readonly ChatOrderLine[]>;
  /** Makes an order of it, of the member named, else of who typed it, else nobody's yet. */
  readonly confirmTyped: (of: {
    readonly client: string;
    readonly n: string;
    readonly member?: string | undefined;
    readonly seed: string;
  }) => Promise<ChatOrderOutcome | "no_member">;
  readonly dropTyped: (client: string, n: string) => Promise<ChatOrderOutcome>;
  /** Orders an operator typed; the same seed adds them once. */
  readonly addOrders: (of: {
    readonly client: string;
    readonly drafts: readonly ParsedOrder[];
    readonly member?: string | undefined;
    readonly seed: string;
  }) => Promise<{ readonly orders: readonly string[] } | "no_member">;
  readonly unmatchedOrders: (client: string) => Promise<
    readonly {
      readonly key: string;
      /** Undefined while nobody has told it; with its currency where that isn't the client's. */
      readonly amount: string | undefined;
      readonly foreign: boolean;
    }[]
  >;
  /**
   * Says whose an order is. One that is another member's already is moved only when that is confirmed, and
   * so are others with the same phone or union id, which are told first.
   */
  readonly assignOrder: (of: {
    readonly client: string;
    readonly order: string;
    /** The member's account id. */
    readonly member: string;
    readonly confirmed: boolean;
    readonly seed: string;
  }) => Promise<Assigned | "no_order" | "no_member">;
  /** What the members' orders are credited to. */
  readonly orderCredits: (client: string, by: AttributionDimension) => Promise<AttributionReport>;
  /** The playbook's experiments, each with its newest run and the day of it that it is. */
  readonly experiments: (client: string) => Promise<
    readonly {
      readonly id: string;
      readonly rule: Experiment;
      /** All arms are one and the same: an A/A. */
      readonly alike: boolean;
      readonly run?: ExperimentRecord;
      readonly day?: number;
      /** The arm that was taken over for good. */
      readonly adopted?: string;
    }[]
  >;
  /** What can be known from it, reckoned from the client's own days before where there are any. */
  readonly planExperiment: (
    client: string,
    id: string,
  ) => Promise<{ readonly plan: Plan; readonly lines: readonly string[] }>;
  /** What starting it now would fix. @throws UserError EXPERIMENT_RUNNING, EXPERIMENT_GROUPS_FEW and the like */
  readonly prepareExperiment: (
    client: string,
    id: string,
  ) => Promise<{ readonly registration: Registration; readonly start: string }>;
  /** How the claims of the playbook stand, here and over clients that share, and who makes them. */
  readonly heuristics: (
    client: string,
  ) => Promise<{ readonly board: readonly Ranked[]; readonly masters: readonly Master[] }>;
  /** Freezes the registration; the first block begins at the next local midnight. */
  readonly startExperiment: (
    client: string,
    id: string,
  ) => Promise<{ readonly start: string; readonly hash: string }>;
  /** @throws UserError EXPERIMENT_NOT_RUNNING */
  readonly checkStop: (client: string, id: string) => Promise<void>;
  readonly stopExperiment: (client: string, id: string, by?: string) => Promise<void>;
  /** How its newest run stands: from rollups, and void when an assignment isn't the registered one. */
  readonly reportExperiment: (
    client: string,
    id: string,
  ) => Promise<{
    readonly record: ExperimentRecord;
    readonly until: number;
    readonly analysis: Analysis;
    /** The arm that the claim is for. */
    readonly favours: string | undefined;
    /** The chart as a PNG in base64; undefined before the first look. */
    readonly png: string | undefined;
  }>;
  readonly verifyExperiment: (
    client: string,
    id: string,
  ) => Promise<Seal & { readonly hash: string }>;
  /** Takes an arm over for good, or goes back to the playbook as written. */
  readonly adoptArm: (client: string, id: string, arm: string | undefined) => Promise<void>;
  readonly version: (client: string) => string;
  /** Reads the files again. @returns findings as printed by `suanpan check`, and whether they are usable. */
  readonly check: (
    client: string,
  ) => Promise<{ readonly ok: boolean; readonly lines: readonly string[] }>;
  /** Like `check`, and takes the files into use when they are. */
  readonly reload: (
    client: string,
  ) => Promise<{ readonly ok: boolean; readonly lines: readonly string[] }>;
};

export type Call = {
  /** "" where the operator of several clients, or of none, speaks outside their groups. */
  readonly client: string;
  /** The bound group in which the command was typed. */
  readonly group?: string;
  readonly place: Place;
  readonly person: Person;
  readonly role: Role;
  /** The owner of the whole installation, who serves every client. */
  readonly overall: boolean;
  /** The clients they serve. */
  readonly served: readonly string[];
  /** Names this use of the command; done twice with one id, it is done once. */
  readonly id: string;
  readonly args: string;
  /** The operator has seen the preview and said /yes. */
  readonly confirmed: boolean;
  readonly now: Instant;
  readonly zone: string;
  readonly currency: string;
  readonly locale: "zh-CN" | "en";
  readonly desk: Desk;
};

/** `confirm`: what `text` shows is done only after /yes. */
export type Answer = {
  readonly text: string;
  readonly confirm?: boolean;
  /** Comes after the text. */
  readonly picture?: Picture | undefined;
};

export type CommandSpec = {
  /** English, without the slash; may contain a second word: `persona list`. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly role: Role;
  /** May be typed where no client is known. */
  readonly anywhere?: boolean;
  readonly usage: { readonly "zh-CN": string; readonly en: string };
  readonly run: (call: Call) => Promise<Answer>;
};
