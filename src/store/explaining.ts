import type { Store } from "./port.js";

type Verb = (...given: never[]) => Promise<unknown>;

/** A store whose verbs say of what fails them what a user can do about it. */
export function explaining(store: Store, explain: (error: unknown) => unknown): Store {
  const { walk, ...verbs } = store;
  const told = Object.entries<Verb>(verbs).map(([name, verb]) => {
    const refuse = (error: unknown) => Promise.reject(explain(error));
    return [name, (...given: never[]) => verb(...given).catch(refuse)];
  });
  return {
    ...(Object.fromEntries(told) as Omit<Store, "walk">),
    async *walk(client, kind) {
      try {
        yield* walk(client, kind);
      } catch (error) {
        throw explain(error);
      }
    },
  };
}
