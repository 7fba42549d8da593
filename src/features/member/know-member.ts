import type { Person } from "../../core/event.js";
import type { Decision } from "../../engine/decision.js";

const HOUR = 3_600_000;

/** Makes the acquaintance of a person, and remembers where and when they were seen. */
export function knowMember(decision: Decision, person: Person): void {
  const { groupId, now, replyTo } = decision.context;
  const known = decision.member ?? {
    platform: decision.group.platform,
    user: person.user,
    name: person.name,
    tags: [],
    saved: {},
    cooldowns: {},
    unasked: [],
    scripts: {},
  };
  // Where silence is watched every message counts; elsewhere one write an hour will do.
  const exact = decision.context.compiled.silences.length > 0;
  const stale = exact || now - (known.seenAt ?? 0) > HOUR;
  const home = replyTo ? known.home : groupId;
  // One that isn't known for now doesn't take the place of one that was.
  const name = person.name || known.name;
  if (decision.member && known.name === name && known.home === home && !stale) return;
  decision.member = { ...known, name, ...(home ? { home } : {}), seenAt: now };
}
