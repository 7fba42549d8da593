import type { Person } from "../../core/event.js";
import { foldName } from "../../core/text/fold.js";

/** What speaks for a group going on in a chat. */
export type Likeness = {
  /** Members who are in both: by id, and by name where ids say nothing. */
  readonly common: number;
  /** As many as the group had. */
  readonly of: number;
  readonly sameTitle: boolean;
  readonly sameOwner: boolean;
};

/** A group as it was known, or a chat as it is found. */
export type Seen = {
  readonly title: string;
  /** The owner's id and name. */
  readonly owner?: Pick<Person, "user" | "name"> | undefined;
  readonly people: readonly Pick<Person, "user" | "name">[];
};

/** Compares what is known of a group with a chat. */
export function likeness(group: Seen, chat: Seen): Likeness {
  const ids = new Set(chat.people.map(({ user }) => user));
  const byId = group.people.filter(({ user }) => ids.has(user));
  const known = new Set(byId.map(({ user }) => user));
  const names = new Map<string, number>();
  for (const { user, name } of chat.people)
    if (!known.has(user) && name !== "")
      names.set(foldName(name), (names.get(foldName(name)) ?? 0) + 1);
  let byName = 0;
  for (const { user, name } of group.people) {
    const left = names.get(foldName(name)) ?? 0;
    if (known.has(user) || left === 0) continue;
    names.set(foldName(name), left - 1);
    byName += 1;
  }
  const owners = [group.owner, chat.owner];
  return {
    common: byId.length + byName,
    of: group.people.length,
    sameTitle: foldName(group.title) === foldName(chat.title) && foldName(group.title) !== "",
    sameOwner:
      owners.every((owner) => owner !== undefined) &&
      (owners[0]?.user === owners[1]?.user ||
        (foldName(owners[0]?.name ?? "") === foldName(owners[1]?.name ?? "") &&
          owners[0]?.name !== "")),
  };
}

/** As many members in common are no chance. */
const SOME = 2;

/**
 * Whether a chat may be proposed to the group's client: half of the members are there. A title or an owner alone is
 * anybody's to have, and the chat may be another client's.
 */
export const isLike = ({ common, of }: Likeness): boolean => common >= SOME && 2 * common >= of;

/** Which of two is liker; more is more. */
export const weight = ({ common, of, sameTitle, sameOwner }: Likeness): number =>
  common / Math.max(1, of) + Number(sameTitle) + Number(sameOwner) / 2;
