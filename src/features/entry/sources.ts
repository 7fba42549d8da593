import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps } from "../../engine/feature.js";
import type { Change, Stored } from "../../store/port.js";

/** Sources of a pool that the playbook doesn't list: anybody can write one into an address. */
const MOST_UNLISTED = 50;
const HOUR_MS = 3_600_000;
/** One that nobody has used for so long makes room for a new one. */
const UNUSED_MS = 24 * HOUR_MS;

type SourceDeps = Pick<Deps, "store" | "playbooks" | "clock">;
type Of = { readonly client: string; readonly pool: string; readonly source: string };
type Known = Stored<"entry-source">;

/** Whether a source may have links of its own: the playbook lists it, or it is among the few others. */
export async function mayHaveLinks(deps: SourceDeps, of: Of): Promise<boolean> {
  const listed = deps.playbooks.current(of.client)?.playbook.entry?.sources ?? {};
  return Object.hasOwn(listed, of.source) || (await isAmongFew(deps, of));
}

async function isAmongFew({ store, clock }: SourceDeps, of: Of): Promise<boolean> {
  const { client, pool: owner, source } = of;
  const key = `${owner}/${source}`;
  const now = clock.now();
  const counter = `entry-sources/${owner}`;
  const isOld = (one: Known | undefined, ms: number) =>
    one === undefined || Math.abs(now - one.value.seen) >= ms;
  let isOne = true;
  await commitWithRetry(store, async (spent) => {
    const known = await store.get(client, "entry-source", key);
    isOne = known !== undefined;
    if (!isOld(known, HOUR_MS)) return undefined;
    const changes: Change[] = [];
    if (!known) {
      const oldest = longestUnused(await store.list(client, "entry-source", owner));
      if (!spent.has(counter)) changes.push({ op: "add", counter, by: 1, limit: MOST_UNLISTED });
      else if (oldest && isOld(oldest, UNUSED_MS)) changes.push(...outOf(oldest, owner));
      else return undefined;
      isOne = true;
    }
    const rev = known?.rev ?? 0;
    changes.push({ op: "put", kind: "entry-source", key, owner, value: { seen: now }, rev });
    return { client, changes, outbox: [], facts: [] };
  });
  return isOne;
}

const longestUnused = (all: readonly Known[]): Known | undefined =>
  all.reduce<Known | undefined>(
    (one, other) => (one && one.value.seen <= other.value.seen ? one : other),
    undefined,
  );

/** Whoever takes it out of use is alone in it: the put fails where somebody else was first. */
const outOf = ({ key, value, rev }: Known, owner: string): readonly Change[] => [
  { op: "put", kind: "entry-source", key, owner, value, rev },
  { op: "remove", kind: "entry-source", key },
];
