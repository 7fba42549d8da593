import { isAsRegistered } from "../../domain/experiment/design/register.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { pathsChanged, withArms } from "../../playbook/versions/adopted.js";
import { type PlaybookVersion, writtenIn } from "../../playbook/versions/version.js";
import type { Store, Stored } from "../../store/port.js";
import { adoptedAgainst } from "./adopt.js";
import { runningOf } from "./running.js";

/** A running experiment that an edition says otherwise than it was registered. */
type Changed = {
  readonly stored: Stored<"experiment">;
  /** Where the playbook that its arms patch is no longer the same; none: its own section isn't. */
  readonly paths: readonly string[];
};

/** The running experiments that an edition says otherwise than they were registered. */
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
  // These the edition replaces or says by itself.
  const gone = (await adoptedAgainst(store, version)).map(({ experiment }) => experiment);
  const kept = Object.entries(others).filter(([id]) => !gone.includes(id));
  return pathsChanged(
    withArms(writtenIn(before), others),
    withArms(writtenIn(version.content), Object.fromEntries(kept)),
    Object.assign({}, ...arms.map(({ patch }) => patch)),
  );
}

/** Why editions can't be taken into use: a sentence for each running experiment or adopted arm that they change. */
export async function frozenBy(
  store: Store,
  versions: readonly PlaybookVersion[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const version of versions) {
    const { client, locale } = version.playbook;
    for (const { stored, paths } of await changedBy(store, version)) {
      const id = stored.value.running.experiment;
      lines.push(`${client}${locale === "en" ? ": " : "："}${frozenText(id, paths)[locale]}`);
    }
    for (const { experiment: id, arm, found } of await adoptedAgainst(store, version)) {
      if (found === "written") continue;
      lines.push(
        locale === "en"
          ? `${client}: ${arm} of experiment ${id} is adopted and says ${found.join(", ")}; the file now says otherwise. Type /experiment rollback ${id} and reload to have what the file says, or write the adopted values into the file.`
          : `${client}：已采用实验 ${id} 的 ${arm}，它定着 ${found.join("、")}，文件里现在写的不一样。要照文件来，先输入 /实验 退回 ${id} 再重载；要留住采用的值，就把它写进文件。`,
      );
    }
  }
  return lines;
}

const frozenText = (id: string, paths: readonly string[]) =>
  paths.length === 0
    ? {
        en: `experiment ${id} is running and can't be changed. Put its section back as it was, or type /experiment stop ${id} first.`,
        "zh-CN": `实验 ${id} 正在进行，不能改。请把它那一段改回原样，或先输入 /实验 停止 ${id}。`,
      }
    : {
        en: `experiment ${id} is running and its arms change ${paths.join(", ")}; the file now says otherwise there than when it was registered, so the arms would no longer be what is compared. Put it back as it was, or type /experiment stop ${id} first.`,
        "zh-CN": `实验 ${id} 正在进行，它的组要改 ${paths.join("、")}，文件这里现在写的和登记时不一样，各组就不是原来要比的了。请改回原样，或先输入 /实验 停止 ${id}。`,
      };

/** Notes with each running experiment that an edition is in force, unless it was so already. */
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
