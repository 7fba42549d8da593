import type { Picture } from "../core/action.js";
import type { Event, MessageEvent, Person, Place } from "../core/event.js";
import type { Texts } from "../core/i18n.js";
import type { RecordKind, Records } from "../core/record.js";
import type { Clock } from "../core/time/clock.js";
import type { Metric } from "../domain/experiment/design/metrics.js";
import type { OwnLimits } from "../domain/governor/rules.js";
import type { Role } from "../domain/operator/schema.js";
import type { Habit } from "../domain/simulate/habit.js";
import type { Platform } from "../platform/port.js";
import type { Playbook, Section } from "../playbook/schema.js";
import type { PlaybookVersion } from "../playbook/versions/version.js";
import type { Accepted, Change, Owned, Store, Stored } from "../store/port.js";
import type { About } from "./about.js";
import type { Need } from "./context.js";
import type { Completion, Decision } from "./decision.js";
import type { AccountGovernor } from "./outbound/account-governor.js";
import type { Playbooks } from "./playbooks.js";

/** A record that has fallen due. */
export type Due<K extends RecordKind = RecordKind> = Stored<K> & { readonly client: string };

/** A record as it is going to be written. */
export type Written<K extends RecordKind> = {
  readonly key: string;
  readonly value: Records[K];
  /** 0 where there was none; undefined where whoever writes it doesn't say. */
  readonly rev: number | undefined;
  readonly playbook: Playbook;
};

/**
 * One thing the bot does. All that the engine, the operators' commands and the start-up know of it stands
 * here; `app/features.ts` is the list.
 */
export type Feature = {
  /** Its folder. */
  readonly name: string;
  /** The features whose folders it imports from: all there are, `npm run arch` sees to it. */
  readonly uses?: readonly string[];
  /** What must be loaded before this event is decided. */
  readonly needs?: (event: Event) => readonly Need[];
  /** Its share of a decision, in the order of the list; true when the event needs no further answer. */
  readonly decide?: (decision: Decision, event: Event) => boolean;
  /** Completes every decision before it is committed. */
  readonly complete?: Completion;
  /** Handles an event that concerns no chat. @returns false when it isn't this feature's. */
  readonly handle?: (deps: Deps, seq: number, event: Event) => Promise<boolean>;
  /** Handles what somebody writes directly whom no client knows. @returns false when it isn't this feature's */
  readonly stranger?: (deps: Deps, seq: number, event: MessageEvent) => Promise<boolean>;
  /** Told of an event that is set aside because of a bug, before it is; perhaps more than once. */
  readonly setAside?: (deps: Deps, accepted: Accepted) => Promise<void>;
  /** Whether what somebody writes to the bot directly concerns every client that knows them. */
  readonly concernsAll?: (text: string, playbook: Playbook) => boolean;
  /** What to do when one of its records is due. */
  readonly due?: { readonly [K in RecordKind]?: (deps: Deps, due: Due<K>) => Promise<void> };
  /** Takes what is new with a client into the store: at the start, after a reload, and of a group that was just bound. */
  readonly takeUp?: (deps: Deps, client: string) => Promise<void>;
  /** Why a version can't be taken into use beside these clients. */
  readonly objections?: (
    deps: Deps,
    version: PlaybookVersion,
    clients: readonly string[],
  ) => Promise<readonly Objection[]>;
  readonly commands?: readonly CommandSpec[];
  /** What has to be written together with a record of any kind, whoever writes it. */
  readonly follows?: { readonly [K in RecordKind]?: (written: Written<K>) => readonly Change[] };
  /** What a client allows itself of what its accounts may do, by its playbook. */
  readonly governs?: (playbook: Playbook) => OwnLimits | undefined;
  /** Its section of the playbook, with the checks that belong to it. */
  readonly section?: Section;
  /** The kinds of fact that it reads again, or that prove something: they are kept for ever, all others as long as `engine/retention.ts` says. */
  readonly keeps?: readonly string[];
  /** What of each of its kinds of record is about a member, so that it goes when they are erased. */
  readonly about?: { readonly [K in RecordKind]?: About<K> };
  /** What its facts add to the rollups; an experiment can have each as its metric. */
  readonly metrics?: readonly Metric[];
  /** What synthetic members type because of it, in `suanpan simulate`. */
  readonly simulate?: Habit;
  /** Its texts: the sentences of the errors that it throws stand there under their codes. */
  readonly texts?: readonly Texts[];
};

/** Why a version can't be taken into use, in a sentence. */
export type Objection = {
  readonly says: string;
  /** As the client's operators hear it, where it tells of other clients. */
  readonly apart?: string;
};

/** What features work with. Open: a feature declares what it alone is handed at the start. */
export interface Deps {
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly clock: Clock;
  /** The accounts that this process is. */
  readonly platforms: readonly Platform[];
  /** What an account may do; undefined where nothing but its platform limits it. */
  readonly governorOf: (account: string) => AccountGovernor | undefined;
  /** Whose work this process does. */
  readonly owned: () => Owned;
  readonly features: readonly Feature[];
  /** Takes what is new in all playbooks into the store. */
  readonly takeUp: () => Promise<void>;
  /** Takes events in as if a platform had told them. */
  readonly receive: (events: readonly Event[]) => Promise<unknown>;
  /** Handles an event again that was set aside. */
  readonly retake: (accepted: Accepted) => void;
}

/** A command as it was typed, and by whom. */
export type Call = {
  /** "" where the operator of several clients, or of none, speaks outside their groups. */
  readonly client: string;
  /** The bound group in which the command was typed. */
  readonly group?: string;
  readonly place: Place;
  /** That heard the command, and answers it. */
  readonly account: string;
  readonly person: Person;
  readonly role: Role;
  /** The owner of the whole installation, who serves every client. */
  readonly overall: boolean;
  /** The clients they serve. */
  readonly served: readonly string[];
  /** Names this use of the command; done twice with one id, it is done once. */
  readonly id: string;
  readonly args: string;
  /** Fetches the picture to which the command is the caption, where there is one. @throws PlatformFailure */
  readonly picture?: () => Promise<Uint8Array>;
  /** The operator has seen the preview and said /yes. */
  readonly confirmed: boolean;
  readonly now: number;
  readonly zone: string;
  readonly currency: string;
  readonly locale: "zh-CN" | "en";
  readonly deps: Deps;
};

/** `confirm`: what `text` shows is done only after /yes. */
export type Answer = {
  readonly text: string;
  readonly confirm?: boolean;
  /** Asks for /yes, behind the text. */
  readonly ask?: string;
  /** With which arguments /yes does it, where what was typed doesn't say all that was shown. */
  readonly args?: string;
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
