import { StoreFailure } from "../core/errors.js";
import type { RecordKind } from "../core/record.js";
import type { Deps, Due, Feature } from "./feature.js";

const STUCK_MS = 60_000;
/** Of each client; who has more goes on when the others have had their turn. */
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
  onStuck: (key: string, error: unknown, client: string) => void,
): { readonly runDue: () => Promise<number> } {
  const handlers = handlersOf(deps.features);
  return {
    /** @returns how many things were done. */
    async runDue() {
      const now = deps.clock.now();
      let done = 0;
      const { clients } = deps.owned();
      for (const item of await deps.store.due({ clients, now, limit: AT_ONCE })) {
        done++;
        try {
          await handlers.get(item.kind)?.(deps, item);
        } catch (error) {
          if (error instanceof StoreFailure) throw error;
          await deps.store.postpone(item.client, item, now + STUCK_MS);
          onStuck(`${item.client}/${item.kind}/${item.key}`, error, item.client);
        }
      }
      return done;
    },
  };
}
