import type { Instant } from "../../core/event.js";
import { ownHash } from "../../playbook/versions/own.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import type { Store } from "../../store/port.js";
import { chosenIn, seenNow } from "./seen.js";

declare module "../../core/record.js" {
  interface Records {
    /** A version that was taken into use; keyed by its number, the first is 000001. Its content is kept for ever. */
    "version-use": VersionUse;
  }
}

/** What became of scripts in progress: members go on by the version that they began with, or no further. */
export type InProgress = "finish" | "stop";
export type VersionUse = {
  readonly hash: string;
  /** Names what is the client's own of it. */
  readonly own: string;
  readonly at: Instant;
  /** The operator's id in the playbook, or how else they came: `owner`, `terminal`; "" for the start of the bot. */
  readonly by: string;
  /** `try` is for one group alone; `give-up` ends that. */
  readonly why: "start" | "reload" | "use" | "try" | "give-up" | "rollback";
  readonly group?: string;
  readonly scripts?: InProgress;
};
/** A line of the history: a version by its number, or an arm that was adopted, or taken back. */
export type HistoryLine =
  | ({ readonly n: number } & VersionUse)
  | {
      readonly arm: string;
      readonly experiment: string;
      readonly at: Instant;
      readonly by: string;
    };

const keyOf = (n: number): string => String(n).padStart(6, "0");

/** What a client has had in use, the latest last. */
export async function historyOf(store: Store, client: string): Promise<readonly HistoryLine[]> {
  const uses = (await store.list(client, "version-use")).map(({ key, value }) => ({
    n: Number(key),
    ...value,
  }));
  const adopted = (await store.facts(client, "arm_adopted")).map(({ at, data = {} }) => ({
    at,
    arm: String(data.arm ?? ""),
    experiment: String(data.experiment ?? ""),
    by: String(data.by ?? ""),
  }));
  // What happened at one moment stays in the order in which it was written.
  return [...uses, ...adopted].sort((one, other) => one.at - other.at);
}

/** Whether a line is a version that all groups of the client had. */
export const isForAll = (line: HistoryLine): line is { readonly n: number } & VersionUse =>
  "n" in line && line.why !== "try" && line.why !== "give-up";

type Entry = Omit<VersionUse, "hash" | "own">;

/** Enters a version that is going to be in use, with its content. */
export async function enter(store: Store, version: PlaybookVersion, entry: Entry): Promise<void> {
  const { hash, content } = version;
  const { client } = version.playbook;
  await store.saveVersion(client, hash, content, entry.by || entry.why, entry.at);
  const own = ownHash(version, await chosenIn(store, client));
  for (;;) {
    const last = (await store.list(client, "version-use")).at(-1);
    const key = keyOf(Number(last?.key ?? 0) + 1);
    const value = { ...entry, hash, own };
    const put = { op: "put", kind: "version-use", key, value, rev: 0 } as const;
    const done = await store.commit({ client, changes: [put], outbox: [], facts: [] });
    if (done.ok) return;
  }
}

/** Enters what is in use though nobody took it: at the first start, and where files were edited while no bot ran. */
export async function enterStart(
  store: Store,
  version: PlaybookVersion,
  at: Instant,
): Promise<void> {
  const { client } = version.playbook;
  const last = (await historyOf(store, client)).findLast(isForAll);
  if (last?.hash === version.hash) return;
  const own = ownHash(version, await chosenIn(store, client));
  if (last?.own === own) return;
  await enter(store, version, { at, by: "", why: "start" });
  const { hash } = version;
  await store.commit({ client, changes: [seenNow({ own, hash, at })], outbox: [], facts: [] });
}
