import { type Action, isMessage } from "../core/action.js";
import type { Instant, Place } from "../core/event.js";
import type { Fact } from "../core/fact.js";
import { parseDuration } from "../core/time/duration.js";
import { localDay } from "../core/time/local-day.js";
import type { GroupRecord, SeatRecord } from "../domain/group/record.js";
import { type PoolGroup, seatOwner } from "../domain/group/seats.js";
import { keepTouchpoints, touchpointsOf } from "../domain/order/touches.js";
import type { Counters } from "../domain/promo/cart.js";
import type { CouponRecord } from "../domain/promo/coupon-record.js";
import type { EnrolmentRecord } from "../features/script/records.js";
import type { Change, Commit, NewRow, Rank, Stored } from "../store/port.js";
import type { CompiledPlaybook } from "./compiled-playbook.js";
import type { MemberRecord } from "./records.js";

/** What a decision may look at. */
export type Context = {
  readonly compiled: CompiledPlaybook;
  /** Stages of other versions, for those who began a script on them. */
  readonly past: ReadonlyMap<string, CompiledPlaybook>;
  readonly now: Instant;
  /** Names this decision; seeds its choices and its outbox keys. */
  readonly seed: string;
  readonly groupId: string;
  readonly group: Stored<"group">;
  readonly memberId?: string;
  readonly member?: Stored<"member"> | undefined;
  readonly seat?: Stored<"seat"> | undefined;
  readonly enrolments: readonly Stored<"enrolment">[];
  /** The client's groups, where it matters which one is next. */
  readonly pool: readonly PoolGroup[];
  /** Where seats may have become free: who waits at the door, and who was approved but is not in yet. */
  readonly waiting: readonly Stored<"seat">[];
  readonly approved: readonly SeatRecord[];
  /** How far the promos are used up and the member's coupons, where a price is asked for. */
  readonly counters: Counters;
  readonly hand: readonly CouponRecord[];
  /** The coupon behind the code that was typed, whosever it is. */
  readonly asked?: CouponRecord | undefined;
  /** Orders typed in the group before, and the number of the newest, where a message brings more. */
  readonly typed: { readonly known: readonly Stored<"typed">[]; readonly last: number };
  /** Counters that turned out to be at their limit. */
  readonly spent: ReadonlySet<string>;
  /** Draws unguessable bytes for a code. */
  readonly entropy: () => Uint8Array;
  /** Where to answer when it isn't the group: the member wrote directly. */
  readonly replyTo?: Place | undefined;
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
    group: context.group.value,
    member: context.member?.value,
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

const ANSWER_LIVES_MS = 15 * 60_000;
const UNASKED_LIVES_MS = 2 * 3_600_000;
/** Letting people in and telling operators stays right however late it is. */
const DEED_LIVES_MS = 24 * 3_600_000;

type Sending = {
  readonly delayMs?: number;
  readonly unasked?: boolean;
  /** Worth sending for a day: a deed, or a notice to operators. */
  readonly lasting?: boolean;
};

/** Puts an action into the outbox, whether paused or not. */
export function act(decision: Decision, action: Action, how: Sending = {}): void {
  const { now, seed, groupId } = decision.context;
  const { playbook, version } = decision.compiled;
  const unasked = how.unasked ?? false;
  const deed = !isMessage(action);
  const due = now + (how.delayMs ?? 0);
  const lives = unasked ? UNASKED_LIVES_MS : ANSWER_LIVES_MS;
  decision.rows.push({
    key: `${seed}:${decision.rows.length}`,
    action,
    account: decision.group.account,
    due,
    expires: due + (deed || how.lasting ? DEED_LIVES_MS : lives),
    unasked,
    rank: deed ? 0 : unasked ? 3 : decision.rank,
    // A deed done twice changes nothing; a text said twice is seen twice.
    onUncertain: deed ? "resend" : (playbook.on_uncertain ?? (unasked ? "skip" : "resend")),
    group: groupId,
    version,
  });
}

export const placeOf = (group: GroupRecord): Place => ({
  platform: group.platform,
  chat: group.chat,
  direct: false,
});

export function enrol(decision: Decision, key: string, value: EnrolmentRecord, due: Instant): void {
  decision.changes.push({ op: "put", kind: "enrolment", key, value, due, owner: ownerOf(value) });
}

/** Enrolments are found by group and member. */
export const ownerOf = (of: { group: string; member?: string | undefined }): string =>
  `${of.group}/${of.member ?? ""}`;

/**
 * What a decision told or gave is kept with the member; what was said to nobody in particular, with the
 * group. An order finds it there without a search through the facts.
 */
function rememberTouchpoints(decision: Decision): void {
  const { seed, now, compiled, memberId } = decision.context;
  const fresh = touchpointsOf(decision.facts, seed);
  if (fresh.length === 0) return;
  const from = now - (parseDuration(compiled.playbook.orders.attribution.window) ?? 0);
  const keep = <T extends { readonly touches?: typeof fresh }>(holder: T): T => ({
    ...holder,
    touches: keepTouchpoints(holder.touches, fresh, from),
  });
  if (!memberId) decision.group = keep(decision.group);
  else if (decision.member) decision.member = keep(decision.member);
}

/** Closes the draft into one atomic commit; unchanged records are not written. */
export function closeDecision(decision: Decision, handles?: number): Commit {
  const { context } = decision;
  rememberTouchpoints(decision);
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
