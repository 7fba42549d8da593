import type { Instant, Person, Place } from "../core/event.js";
import type { Role } from "./schema.js";

export type GroupLine = {
  readonly id: string;
  readonly client: string;
  readonly title: string;
  readonly pool: string;
  readonly taken: number;
  readonly capacity: number;
  readonly paused: boolean;
  /** undefined: not known yet. */
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

/** What the runtime lets a command see and do; every verb concerns one client. */
export type Desk = {
  readonly groups: (client: string) => Promise<readonly GroupLine[]>;
  readonly status: (client: string) => Promise<Status>;
  readonly pools: (client: string) => readonly string[];
  readonly scripts: (client: string) => readonly string[];
  readonly personas: () => readonly { readonly id: string; readonly name: string }[];
  readonly persona: (client: string) => Promise<string>;
  readonly usePersona: (client: string, id: string) => Promise<void>;
  /** `what` is "bot", "client" or a group's id. */
  readonly pause: (client: string, what: string, paused: boolean) => Promise<void>;
  readonly bind: (client: string, pool: string, place: Place) => Promise<GroupLine>;
  readonly unbind: (place: Place) => Promise<void>;
  /** @returns false when no member of that name or id is in the group. */
  readonly startScript: (
    client: string,
    group: string,
    script: string,
    who: string,
  ) => Promise<boolean>;
  readonly schedules: (
    client: string,
  ) => Promise<
    readonly { readonly id: string; readonly next?: Instant; readonly paused: boolean }[]
  >;
  readonly pauseSchedule: (client: string, id: string, paused: boolean) => Promise<void>;
  readonly say: (client: string, groups: readonly string[], text: string) => Promise<void>;
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
  readonly args: string;
  /** The operator has seen the preview and said /yes. */
  readonly confirmed: boolean;
  readonly now: Instant;
  readonly zone: string;
  readonly locale: "zh-CN" | "en";
  readonly desk: Desk;
};

/** `confirm`: what `text` shows is done only after /yes. */
export type Answer = { readonly text: string; readonly confirm?: boolean };

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
