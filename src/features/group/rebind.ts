import { UserError } from "../../core/errors.js";
import type { GroupRecord } from "../../domain/group/record.js";
import { bindingKey } from "../../engine/context.js";
import { SYSTEM } from "../../store/port.js";
import { type BindDeps, linkRow } from "./bind.js";

type Of = {
  readonly client: string;
  readonly group: string;
  readonly account: string;
  readonly chat: string;
};

/**
 * Says that a group goes on in another chat: it keeps its place in the pool, its members and its history. What is
 * known of the old chat alone, such as its link, is learned anew.
 * @throws UserError COMMAND_BOUND_ELSEWHERE when the chat is bound to any group already
 */
export async function rebindGroup(deps: BindDeps, of: Of): Promise<GroupRecord | undefined> {
  const { store } = deps;
  const { client, group: id, account, chat } = of;
  const known = await store.get(client, "group", id);
  if (!known || known.value.unbound) return undefined;
  const key = bindingKey(account, chat);
  const value = { client, group: id };
  const bound = await store.commit({
    ...{ client: SYSTEM, outbox: [], facts: [] },
    changes: [{ op: "put", kind: "binding", key, value, rev: 0 }],
  });
  const mine = (await store.get(SYSTEM, "binding", key))?.value;
  // Of this very group: the process died behind the first commit.
  if (!bound.ok && (mine?.client !== client || mine.group !== id))
    throw new UserError("COMMAND_BOUND_ELSEWHERE");
  const { link: _, linkAsked: __, admin: ___, ...kept } = known.value;
  const group: GroupRecord = { ...kept, account, chat, gone: false };
  const asks = linkRow(deps, id, group);
  const stored = await store.commit({
    client,
    outbox: asks ? [asks] : [],
    facts: [
      {
        ...{ kind: "rebound", at: deps.clock.now(), group: id },
        data: { from: known.value.chat, to: chat },
      },
    ],
    changes: [
      {
        op: "put",
        kind: "group",
        key: id,
        value: asks ? { ...group, linkAsked: asks.key } : group,
        rev: known.rev,
      },
    ],
  });
  if (!stored.ok) return rebindGroup(deps, of);
  const old = bindingKey(known.value.account, known.value.chat);
  if (old !== key) {
    const changes = [{ op: "remove", kind: "binding", key: old } as const];
    await store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
  }
  return group;
}
