import { passingId } from "./ids.js";
import type { Member, World } from "./state.js";

/**
 * Gives every group, and where asked every person, another id, as web puppets do at each login.
 * What was said and told before is forgotten, as it is by them. @returns the new id by the old one
 */
export function renumber(
  { state }: World,
  login: string,
  of: { readonly people?: boolean } = {},
): Readonly<Record<string, string>> {
  const renamed: Record<string, string> = {};
  const now = (id: string) => renamed[id] ?? id;
  for (const id of Object.keys(state.rooms)) renamed[id] = passingId(`${login}/${id}`, "room");
  if (of.people) {
    for (const { id, type } of Object.values(state.people)) {
      if (type !== 2) renamed[id] = passingId(`${login}/${id}`, "person");
    }
  }
  rekey(state.people, now, (person) => ({ ...person, id: now(person.id) }));
  rekey(state.rooms, now, (room) => ({
    ...room,
    ...{ id: now(room.id), owner: now(room.owner), admins: room.admins.map(now) },
    members: Object.fromEntries(
      Object.entries(room.members).map(([id, member]): [string, Member] => [
        now(id),
        { ...member, inviter: now(member.inviter) },
      ]),
    ),
  }));
  rekey(
    state.codes,
    (code) => code,
    ({ room, at }) => ({ room: now(room), at }),
  );
  for (const gone of [state.messages, state.cards, state.requests]) {
    for (const id of Object.keys(gone)) delete gone[id];
  }
  state.history = [];
  state.self = now(state.self);
  return renamed;
}

function rekey<T>(of: Record<string, T>, now: (id: string) => string, changed: (one: T) => T) {
  const before = Object.entries(of);
  for (const [id] of before) delete of[id];
  for (const [id, one] of before) of[now(id)] = changed(one);
}
