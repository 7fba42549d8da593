import { type Action, isMessage } from "../core/action.js";
import type { Instant, Place } from "../core/event.js";
import type { Fact } from "../core/fact.js";
import type {
  CouponRecord,
  EnrolmentRecord,
  GroupRecord,
  MemberRecord,
  SeatRecord,
} from "../core/record.js";
import { parseDuration } from "../core/time/duration.js";
import { localDay } from "../core/time/local-day.js";
import { type PoolGroup, seatOwner } from "../domain/group/seats.js";
import { keepTouches, touchesOf } from "../domain/order/touches.js";
import type { Counters } from "../domain/promo/cart.js";
import type { Change, Commit, NewRow, Rank, Stored } from "../store/port.js";
import type { Stage } from "./compiled-playbook.js";

/** What a decision may look at. */
export type View = {
  readonly stage: Stage;
  /** Stages of other versions, for those who began a script on them. */
  readonly past: ReadonlyMap<string, Stage>;
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
export type Draft = {
  readonly view: View;
  /** The version that speaks: the view's own, but in a script the one it began with. */
  stage: Stage;
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

export function openDraft(view: View): Draft {
  return {
    view,
    stage: view.stage,
    words: {},
    rank: 1,
    group: view.group.value,
    member: view.member?.value,
    seat: view.seat?.value,
    rows: [],
    facts: [],
    changes: [],
  };
}

/** Something that happened in this group on this day. */
export function addFact(draft: Draft, kind: string, data?: Fact["data"]): void {
  const { now, groupId: group, stage } = draft.view;
  addFactOn(draft, { kind, group, day: localDay(now, stage.playbook.timezone), data });
}

type Counted = {
  readonly kind: string;
  readonly group: string;
  readonly day: string;
  readonly data?: Fact["data"];
};

/** Something that counts for another group or day. */
export function addFactOn(draft: Draft, { kind, group, day, data }: Counted): void {
  const { now, memberId } = draft.view;
  draft.facts.push({
    kind,
    at: now,
    day,
    group,
    version: draft.stage.version,
    ...(draft.stage.arms ? { arms: draft.stage.arms } : {}),
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
export function act(draft: Draft, action: Action, how: Sending = {}): void {
  const { now, seed, groupId } = draft.view;
  const { playbook, version } = draft.stage;
  const unasked = how.unasked ?? false;
  const deed = !isMessage(action);
  const due = now + (how.delayMs ?? 0);
  const lives = unasked ? UNASKED_LIVES_MS : ANSWER_LIVES_MS;
  draft.rows.push({
    key: `${seed}:${draft.rows.length}`,
    action,
    account: draft.group.account,
    due,
    expires: due + (deed || how.lasting ? DEED_LIVES_MS : lives),
    unasked,
    rank: deed ? 0 : unasked ? 3 : draft.rank,
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

export function enrol(draft: Draft, key: string, value: EnrolmentRecord, due: Instant): void {
  draft.changes.push({ op: "put", kind: "enrolment", key, value, due, owner: ownerOf(value) });
}

/** Enrolments are found by group and member. */
export const ownerOf = (of: { group: string; member?: string | undefined }): string =>
  `${of.group}/${of.member ?? ""}`;

/**
 * What a decision told or gave is kept with the member; what was said to nobody in particular, with the
 * group. An order finds it there without a search through the facts.
 */
function rememberTouches(draft: Draft): void {
  const { seed, now, stage, memberId } = draft.view;
  const fresh = touchesOf(draft.facts, seed);
  if (fresh.length === 0) return;
  const from = now - (parseDuration(stage.playbook.orders.attribution.window) ?? 0);
  const keep = <T extends { readonly touches?: typeof fresh }>(holder: T): T => ({
    ...holder,
    touches: keepTouches(holder.touches, fresh, from),
  });
  if (!memberId) draft.group = keep(draft.group);
  else if (draft.member) draft.member = keep(draft.member);
}

/** Closes the draft into one atomic commit; unchanged records are not written. */
export function closeDraft(draft: Draft, handles?: number): Commit {
  const { view } = draft;
  rememberTouches(draft);
  const changes: Change[] = [...draft.changes];
  if (draft.group !== view.group.value) {
    const rev = view.group.rev;
    changes.push({ op: "put", kind: "group", key: view.groupId, value: draft.group, rev });
  }
  if (view.memberId && draft.member && draft.member !== view.member?.value) {
    const rev = view.member?.rev ?? 0;
    changes.push({ op: "put", kind: "member", key: view.memberId, value: draft.member, rev });
  }
  if (view.memberId && draft.seat && draft.seat !== view.seat?.value) {
    changes.push(
      putSeat(view.groupId, view.memberId, { value: draft.seat, rev: view.seat?.rev ?? 0 }),
    );
  }
  return {
    client: view.stage.playbook.client,
    ...(handles === undefined ? {} : { handles }),
    changes,
    outbox: draft.rows,
    facts: draft.facts,
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
