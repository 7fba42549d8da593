import type { RecordKind } from "../core/record.js";
import type { Deps, Due, Feature } from "./feature.js";

const STUCK_MS = 60_000;
const AT_ONCE = 500;

type Handler = (deps: Deps, due: Due) => Promise<void>;

/** What to do with each kind of record, from the features that own them. */
function handlersOf(features: readonly Feature[]): ReadonlyMap<RecordKind, Handler> {
  // Each handler stands under the kind of record that it takes.
  return new Map(
    features.flatMap(({ due = {} }) => Object.entries(due) as [RecordKind, Handler][]),
  );
}

/**
 * Does everything that is due now. The store says what is due, so a restart loses and repeats nothing.
 * @param onStuck told when something that was due could not be done; it is tried again a minute later
 */
export function createDueWork(
  deps: Deps,
  onStuck: (key: string, error: unknown) => void,
): { readonly runDue: () => Promise<number> } {
  const handlers = handlersOf(deps.features);
  const stuckUntil = new Map<string, number>();
  return {
    /** @returns how many things were done. */
    async runDue() {
      const now = deps.clock.now();
      let done = 0;
      for (const item of await deps.store.due(now, AT_ONCE)) {
        const key = `${item.client}/${item.kind}/${item.key}`;
        if ((stuckUntil.get(key) ?? 0) > now) continue;
        stuckUntil.delete(key);
        done++;
        try {
          await handlers.get(item.kind)?.(deps, item);
        } catch (error) {
          stuckUntil.set(key, now + STUCK_MS);
          onStuck(key, error);
        }
      }
      return done;
    },
  };
}
