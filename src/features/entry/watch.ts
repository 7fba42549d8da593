import type { Instant } from "../../core/event.js";
import { hasRoom, type PoolGroup, usableGroups } from "../../domain/group/seats.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { closeDecision, openDecision } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import type { Change } from "../../store/port.js";
import { clientGroups, poolGroups } from "../group/pool-groups.js";
import type { EntryPicture } from "./records.js";
import { text } from "./texts.js";

const HOUR_MS = 3_600_000;
/** Operators are asked for a new picture so long before the old one ends, and once in so long. */
const AHEAD_MS = 24 * HOUR_MS;

const KEY = "pictures";
const again = (due: Instant): Change => ({
  ...{ op: "put", kind: "entry-watch", key: KEY, value: {}, due },
});

/** Some platforms have no links: there a picture of a QR code leads into a group, and ends after days. */
const needsPictures = ({ platforms }: Pick<Deps, "platforms">, account: string): boolean =>
  platforms.some((one) => one.account === account && !one.capabilities.has("invite_link"));

/** Looks after the pictures of a client, where one of the accounts has no links. */
export async function watchPictures(
  deps: Pick<Deps, "store" | "platforms" | "clock">,
  client: string,
): Promise<void> {
  const { store, platforms, clock } = deps;
  if (!platforms.some(({ account }) => needsPictures(deps, account))) return;
  const changes = [again(clock.now())];
  await store.commit({ client, changes, outbox: [], facts: [] });
}

/** Asks for the pictures that are missing or end soon, and forgets those that have ended. */
export async function lookAtPictures(deps: Deps, due: Due<"entry-watch">): Promise<void> {
  const { client } = due;
  const now = deps.clock.now();
  const groups = await clientGroups(deps, client, now);
  // Nobody is led to the others: operators have moved their pool to another account.
  const shown = new Set((await poolGroups(deps, client, now)).map(({ id }) => id));
  for (const pool of new Set(groups.map(({ group }) => group.pool)))
    for (const group of usableGroups(groups, pool))
      if (needsPictures(deps, group.group.account))
        await lookAt(deps, client, { ...group, isShown: shown.has(group.id) });
  await deps.store.commit({ client, changes: [again(now + HOUR_MS)], outbox: [], facts: [] });
}

async function lookAt(
  deps: Deps,
  client: string,
  { id, rules, isShown }: PoolGroup & { readonly isShown: boolean },
): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  await commitWithRetry(store, async (spent) => {
    const known = await store.get(client, "entry-picture", id);
    const { picture, asked } = known?.value ?? {};
    const over = picture !== undefined && picture.until <= now;
    const wanted = isShown && (!picture || picture.until <= now + AHEAD_MS);
    const seed = `entry-picture:${id}:${now}`;
    const context = await loadContext(deps, { client, groupId: id, now, seed, spent });
    if (!context) return undefined;
    const decision = openDecision(context);
    const tells = wanted && hasRoom(decision.group.taken, rules) && !isLately(asked, now);
    if (!tells && !over) return undefined;
    if (tells) ask(decision, picture?.until);
    const value: EntryPicture = {
      ...(picture && !over ? { picture } : {}),
      ...(tells ? { asked: now } : asked === undefined ? {} : { asked }),
    };
    decision.changes.push({
      ...{ op: "put", kind: "entry-picture", key: id, value, rev: known?.rev ?? 0 },
    });
    return closeDecision(decision);
  });
}

/** A clock that ran ahead keeps nobody from being asked for longer. */
const isLately = (asked: Instant | undefined, now: Instant): boolean =>
  asked !== undefined && Math.abs(now - asked) < AHEAD_MS;

function ask(decision: Parameters<typeof notifyOperators>[0], until: Instant | undefined): void {
  const { compiled, now } = decision.context;
  const { locale, timezone: timeZone } = compiled.playbook;
  const { title: group } = decision.group;
  if (until === undefined || until <= now) {
    notifyOperators(decision, text(locale, "picture-missing", { group }));
    return;
  }
  const form = { timeZone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" } as const;
  const at = new Intl.DateTimeFormat(locale, form).format(until);
  notifyOperators(decision, text(locale, "picture-ends", { group, at }));
}
