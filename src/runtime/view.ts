import type { Event, Instant } from "../core/event.js";
import type { PoolGroup } from "../group/seats.js";
import { type Store, type Stored, SYSTEM } from "../store/port.js";
import type { Book } from "./book.js";
import { ownerOf, type View } from "./draft.js";

export const chatKey = (platform: string, chat: string): string => `${platform}:${chat}`;

/** The person an event is about, if it is about one. */
export function personOf(event: Event): { user: string } | undefined {
  return "person" in event ? event.person : undefined;
}

/** Everything a decision about one group and one member looks at; undefined when the group is unknown. */
export async function loadView(
  deps: { readonly store: Store; readonly book: Book },
  of: {
    client: string;
    groupId: string;
    memberId?: string | undefined;
    now: Instant;
    seed: string;
  },
): Promise<View | undefined> {
  const { store, book } = deps;
  const { client, groupId, memberId, now, seed } = of;
  const [group, setting, bot] = await Promise.all([
    store.get(client, "group", groupId),
    store.get(client, "setting", "client"),
    store.get(SYSTEM, "setting", "bot"),
  ]);
  const stage = book.stage(client, setting?.value.persona);
  if (!group || !stage) return undefined;
  const [member, seat, enrolments] = memberId
    ? await Promise.all([
        store.get(client, "member", memberId),
        store.get(client, "seat", `${groupId}/${memberId}`),
        store.list(client, "enrolment", ownerOf({ group: groupId, member: memberId })),
      ])
    : [undefined, undefined, [] as readonly Stored<"enrolment">[]];
  const full = group.value.taken >= stage.playbook.groups.capacity * 0.9;
  const pool: PoolGroup[] = full
    ? (await store.list(client, "group")).map(({ key, value }) => ({ id: key, group: value }))
    : [];
  const paused = Boolean(group.value.paused || setting?.value.paused || bot?.value.paused);
  return {
    stage,
    now,
    seed,
    groupId,
    group,
    member,
    seat,
    enrolments,
    pool,
    paused,
    ...(memberId ? { memberId } : {}),
  };
}
