import type { GroupRecord } from "../../domain/group/record.js";
import type { Erased } from "../../engine/about.js";
import { chatKey } from "../../engine/context.js";
import type { Feature } from "../../engine/feature.js";
import type {} from "./records.js";

/** Seats go with their member. That somebody came and went stays with the group, whose people are counted by it. */
export const groupAbout: Feature["about"] = {
  group: ({ value }, who) => withoutThem(value, who),
  binding: "nobody",
  seat: ({ value }, { is }) => (is(value.member) ? "gone" : value),
  recount: "nobody",
  "pool-move": "nobody",
};

function withoutThem(group: GroupRecord, { is }: Erased): GroupRecord {
  const { headcount, platform } = group;
  const moves = headcount?.log.flatMap((entry) => ("who" in entry ? entry.who : [])) ?? [];
  const theirs = new Set(moves.filter((who) => is(chatKey(platform, who))));
  if (!headcount || theirs.size === 0) return group;
  // Moves of one person belong together, and to nobody else's.
  const others = new Set(moves);
  const called = new Map<string, string>();
  for (const who of theirs) {
    let n = 1;
    while (others.has(`erased ${n}`)) n++;
    others.add(`erased ${n}`);
    called.set(who, `erased ${n}`);
  }
  const log = headcount.log.map((entry) =>
    "who" in entry ? { ...entry, who: called.get(entry.who) ?? entry.who } : entry,
  );
  return { ...group, headcount: { ...headcount, log } };
}
