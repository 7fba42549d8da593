import type { Clock } from "../../core/time/clock.js";
import { memberText } from "../../domain/promo/member-texts.js";
import { attempt } from "../../engine/commit-with-retry.js";
import { loadView, type ViewDeps } from "../../engine/context.js";
import { closeDraft, type Draft, openDraft } from "../../engine/decision.js";
import { tellText } from "../../engine/notify-operators.js";
import type { Store, Stored } from "../../store/port.js";

const TELL_AGAIN_MS = 10 * 60_000;

/** How many typed orders wait in the group, and whether some were not noted for want of room. */
type Waiting = { readonly waiting: number; readonly missed: boolean };

/** Tells the operators that orders wait for them; within ten minutes of the last time, when those are over. */
export function tellOfTyped(draft: Draft, { waiting, missed }: Waiting): void {
  const { now, groupId } = draft.view;
  const next = (draft.group.typedTold ?? Number.NEGATIVE_INFINITY) + TELL_AGAIN_MS;
  if (now >= next) tellNow(draft, { waiting, missed });
  else {
    if (missed) draft.group = { ...draft.group, typedMissed: true };
    const value = { group: groupId };
    draft.changes.push({ op: "put", kind: "notice", key: groupId, value, due: next });
  }
}

function tellNow(draft: Draft, { waiting, missed }: Waiting): void {
  const { typedMissed, ...group } = draft.group;
  draft.group = { ...group, typedTold: draft.view.now };
  const params = { group: group.title, n: String(waiting) };
  const text = missed || typedMissed ? "typed_full" : "typed_waiting";
  tellText(draft, memberText(text, draft.stage.playbook.locale, params));
}

/** Tells of what came since the operators heard last and still waits, and of what was not noted. */
export async function noticeTyped(
  deps: ViewDeps & { readonly store: Store; readonly clock: Clock },
  { client, key, due = 0 }: Stored & { readonly client: string },
): Promise<void> {
  await attempt(deps.store, async () => {
    const now = deps.clock.now();
    const seed = `notice:${key}:${due}`;
    const view = await loadView(deps, { client, groupId: key, now, seed, orders: true });
    const done = { op: "remove", kind: "notice", key } as const;
    if (!view) return { client, changes: [done], outbox: [], facts: [] };
    const draft = openDraft(view);
    draft.changes.push(done);
    const told = draft.group.typedTold ?? Number.NEGATIVE_INFINITY;
    const waiting = view.typed.known.filter(({ value }) => value.state === "waiting");
    const fresh = waiting.some(({ value }) => value.at > told);
    const missed = draft.group.typedMissed ?? false;
    if (fresh || missed) tellNow(draft, { waiting: waiting.length, missed });
    return closeDraft(draft);
  });
}
