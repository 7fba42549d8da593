import type { Store } from "./port.js";
import type { Sharing } from "./sharing.js";

type Verb = (...given: never[]) => Promise<unknown>;
type Explain = (error: unknown) => unknown;

/** A store whose verbs say of what fails them what a user can do about it. */
export function explaining(store: Store, explain: Explain): Store {
  const { walk, sharing, ...verbs } = store;
  return {
    ...told(verbs, explain),
    ...(sharing && { sharing: explainingSharing(sharing, explain) }),
    async *walk(client, kind) {
      try {
        yield* walk(client, kind);
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

const explainingSharing = ({ holds, ...verbs }: Sharing, explain: Explain): Sharing => ({
  ...told(verbs, explain),
  holds,
});

function told<T extends object>(verbs: T, explain: Explain): T {
  const refuse = (error: unknown) => Promise.reject(explain(error));
  const all = Object.entries<Verb>(verbs as Record<string, Verb>).map(([name, verb]) => [
    name,
    (...given: never[]) => verb(...given).catch(refuse),
  ]);
  return Object.fromEntries(all) as T;
}
