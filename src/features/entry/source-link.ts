import type { Event, Instant } from "../../core/event.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Need } from "../../engine/context.js";
import { type Decision, EFFECT_LIVES_MS, placeOf } from "../../engine/decision.js";
import type { Deps } from "../../engine/feature.js";
import { plainRow } from "../../engine/plain-row.js";
import type { Stored } from "../../store/port.js";
import type {} from "./records.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    /** The record of the source for which a link was made. */
    readonly entryLink?: Stored<"entry-link"> | undefined;
  }
}

/** A link that was asked for is waited for so long; and so long after, it is asked for again. */
const COMES_MS = 6_000;
const AGAIN_MS = 10 * 60_000;

type LinkDeps = Pick<Deps, "store" | "clock">;
type Of = { readonly client: string; readonly group: string; readonly source: string };

const keyOf = (group: string, source: string): string => `${group}/${source}`;

/** A source's own link of a group; where there is none it is asked for, and `comes` within seconds. */
export async function linkOf(
  { store, clock }: LinkDeps,
  { client, group, source }: Of,
): Promise<{ readonly link?: string; readonly comes: boolean }> {
  const key = keyOf(group, source);
  let found: { link?: string; comes: boolean } = { comes: false };
  await commitWithRetry(store, async () => {
    const now = clock.now();
    const known = await store.get(client, "entry-link", key);
    const record = (await store.get(client, "group", group))?.value;
    const since = sinceWhen(now, known?.value.asked);
    const link = known?.value.link;
    found = { link, comes: link === undefined && since < COMES_MS };
    if (link !== undefined || since < AGAIN_MS || !record) return undefined;
    found = { comes: true };
    const row = plainRow({
      ...{ key: `entry:${key}:${now}`, account: record.account, group, now },
      ...{ action: { kind: "invite_link", to: placeOf(record), source } as const },
      livesMs: EFFECT_LIVES_MS,
    });
    const value = { asked: now };
    const rev = known?.rev ?? 0;
    const changes = [{ op: "put", kind: "entry-link", key, owner: group, value, rev } as const];
    // Strangers ask for links: these don't go before what members are told.
    return { client, changes, outbox: [{ ...row, rank: 2 }], facts: [] };
  });
  return found;
}

/** How long ago; for ever where it never was, or a clock that ran ahead said when. */
const sinceWhen = (now: Instant, at: Instant | undefined): number =>
  at === undefined || at > now ? Number.POSITIVE_INFINITY : now - at;

/** Loads the record of the source for which a link was made. */
export const linkNeeds = (event: Event): readonly Need[] => {
  if (event.kind !== "link" || event.source === undefined) return [];
  const { source } = event;
  return [
    async ({ store }, { compiled, groupId }) => ({
      entryLink: await store.get(compiled.playbook.client, "entry-link", keyOf(groupId, source)),
    }),
  ];
};

/** Keeps the link that was made for a source. */
export function keepLink(decision: Decision, event: Event): boolean {
  if (event.kind !== "link" || event.source === undefined) return false;
  const { loaded, groupId: owner, now } = decision.context;
  const known = loaded.entryLink;
  decision.changes.push({
    ...{ op: "put", kind: "entry-link", key: keyOf(owner, event.source), owner },
    ...{ value: { asked: now, ...known?.value, link: event.link }, rev: known?.rev ?? 0 },
  });
  return true;
}
