import type { GroupRecord } from "../../domain/group/record.js";
import type { Deps, Due } from "../../engine/feature.js";
import type {} from "./records.js";

type CountDeps = Pick<Deps, "store" | "playbooks" | "clock" | "platforms" | "receive">;

/** The platform's own counts come in like any other event; a group that can't be counted is left out. */
export async function reconcile(deps: CountDeps): Promise<void> {
  for (const client of deps.playbooks.clients())
    for (const { value } of await deps.store.list(client, "group")) await countGroup(deps, value);
}

/** Counts a group again whose last count was in doubt. */
export async function recountGroup(deps: CountDeps, due: Due<"recount">): Promise<void> {
  const { client, key } = due;
  const changes = [{ op: "remove", kind: "recount", key } as const];
  await deps.store.commit({ client, changes, outbox: [], facts: [] });
  const group = await deps.store.get(client, "group", key);
  if (group) await countGroup(deps, group.value);
}

async function countGroup(deps: CountDeps, group: GroupRecord): Promise<void> {
  const platform = deps.platforms.find(({ account }) => account === group.account);
  if (!platform?.capabilities.has("member_count") || group.gone || group.unbound) return;
  const time = () => platform.time?.() ?? { at: deps.clock.now(), within: 0 };
  const place = { platform: group.platform, chat: group.chat, direct: false };
  const asked = time();
  const count = await platform.count(place).catch(() => undefined);
  if (count === undefined) return;
  // The platform counted somewhere between the question and the answer.
  const { at, within } = time();
  const event = {
    id: `count:${group.chat}:${deps.clock.now()}`,
    platform: platform.id,
    account: platform.account,
    at: (asked.at + at) / 2,
    place,
    kind: "counted",
    count,
    within: Math.max(asked.within, within) + Math.abs(at - asked.at) / 2,
  } as const;
  await deps.receive([event]);
}
