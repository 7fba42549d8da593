import type { Lang } from "../../core/i18n.js";
import type { Deps } from "../../engine/feature.js";
import { SYSTEM } from "../../store/port.js";
import { readPageName } from "./code.js";
import { poolNow } from "./pool-now.js";
import type {} from "./records.js";
import { linkOf } from "./source-link.js";
import { mayHaveLinks } from "./sources.js";
import { type Door, type WayIn, wayIn } from "./way-in.js";

export type PageDeps = Pick<Deps, "store" | "playbooks" | "clock">;

/** What the page of a pool shows. */
export type Page = {
  readonly locale: Lang;
  readonly brand: string;
  readonly state: WayIn["state"];
  readonly by?: Door;
  /** The link of the source comes within seconds: look again then. */
  readonly comes: boolean;
};

/**
 * What the page of this name shows to who comes from a source. The name holds a code that nobody guesses: who
 * knows one client's learns nothing of another's.
 * @returns undefined when there is no such page
 */
export async function pageNamed(
  deps: PageDeps,
  name: string,
  source: string | undefined,
): Promise<Page | undefined> {
  const { store, playbooks } = deps;
  const named = readPageName(name);
  const of = named && (await store.get(SYSTEM, "entry-code", named.code))?.value;
  const playbook = of && playbooks.current(of.client)?.playbook;
  if (!playbook || of.pool !== named.pool || !Object.hasOwn(playbook.groups.pools, of.pool))
    return undefined;
  const { client, pool } = of;
  const [asked, setting, bot] = await Promise.all([
    poolNow(deps, client, pool),
    store.get(client, "setting", "client"),
    store.get(SYSTEM, "setting", "bot"),
  ]);
  const paused = Boolean(setting?.value.paused || bot?.value.paused);
  const way = wayIn({ ...asked, paused });
  const { locale, brand } = playbook;
  const page = { locale, brand, state: way.state, comes: false };
  if (!way.by) return page;
  const { link } = way.by;
  if (link === undefined || source === undefined) return { ...page, by: way.by };
  if (!(await mayHaveLinks(deps, { client, pool, source }))) return { ...page, by: way.by };
  const own = await linkOf(deps, { client, group: way.id, source });
  return { ...page, by: { ...way.by, link: own.link ?? link }, comes: own.comes };
}
