import type { Instant } from "../../core/event.js";
import type { GroupRecord } from "../../domain/group/record.js";
import { hasRoom, type PoolGroup, usableGroups } from "../../domain/group/seats.js";
import type { EntryPicture, Picture } from "./records.js";

/** How people come into a pool now. */
export type WayIn =
  /** Into this group; or, where all are full, into the line at its door. */
  | { readonly state: "open" | "full"; readonly id: string; readonly by: Door }
  /** `closed`: no group of the pool can be entered from outside. */
  | { readonly state: "full" | "paused" | "closed"; readonly by?: undefined };

/** What leads into a group. */
export type Door = { readonly title: string; readonly link?: string; readonly picture?: Picture };

export type Asked = {
  readonly pool: string;
  readonly groups: readonly PoolGroup[];
  readonly pictures: ReadonlyMap<string, EntryPicture>;
  /** The bot or the client is paused. */
  readonly paused: boolean;
  readonly now: Instant;
};

/**
 * The way into a pool: its first group with a free seat, as at the door (`nextOpen`), that has a link or a
 * picture. A paused group takes nobody from outside. Where all are full and there is a door at which people can
 * wait, it is shown: a picture leads past every door, so it is shown no more.
 */
export function wayIn({ pool, groups, pictures, paused, now }: Asked): WayIn {
  if (paused) return { state: "paused" };
  const doors = usableGroups(groups, pool).flatMap(({ id, group, rules }) => {
    const by = doorOf(group, pictures.get(id), now);
    return by ? [{ id, by, paused: group.paused, room: hasRoom(group.taken, rules) }] : [];
  });
  const working = doors.filter((door) => !door.paused);
  const open = working.find(({ room }) => room);
  if (open) return { state: "open", id: open.id, by: open.by };
  if (doors.some(({ room }) => room)) return { state: "paused" };
  const line = working.find(({ by }) => by.link !== undefined);
  if (line) return { state: "full", id: line.id, by: line.by };
  return { state: doors.length > 0 ? "full" : "closed" };
}

/** A link where there is one: it never ends, and is known to lead to the door. */
export function doorOf(
  { title, link }: GroupRecord,
  of: EntryPicture | undefined,
  now: Instant,
): Door | undefined {
  if (link !== undefined) return { title, link };
  const picture = of?.picture;
  return picture && picture.until > now ? { title, picture } : undefined;
}
