import type { RecordKind } from "../core/record.js";
import type { Feature, Written } from "../engine/feature.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Change, Store } from "../store/port.js";

type Follow = (written: Written<RecordKind>) => readonly Change[];

/** A store in whose commits stands what features write together with the records of others. */
export function withFollowers(
  store: Store,
  playbooks: Playbooks,
  features: readonly Feature[],
): Store {
  // Each function stands under the kind of record that it takes.
  const follows = features.flatMap(
    (feature) => Object.entries(feature.follows ?? {}) as [RecordKind, Follow][],
  );
  if (follows.length === 0) return store;
  return {
    ...store,
    commit(commit) {
      const playbook = playbooks.current(commit.client)?.playbook;
      const more = commit.changes.flatMap((change) => {
        if (change.op !== "put" || !playbook) return [];
        const { kind, key, value, rev } = change;
        const own = follows.filter(([followed]) => followed === kind);
        return own.flatMap(([, follow]) => follow({ key, value, rev, playbook }));
      });
      return store.commit(
        more.length === 0 ? commit : { ...commit, changes: [...commit.changes, ...more] },
      );
    },
  };
}
