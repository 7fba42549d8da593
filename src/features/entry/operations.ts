import { UserError } from "../../core/errors.js";
import type { Instant } from "../../core/event.js";
import { foldName } from "../../core/text/fold.js";
import { sayableOf } from "../../domain/persona/speak.js";
import type { Deps } from "../../engine/feature.js";
import { SYSTEM } from "../../store/port.js";
import { groupOperations } from "../group/operations.js";
import { drawCode, pageName } from "./code.js";
import { pageNamed } from "./page.js";
import { type PoolStand, poolStand, type StandDeps } from "./pool-stand.js";
import type { EntryPicture, Picture } from "./records.js";
import type { WayIn } from "./way-in.js";

/** A pool's page as operators see it. */
type PageLine = {
  readonly pool: string;
  /** Its whole address, or without `entry.url` what stands behind it. */
  readonly address: string;
  readonly state: WayIn["state"];
  readonly group?: string;
  /** Of the picture that is shown. */
  readonly until?: Instant;
  readonly stand: PoolStand;
};
/** How many joined by way of a source; without one: nobody knows from where. */
type SourceLine = { readonly source?: string; readonly title?: string; readonly joins: number };

const DAY_MS = 86_400_000;

/** What operators see of the ways into groups, and do with them. */
export function entryOperations(deps: StandDeps) {
  const { store, playbooks, clock } = deps;
  return {
    /** The pages of a client, a line for each pool. */
    async pages(client: string): Promise<readonly PageLine[]> {
      const entry = playbooks.current(client)?.playbook.entry;
      const lines: PageLine[] = [];
      for (const pool of groupOperations(deps).pools(client)) {
        const code = (await store.get(client, "entry", pool))?.value.code;
        if (code === undefined) continue;
        const name = pageName(pool, code);
        const page = await pageNamed(deps, name, undefined);
        const address = `${(entry?.url ?? "").replace(/\/$/, "")}/join/${name}`;
        const { title: group, picture } = page?.by ?? {};
        const stand = await poolStand(deps, client, pool);
        const state = page?.state ?? "closed";
        lines.push({ pool, address, state, group, until: picture?.until, stand });
      }
      return lines;
    },
    /** Joins of the last days by source, the most first; facts are kept for 90 days. */
    async joins(client: string, days: number): Promise<readonly SourceLine[]> {
      const titles = playbooks.current(client)?.playbook.entry?.sources ?? {};
      const from = clock.now() - days * DAY_MS;
      const counts = new Map<string | undefined, number>();
      for (const { at, data = {} } of await store.facts(client, "joined")) {
        if (at < from || data.bot || data.again) continue;
        const source = data.source === undefined ? undefined : String(data.source);
        counts.set(source, (counts.get(source) ?? 0) + 1);
      }
      return [...counts]
        .map(([source, joins]) => ({ source, joins, title: titles[source ?? ""] }))
        .sort((a, b) => orderOf(a) - orderOf(b) || b.joins - a.joins);
    },
    /**
     * Shows a picture for a group until then.
     * @returns the group's title
     * @throws UserError ENTRY_GROUP_UNKNOWN, ENTRY_GROUP_UNCLEAR, ENTRY_PICTURE_KIND
     */
    async setPicture(
      client: string,
      group: string,
      { bytes, until }: { readonly bytes: Uint8Array; readonly until: Instant },
    ): Promise<string> {
      const { id, title } = await groupNamed(deps, client, group);
      const type = typeOf(bytes);
      if (!type) throw new UserError("ENTRY_PICTURE_KIND");
      const base64 = Buffer.from(bytes).toString("base64");
      const value: EntryPicture = { picture: { type, base64, until } };
      const changes = [{ op: "put", kind: "entry-picture", key: id, value } as const];
      await store.commit({ client, changes, outbox: [], facts: [] });
      return title;
    },
  };
}

/** Those of whom nobody knows come last. */
const orderOf = ({ source }: SourceLine): number => (source === undefined ? 1 : 0);

/** A group by its id or title; spaces and case don't matter. */
async function groupNamed(deps: StandDeps, client: string, word: string) {
  const folded = (text: string) => foldName(sayableOf(text));
  const all = await groupOperations(deps).groups(client);
  const found = all.filter(({ id, title }) => id === word || folded(title) === folded(word));
  const [one, ...more] = found.filter(({ id }) => id === word).concat(found);
  if (!one) {
    const known = all.map(({ title }) => title).join(", ") || "-";
    throw new UserError("ENTRY_GROUP_UNKNOWN", { word, known });
  }
  if (more.some(({ id }) => id !== one.id))
    throw new UserError("ENTRY_GROUP_UNCLEAR", {
      word,
      known: found.map(({ id }) => id).join(", "),
    });
  return one;
}

/** What a picture is by how it begins. */
function typeOf(bytes: Uint8Array): Picture["type"] | undefined {
  const begins = (signs: readonly number[]) => signs.every((sign, n) => bytes[n] === sign);
  if (begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  return begins([0xff, 0xd8, 0xff]) ? "image/jpeg" : undefined;
}

/** Sees to it that each pool of a client has a page; a page that there is stays as it is. */
export async function drawPages(
  { store, playbooks }: Pick<Deps, "store" | "playbooks">,
  client: string,
): Promise<void> {
  for (const pool of Object.keys(playbooks.current(client)?.playbook.groups.pools ?? {})) {
    const known = await store.get(client, "entry", pool);
    const code = known?.value.code ?? drawCode();
    if (!known) {
      const changes = [{ op: "put", kind: "entry", key: pool, value: { code }, rev: 0 } as const];
      if (!(await store.commit({ client, changes, outbox: [], facts: [] })).ok) continue;
    }
    if (await store.get(SYSTEM, "entry-code", code)) continue;
    const value = { client, pool };
    const changes = [{ op: "put", kind: "entry-code", key: code, value, rev: 0 } as const];
    await store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
  }
}
