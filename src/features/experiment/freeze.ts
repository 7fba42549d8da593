import { isAsRegistered } from "../../domain/experiment/design/register.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { pathsChanged, withArms } from "../../playbook/versions/adopted.js";
import { type PlaybookVersion, writtenIn } from "../../playbook/versions/version.js";
import type { Store, Stored } from "../../store/port.js";
import { adoptedAgainst } from "./adopt.js";
import { runningOf } from "./running.js";

/** A running experiment that a version says otherwise than it was registered. */
type Changed = {
  readonly stored: Stored<"experiment">;
  /** Where the playbook that its arms patch is no longer the same; none: its own section isn't. */
  readonly paths: readonly string[];
};

/** The running experiments that a version says otherwise than they were registered. */
export async function changedBy(
  store: Store,
  version: PlaybookVersion,
): Promise<readonly Changed[]> {
  const { client, experiments } = version.playbook;
  const found: Changed[] = [];
  for (const stored of await runningOf(store, client)) {
    const { running, registration } = stored.value;
    const { experiment: id } = running;
    const rule = Object.hasOwn(experiments, id) ? experiments[id] : undefined;
    const same = isAsRegistered(registration, rule);
    const paths = same ? await changedUnder(store, version, stored.value) : [];
    if (!same || paths.length > 0) found.push({ stored, paths });
  }
  return found;
}

/**
 * The paths that a run's arms patch and at which groups would no longer find below the arms what was there
 * when it was registered: what the file says, and the adopted arms of other experiments over it.
 */
async function changedUnder(
  store: Store,
  version: PlaybookVersion,
  { running, registration }: ExperimentRecord,
): Promise<readonly string[]> {
  const { client } = version.playbook;
  const { arms, playbook: hash } = registration;
  const before = await store.version(client, hash);
  if (before === undefined) return [];
  const { adopted = {} } = (await store.get(client, "setting", "client"))?.value ?? {};
  const { [running.experiment]: _own, ...others } = adopted;
  // These the version replaces or says by itself.
  const gone = (await adoptedAgainst(store, version)).map(({ experiment }) => experiment);
  const kept = Object.entries(others).filter(([id]) => !gone.includes(id));
  return pathsChanged(
    withArms(writtenIn(before), others),
    withArms(writtenIn(version.content), Object.fromEntries(kept)),
    Object.assign({}, ...arms.map(({ patch }) => patch)),
  );
}

/** What forbids a version of a playbook: a running experiment or, with its `arm`, an adopted one. */
export type Frozen = {
  readonly client: string;
  readonly experiment: string;
  readonly arm?: string;
  /** What the file says otherwise; none: the experiment's own section. */
  readonly paths: readonly string[];
};

/** The running experiments and adopted arms that a version changes, so that it can't be taken into use. */
export async function frozenBy(store: Store, version: PlaybookVersion): Promise<Frozen[]> {
  const { client } = version.playbook;
  const all: Frozen[] = [];
  for (const { stored, paths } of await changedBy(store, version))
    all.push({ client, experiment: stored.value.running.experiment, paths });
  for (const { experiment, arm, found } of await adoptedAgainst(store, version))
    if (found !== "written") all.push({ client, experiment, arm, paths: found });
  return all;
}

/** Notes with each running experiment that a version is in force, unless it was so already. */
export async function noteVersion(
  store: Store,
  { hash: version, playbook: { client } }: PlaybookVersion,
): Promise<void> {
  for (const { key } of await runningOf(store, client)) {
    await commitWithRetry(store, async () => {
      const stored = await store.get(client, "experiment", key);
      if (stored?.value.state !== "running" || stored.value.versions.at(-1) === version)
        return undefined;
      const value = { ...stored.value, versions: [...stored.value.versions, version] };
      const put = { op: "put", kind: "experiment", key, value, rev: stored.rev } as const;
      return { client, changes: [put], outbox: [], facts: [] };
    });
  }
}
