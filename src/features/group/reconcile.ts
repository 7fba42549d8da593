import type { Place } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import type { LookUp } from "../../domain/governor/look-up.js";
import type { GroupRecord } from "../../domain/group/record.js";
import type { Deps, Due } from "../../engine/feature.js";
import type { Platform } from "../../platform/port.js";
import { countAgain, countedOnce, isPutOff } from "./counting.js";
import type {} from "./records.js";

/** The machine's two clocks, which are read one after the other and may be rounded, differ by no more. */
const CLOCK_STEPS_MS = 100;
/** As often as groups are counted. */
const ROUND_MS = 600_000;
/** Questions about one chat, while somebody sets the clock. */
const MOST_ASKED = 3;

type CountDeps = Pick<
  Deps,
  "store" | "playbooks" | "clock" | "platforms" | "governorOf" | "receive"
>;

/**
 * The platform's own counts come in like any other event; a group that can't be counted is left out, and one for
 * which its account has no room to look now: each time another group is the first.
 */
export async function reconcile(deps: CountDeps): Promise<void> {
  const round = Math.floor(deps.clock.now() / ROUND_MS);
  for (const client of deps.playbooks.clients()) {
    const groups = (await deps.store.list(client, "group")).map(({ value }) => value);
    const isGoverned = ({ account }: GroupRecord) => deps.governorOf(account) !== undefined;
    const inTurn = rotated(groups.filter(isGoverned), round);
    for (const group of [...groups.filter((one) => !isGoverned(one)), ...inTurn]) {
      const platform = counterOf(deps, group);
      if (platform && (await mayLook(deps, client, group)))
        await countGroup(deps, client, platform, group);
    }
  }
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const first = by % Math.max(1, list.length);
  return [...list.slice(first), ...list.slice(0, first)];
}

const mayLook = async (
  deps: CountDeps,
  client: string,
  { account, chat }: GroupRecord,
  kind: LookUp = "read",
) => (await deps.governorOf(account)?.lookUp({ kind, client, chat })) === undefined;

/** Counts a group again whose last count was in doubt; without an answer, once more before long. */
export async function recountGroup(deps: CountDeps, due: Due<"recount">): Promise<void> {
  const { client, key } = due;
  const group = (await deps.store.get(client, "group", key))?.value;
  const platform = group && counterOf(deps, group);
  const change = platform ? countAgain(key, deps.clock.now()) : countedOnce(key);
  await deps.store.commit({ client, changes: [change], outbox: [], facts: [] });
  if (platform && (await mayLook(deps, client, group)))
    await countGroup(deps, client, platform, group);
}

/** Counts at once what a clock that ran ahead has put off. */
export async function recountPutOff(deps: CountDeps, client: string): Promise<void> {
  for (const recount of await deps.store.list(client, "recount"))
    if (isPutOff(recount.due ?? 0, deps.clock.now()))
      await recountGroup(deps, { ...recount, client });
}

/** Who can count a group. */
function counterOf(deps: CountDeps, group: GroupRecord): Platform | undefined {
  const platform = deps.platforms.find(({ account }) => account === group.account);
  const canCount = platform?.capabilities.has("member_count") && !group.gone && !group.unbound;
  return canCount ? platform : undefined;
}

async function countGroup(
  deps: CountDeps,
  client: string,
  platform: Platform,
  group: GroupRecord,
): Promise<void> {
  const place = { platform: group.platform, chat: group.chat, direct: false };
  const again = () => mayLook(deps, client, group, "look");
  const counted = await countIn(deps.clock, platform, { place, again }).catch(() => undefined);
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
async function countIn(
  clock: Clock,
  platform: Platform,
  { place, again }: { readonly place: Place; readonly again: () => Promise<boolean> },
) {
  const time = () => platform.time?.() ?? { at: clock.now(), within: 0 };
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    if (asked > 0 && !(await again())) return undefined;
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
