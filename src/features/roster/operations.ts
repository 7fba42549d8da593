import type { Deps } from "../../engine/feature.js";
import type {} from "./records.js";

/** One list may be lost on its way, and two while a puppet is busy. */
const LOST_AFTER = 3;

type LostGroup = { readonly id: string; readonly title: string };

/** What operators see of lists of members. */
export const rosterOperations = ({ store }: Pick<Deps, "store">) => ({
  /** The groups whose lists no longer come: the account isn't in them, or their ids have changed. */
  async lost(client: string): Promise<readonly LostGroup[]> {
    const rosters = await store.list(client, "roster");
    const keys = rosters
      .filter(({ value }) => (value.unlisted ?? 0) >= LOST_AFTER)
      .map(({ key }) => key);
    if (keys.length === 0) return [];
    const groups = await store.find(client, "group", keys);
    return [...groups.values()]
      .filter(({ value }) => !value.unbound)
      .map(({ key, value: { title } }) => ({ id: key, title }));
  },
});
