import { DateTime } from "luxon";
import type { Action } from "../core/action.js";
import type { Instant, Place } from "../core/event.js";
import type { Fact } from "../core/fact.js";
import type { EnrolmentRecord, GroupRecord, MemberRecord, SeatRecord } from "../core/record.js";
import type { PoolGroup } from "../group/seats.js";
import { LOOK_BACK_MS } from "../guard/unasked.js";
import { paceTexts } from "../persona/pacing.js";
import { render } from "../persona/render.js";
import { chooseVariant, cleanName } from "../persona/speak.js";
import type { Change, Commit, NewRow, Stored } from "../store/port.js";
import type { Stage } from "./stage.js";

/** What a decision may look at. */
export type View = {
  readonly stage: Stage;
  readonly now: Instant;
  /** Names this decision; seeds its choices and its outbox keys. */
  readonly seed: string;
  readonly groupId: string;
  readonly group: Stored<"group">;
  readonly memberId?: string;
  readonly member?: Stored<"member"> | undefined;
  readonly seat?: Stored<"seat"> | undefined;
  readonly enrolments: readonly Stored<"enrolment">[];
  readonly pool: readonly PoolGroup[];
  /** Nothing is said while the bot, the client or the group is paused. */
  readonly paused: boolean;
};

/** A decision in the making: records as they will be, messages and facts as they will go out. */
export type Draft = {
  readonly view: View;
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
    group: view.group.value,
    member: view.member?.value,
    seat: view.seat?.value,
    rows: [],
    facts: [],
    changes: [],
  };
}

export function addFact(draft: Draft, kind: string, data?: Fact["data"]): void {
  const { now, groupId, memberId, stage } = draft.view;
  draft.facts.push({
    kind,
    at: now,
    group: groupId,
    version: stage.version,
    ...(memberId ? { member: memberId } : {}),
    ...(data ? { data } : {}),
  });
}

const ANSWER_LIVES_MS = 15 * 60_000;
const UNASKED_LIVES_MS = 2 * 3_600_000;

/** Puts an action into the outbox; paused or not, it is a deed and no speech. */
export function act(
  draft: Draft,
  action: Action,
  options: { delayMs?: number; unasked?: boolean } = {},
): void {
  const { stage, now, seed, groupId } = draft.view;
  const unasked = options.unasked ?? false;
  draft.rows.push({
    key: `${seed}:${draft.rows.length}`,
    action,
    account: draft.group.account,
    due: now + (options.delayMs ?? 0),
    expires: now + (unasked ? UNASKED_LIVES_MS : ANSWER_LIVES_MS),
    unasked,
    onUncertain: stage.playbook.on_uncertain ?? (unasked ? "skip" : "resend"),
    group: groupId,
    version: stage.version,
  });
}

export const placeOf = (group: GroupRecord): Place => ({
  platform: group.platform,
  chat: group.chat,
  direct: false,
});

/** The text of one of the persona's lines, its variant chosen by the seed and never twice in a row. */
export function lineText(draft: Draft, line: string): string {
  const { persona, playbook } = draft.view.stage;
  const texts = [persona.lines[line] ?? []].flat();
  const variant = chooseVariant(
    persona,
    line,
    `${draft.view.seed}:${line}`,
    draft.group.variants[line],
  );
  draft.group = { ...draft.group, variants: { ...draft.group.variants, [line]: variant } };
  const local = DateTime.fromMillis(draft.view.now, { zone: playbook.timezone });
  return render(texts[variant] ?? "", {
    brand: playbook.brand,
    now: { date: local.toFormat("yyyy-MM-dd"), time: local.toFormat("HH:mm") },
    persona: {
      name: persona.name,
      facts: persona.facts,
      voice: { address: persona.voice.address },
    },
    group: { title: draft.group.title, n: draft.group.n },
    member: { name: cleanName(draft.member?.name ?? "") },
    saved: draft.member?.saved ?? {},
  });
}

/** Says a line, paced like a person would; nothing while paused. `to` is the group unless given. */
export function say(draft: Draft, line: string, how: { unasked: boolean; to?: Place }): void {
  if (draft.view.paused) return;
  const { persona } = draft.view.stage;
  const { texts, delaysMs } = paceTexts(lineText(draft, line), persona.pacing);
  const notice = persona.discloses_bot === "always" && how.unasked ? "（智能助手）" : "";
  let delayMs = 0;
  texts.forEach((text, index) => {
    delayMs += delaysMs[index] ?? 0;
    act(
      draft,
      { kind: "send_text", to: how.to ?? placeOf(draft.group), text: text + notice },
      { delayMs, unasked: how.unasked },
    );
  });
  addFact(draft, "said_line", { line, unasked: how.unasked });
  if (!how.unasked) return;
  const { now } = draft.view;
  const keep = (past: readonly Instant[]) => [...past.filter((at) => at > now - LOOK_BACK_MS), now];
  draft.group = { ...draft.group, unasked: keep(draft.group.unasked) };
  if (draft.member) draft.member = { ...draft.member, unasked: keep(draft.member.unasked) };
}

export function enrol(draft: Draft, key: string, value: EnrolmentRecord, due: Instant): void {
  draft.changes.push({ op: "put", kind: "enrolment", key, value, due, owner: ownerOf(value) });
}

/** Enrolments are found by group and member. */
export const ownerOf = (of: { group: string; member?: string | undefined }): string =>
  `${of.group}/${of.member ?? ""}`;

/** Closes the draft into one atomic commit; unchanged records are not written. */
export function closeDraft(draft: Draft, handles?: number): Commit {
  const { view } = draft;
  const changes: Change[] = [...draft.changes];
  if (draft.group !== view.group.value) {
    changes.push({
      op: "put",
      kind: "group",
      key: view.groupId,
      value: draft.group,
      rev: view.group.rev,
    });
  }
  if (view.memberId && draft.member && draft.member !== view.member?.value) {
    changes.push({
      op: "put",
      kind: "member",
      key: view.memberId,
      value: draft.member,
      rev: view.member?.rev ?? 0,
    });
  }
  if (view.memberId && draft.seat && draft.seat !== view.seat?.value) {
    changes.push({
      op: "put",
      kind: "seat",
      key: `${view.groupId}/${view.memberId}`,
      owner: view.groupId,
      value: draft.seat,
      rev: view.seat?.rev ?? 0,
    });
  }
  return {
    client: view.stage.playbook.client,
    ...(handles === undefined ? {} : { handles }),
    changes,
    outbox: draft.rows,
    facts: draft.facts,
  };
}
