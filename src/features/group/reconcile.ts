import type { Place } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import type { GroupRecord } from "../../domain/group/record.js";
import type { Deps, Due } from "../../engine/feature.js";
import type { Platform } from "../../platform/port.js";
import type {} from "./records.js";

/** The machine's two clocks, which are read one after the other and may be rounded, differ by no more. */
const CLOCK_STEPS_MS = 100;
/** Questions about one chat, while somebody sets the clock. */
const MOST_ASKED = 3;

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

/** What is to be counted again is counted at once: a clock that ran ahead may have put it off for days. */
export async function recountAll(deps: CountDeps, client: string): Promise<void> {
  for (const recount of await deps.store.list(client, "recount"))
    await recountGroup(deps, { ...recount, client });
}

async function countGroup(deps: CountDeps, group: GroupRecord): Promise<void> {
  const platform = deps.platforms.find(({ account }) => account === group.account);
  if (!platform?.capabilities.has("member_count") || group.gone || group.unbound) return;
  const place = { platform: group.platform, chat: group.chat, direct: false };
  const counted = await countIn(deps.clock, platform, place).catch(() => undefined);
  if (counted === undefined) return;
  const event = {
    id: `count:${group.chat}:${deps.clock.now()}`,
    platform: platform.id,
    account: platform.account,
    place,
    kind: "counted",
    ...counted,
  } as const;
  await deps.receive([event]);
}

/**
 * How many people are in a chat, and when that was: somewhere between the question and the answer. If a clock was
 * set meanwhile nobody can tell, and it is asked again.
 * @returns undefined where clocks don't come to rest
 */
async function countIn(clock: Clock, platform: Platform, place: Place) {
  const time = () => platform.time?.() ?? { at: clock.now(), within: 0 };
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    const [before, began] = [time(), clock.monotonic()];
    const count = await platform.count(place);
    const [after, took] = [time(), clock.monotonic() - began];
    const within = Math.max(before.within, after.within);
    const at = after.at - took / 2;
    if (Math.abs(after.at - before.at - took) <= within + CLOCK_STEPS_MS)
      return { count, at, within: within + took / 2 };
  }
  return undefined;
}
