import type { Instant } from "../core/event.js";
import type { RunningExperiment } from "../domain/experiment/design/run.js";
import type { GroupRecord, SeatRecord } from "../domain/group/record.js";
import type { Told } from "../domain/guard/turn.js";
import type { Edge } from "../domain/person/edges.js";

/** The records that the engine itself reads; the others are declared by the feature that owns them. */
declare module "../core/record.js" {
  interface Records {
    group: GroupRecord;
    member: MemberRecord;
    seat: SeatRecord;
    setting: SettingRecord;
    confirmation: ConfirmationRecord;
    binding: BindingRecord;
    person: PersonRecord;
  }
}

/** Open: a feature declares the fields that it keeps with a member. */
export interface MemberRecord {
  readonly platform: string;
  readonly user: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly saved: Readonly<Record<string, string>>;
  readonly optedOut?: boolean;
  /** The topics of `opt_out.topics` of which they want nothing unasked. */
  readonly optedOutOf?: readonly string[];
  /** When they last opted out or in. */
  readonly consentAt?: Instant;
  /** They opted out because this other account of theirs did, and not themselves. */
  readonly optedOutWith?: string;
  /** The group they joined or spoke in last, and when (at most an hour old). */
  readonly home?: string;
  readonly seenAt?: Instant;
  readonly cooldowns: Readonly<Record<string, Instant>>;
  readonly unasked: readonly Instant[];
  /** What they were told directly lately, and at the door of a group. */
  readonly told?: readonly Told[];
  /** script id -> when it last began for this member. */
  readonly scripts: Readonly<Record<string, Instant>>;
}

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

/**
 * What makes several accounts one person; each of them has the same under its member's key. An account without
 * one is a person by itself.
 */
type PersonRecord = { readonly edges: readonly Edge[] };
