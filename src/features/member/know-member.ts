import type { Person } from "../../core/event.js";
import type { Draft } from "../../engine/decision.js";

const HOUR = 3_600_000;

/** Makes the acquaintance of a person, and remembers where and when they were seen. */
export function meet(draft: Draft, person: Person): void {
  const { groupId, now, replyTo } = draft.view;
  const known = draft.member ?? {
    platform: draft.group.platform,
    user: person.user,
    name: person.name,
    tags: [],
    saved: {},
    cooldowns: {},
    unasked: [],
    scripts: {},
  };
  // Where silence is watched every message counts; elsewhere one write an hour will do.
  const exact = draft.view.stage.silences.length > 0;
  const stale = exact || now - (known.seenAt ?? 0) > HOUR;
  const home = replyTo ? known.home : groupId;
  if (draft.member && known.name === person.name && known.home === home && !stale) return;
  draft.member = { ...known, name: person.name, ...(home ? { home } : {}), seenAt: now };
}
