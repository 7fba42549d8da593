import type { Event } from "../../core/event.js";
import type { GroupRecord } from "../../domain/group/record.js";
import { compiledFor } from "../../engine/arms.js";
import { bindingKey } from "../../engine/context.js";
import { type Store, SYSTEM } from "../../store/port.js";
import { type BindDeps, bindGroup } from "./bind.js";

/** A group as operators see it. */
export type GroupLine = {
  readonly id: string;
  readonly client: string;
  readonly title: string;
  readonly pool: string;
  readonly taken: number;
  readonly capacity: number;
  readonly paused: boolean;
  /** By which people ask to join. */
  readonly link?: string;
  /** The bot was removed from it. */
  readonly gone: boolean;
  readonly admin?: boolean;
};

/** A chat, and the account that is there. */
type Heard = Pick<Event, "account" | "place">;

/** What operators see of groups, and do with them. */
export function groupOperations(deps: BindDeps) {
  const { store, playbooks, clock } = deps;
  const line = async (client: string, id: string, group: GroupRecord): Promise<GroupLine> => {
    const setting = (await store.get(client, "setting", "client"))?.value;
    const compiled = compiledFor(playbooks, client, { groupId: id, setting, at: clock.now() });
    return {
      id,
      client,
      title: group.title,
      pool: group.pool,
      taken: group.taken,
      capacity: compiled?.playbook.groups.capacity ?? 0,
      paused: group.paused ?? false,
      gone: group.gone ?? false,
      ...(group.admin === undefined ? {} : { admin: group.admin }),
      ...(group.link === undefined ? {} : { link: group.link }),
    };
  };
  return {
    async groups(client: string): Promise<readonly GroupLine[]> {
      const bound = (await store.list(client, "group")).filter(({ value }) => !value.unbound);
      return Promise.all(bound.map(({ key, value }) => line(client, key, value)));
    },
    pools: (client: string): readonly string[] =>
      Object.keys(playbooks.current(client)?.playbook.groups.pools ?? {}),
    /** @throws UserError COMMAND_BOUND_ELSEWHERE */
    async bind(client: string, pool: string, { account, place }: Heard): Promise<GroupLine> {
      const { platform, chat } = place;
      const { id, group } = await bindGroup(deps, { client, pool, platform, account, chat });
      return line(client, id, group);
    },
    /** Releases a chat. The group keeps its history, but nothing of the client reaches the chat any more. */
    unbind: (client: string, chat: Heard) => unbind(store, client, chat),
  };
}

async function unbind(store: Store, client: string, { account, place }: Heard): Promise<void> {
  const key = bindingKey(account, place.chat);
  const bound = await store.get(SYSTEM, "binding", key);
  const group = bound && (await store.get(client, "group", bound.value.group));
  if (group) {
    const value = { ...group.value, unbound: true };
    const changes = [{ op: "put", kind: "group", key: group.key, value } as const];
    await store.commit({ client, changes, outbox: [], facts: [] });
  }
  const changes = [{ op: "remove", kind: "binding", key } as const];
  await store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
}
