import { type Action, isMessage } from "../core/action.js";
import type { Instant, Place } from "../core/event.js";
import type { Fact } from "../core/fact.js";
import { localDay } from "../core/time/local-day.js";
import type { GroupRecord, SeatRecord } from "../domain/group/record.js";
import { seatOwner } from "../domain/group/seats.js";
import { ANSWER_LIVES_MS } from "../domain/guard/turn.js";
import type { Change, Commit, NewRow, Rank, Stored } from "../store/port.js";
import type { CompiledPlaybook } from "./compiled-playbook.js";
import type { MemberRecord } from "./records.js";
import { upToNow } from "./up-to-now.js";

/**
 * What is loaded for a decision because a feature needs it. Open: each feature declares what it loads under
 * a name of its own, absent where nothing asked for it.
 */
export interface Loaded {
  /** A feature takes the message for its own though it begins with a slash, as commands do. */
  readonly claimed?: boolean;
}

/** Completes a decision from what it says and changes so far. */
export type Completion = (decision: Decision) => void;

/** Where a direct message is answered, and by which account: the one that it was written to. */
export type ReplyTo = { readonly place: Place; readonly account: string };

/** What a decision may look at. */
export type Context = {
  readonly compiled: CompiledPlaybook;
  readonly now: Instant;
  /** The instant whose arms the playbook has: now, or when an order was paid. */
  readonly armsAt: Instant;
  /** Names this decision; seeds its choices and its outbox keys. */
  readonly seed: string;
  readonly groupId: string;
  readonly group: Stored<"group">;
  readonly memberId?: string;
  readonly member?: Stored<"member"> | undefined;
  readonly seat?: Stored<"seat"> | undefined;
  /** What features asked to have loaded for this decision. */
  readonly loaded: Loaded;
  /** What features add to a decision before it is committed. */
  readonly completions: readonly Completion[];
  /** Counters that turned out to be at their limit. */
  readonly spent: ReadonlySet<string>;
  /** Draws unguessable bytes for a code. */
  readonly entropy: () => Uint8Array;
  /** Where to answer when it isn't the group: the member wrote directly. */
  readonly replyTo?: ReplyTo | undefined;
  /** Nothing is said while the bot, the client or the group is paused. */
  readonly paused: boolean;
};

/** A decision in the making: records as they will be, messages and facts as they will go out. */
export type Decision = {
  readonly context: Context;
  /** The version that speaks: the view's own, but in a script the one it began with. */
  compiled: CompiledPlaybook;
  /** What the next lines may speak of: a promo, a nudge, a coupon, a quote. */
  words: Readonly<Record<string, unknown>>;
  /** Of the texts that follow; what nobody asked for comes last anyhow. */
  rank: Rank;
  /** What the member said, if they said something. */
  question?: string;
  /** The topic of the group in which they said it: where they are answered. */
  topic?: string | undefined;
  group: GroupRecord;
  member: MemberRecord | undefined;
  seat: SeatRecord | undefined;
  readonly rows: NewRow[];
  readonly facts: Fact[];
  readonly changes: Change[];
};

export function openDecision(context: Context): Decision {
  return {
    context,
    compiled: context.compiled,
    words: {},
    rank: 1,
    group: upToNow(context.group.value, context.now),
    member: context.member && upToNow(context.member.value, context.now),
    seat: context.seat?.value,
    rows: [],
    facts: [],
    changes: [],
  };
}

/** Something that happened in this group on this day. */
export function addFact(decision: Decision, kind: string, data?: Fact["data"]): void {
  const { now, groupId: group, compiled } = decision.context;
  addFactOn(decision, { kind, group, day: localDay(now, compiled.playbook.timezone), data });
}

type Counted = {
  readonly kind: string;
  readonly group: string;
  readonly day: string;
  readonly data?: Fact["data"];
};

/** Something that counts for another group or day. */
export function addFactOn(decision: Decision, { kind, group, day, data }: Counted): void {
  const { now, memberId } = decision.context;
  decision.facts.push({
    kind,
    at: now,
    day,
    group,
    version: decision.compiled.version,
    ...(decision.compiled.arms ? { arms: decision.compiled.arms } : {}),
    ...(memberId ? { member: memberId } : {}),
    ...(data ? { data } : {}),
  });
}

/** What nobody asked for is not said later than this. */
export const UNASKED_LIVES_MS = 2 * 3_600_000;
/** Letting people in and telling operators stays right however late it is. */
export const EFFECT_LIVES_MS = 24 * 3_600_000;

type Sending = {
  readonly delayMs?: number;
  readonly unasked?: boolean;
  /** Worth sending for a day: an effect, or a notice to operators. */
  readonly lasting?: boolean;
  /** Whoever decides it looks at how it ends, and tells of it. */
  readonly watched?: true;
  /** By this account; else by the group's. */
  readonly account?: string | undefined;
  /** Which of a chat's due rows goes first; else what the decision says. */
  readonly rank?: Rank | undefined;
};

/** Puts an action into the outbox, whether paused or not. */
export function act(decision: Decision, action: Action, how: Sending = {}): void {
  const { now, seed, groupId } = decision.context;
  const { playbook, version } = decision.compiled;
  const unasked = how.unasked ?? false;
  const effect = !isMessage(action);
  const due = now + (how.delayMs ?? 0);
  const lives = unasked ? UNASKED_LIVES_MS : ANSWER_LIVES_MS;
  decision.rows.push({
    key: `${seed}:${decision.rows.length}`,
    action,
    account: how.account ?? decision.group.account,
    made: now,
    due,
    expires: due + (effect || how.lasting ? EFFECT_LIVES_MS : lives),
    unasked,
    rank: effect ? 0 : unasked ? 5 : (how.rank ?? decision.rank),
    // An effect done twice changes nothing; a text said twice is seen twice.
    onUncertain: effect ? "resend" : (playbook.on_uncertain ?? (unasked ? "skip" : "resend")),
    group: groupId,
    version,
    ...(how.watched ? { watched: true } : {}),
  });
}

/**
 * Makes the texts that have `part` in them ones that must be heard: they are sent for a day, and again where
 * nobody knows whether they were.
 */
export function mustBeHeard({ rows }: Decision, part: string): void {
  for (const [index, row] of rows.entries()) {
    if (row.action.kind !== "send_text" || !row.action.text.includes(part)) continue;
    const expires = Math.max(row.expires, row.due + EFFECT_LIVES_MS);
    rows[index] = { ...row, expires, onUncertain: "resend" };
  }
}

export const placeOf = (group: GroupRecord): Place => ({
  platform: group.platform,
  chat: group.chat,
  direct: false,
});

/** Closes the draft into one atomic commit; unchanged records are not written. */
export function closeDecision(decision: Decision, handles?: number): Commit {
  const { context } = decision;
  for (const complete of context.completions) complete(decision);
  const changes: Change[] = [...decision.changes];
  if (decision.group !== context.group.value) {
    const rev = context.group.rev;
    changes.push({ op: "put", kind: "group", key: context.groupId, value: decision.group, rev });
  }
  if (context.memberId && decision.member && decision.member !== context.member?.value) {
    const rev = context.member?.rev ?? 0;
    changes.push({ op: "put", kind: "member", key: context.memberId, value: decision.member, rev });
  }
  if (context.memberId && decision.seat && decision.seat !== context.seat?.value) {
    changes.push(
      putSeat(context.groupId, context.memberId, {
        value: decision.seat,
        rev: context.seat?.rev ?? 0,
      }),
    );
  }
  return {
    client: context.compiled.playbook.client,
    ...(handles === undefined ? {} : { handles }),
    changes,
    outbox: decision.rows,
    facts: decision.facts,
  };
}

/** A seat as it will be; `rev` is the one that was read. */
export function putSeat(
  group: string,
  member: string,
  { value, rev }: { value: SeatRecord; rev: number },
): Change {
  const owner = seatOwner(group, value.status);
  return { op: "put", kind: "seat", key: `${group}/${member}`, owner, value, rev };
}
