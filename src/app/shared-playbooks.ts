import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../core/time/clock.js";
import type { Canary, Playbooks } from "../engine/playbooks.js";
import type { Files } from "../features/versions/files.js";
import { stillDraft } from "../features/versions/seen.js";
import type { PlaybookVersion } from "../playbook/versions/version.js";
import { type Store, SYSTEM } from "../store/port.js";

declare module "../core/record.js" {
  interface Records {
    /** Which version of each client's playbook is in use in all processes; kept under `@system`. */
    "in-use": InUse;
  }
}

type InUse = {
  readonly versions: Readonly<Record<string, string>>;
  /** What one group of a client tries out. */
  readonly canaries?: Readonly<Record<string, { readonly hash: string; readonly group: string }>>;
};

type Deps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly clock: Clock;
  readonly files: Files;
  /** Told of a client whose version in use this program can't read. */
  readonly onUnreadable: (client: string) => void;
};
const KEY = "playbooks";

/**
 * The playbooks that are in use, here and in every process on the store: whoever takes files into use does so for
 * all, and a process that is started again goes on with what it had.
 */
export function createSharedPlaybooks({ store, playbooks, clock, files, onUnreadable }: Deps) {
  let known = 0;
  /** What this process and the store last agreed on. */
  let agreed: InUse = { versions: {} };
  const inUse = () => playbooks.clients().flatMap((client) => playbooks.current(client) ?? []);
  const canaries = () =>
    playbooks.clients().flatMap((client) => {
      const canary = playbooks.canary(client);
      return canary ? [{ client, canary }] : [];
    });
  const here = (): Required<InUse> => ({
    versions: Object.fromEntries(inUse().map(({ playbook, hash }) => [playbook.client, hash])),
    canaries: Object.fromEntries(
      canaries().map(({ client, canary: { version, group } }) => [
        client,
        { hash: version.hash, group },
      ]),
    ),
  });

  /** The version as it was stored; what can't be read stays as it is here. */
  async function versionOf(client: string, hash: string): Promise<PlaybookVersion | undefined> {
    const now = playbooks.current(client);
    if (now?.hash === hash) return now;
    return (await stored(client, hash)) ?? now;
  }
  async function stored(client: string, hash: string): Promise<PlaybookVersion | undefined> {
    const content = await store.version(client, hash);
    const read = content === undefined ? undefined : files.read(content);
    if (!read) onUnreadable(client);
    return read && { ...read, hash };
  }
  async function tryOut({ canaries = {} }: InUse): Promise<void> {
    for (const client of playbooks.clients()) {
      const told = Object.hasOwn(canaries, client) ? canaries[client] : undefined;
      const version = told && (await stored(client, told.hash));
      const canary: Canary | undefined = version && { version, group: told.group };
      playbooks.tryOut(client, canary);
    }
  }
  async function save(): Promise<void> {
    const tried = canaries().map(({ canary }) => canary.version);
    for (const { playbook, hash, content } of [...inUse(), ...tried])
      await store.saveVersion(playbook.client, hash, content, "files", clock.now());
  }

  /**
   * Has the other processes take into use what this one has.
   * @param whole nobody else is there: what the store says of other clients is over
   */
  async function publish(whole = false): Promise<void> {
    for (;;) {
      const there = await store.get(SYSTEM, "in-use", KEY);
      const mine = here();
      const before = there?.value ?? { versions: {} };
      const value = whole ? mine : merged(before, agreed, mine);
      // What others have meanwhile taken into use is followed at the next look.
      if (isDeepStrictEqual(value, mine)) known = there?.rev ?? 0;
      agreed = mine;
      if (there && isDeepStrictEqual(sorted(before), sorted(value))) return;
      await save();
      const put = { op: "put", kind: "in-use", key: KEY, value, rev: there?.rev ?? 0 } as const;
      const done = await store.commit({ client: SYSTEM, changes: [put], outbox: [], facts: [] });
      if (!done.ok) continue;
      if (isDeepStrictEqual(value, mine)) known = (there?.rev ?? 0) + 1;
      return;
    }
  }

  return {
    /**
     * The first process on a store: a client's files are taken into use, unless they are a draft that was there
     * when the last one ended.
     */
    async begin(): Promise<void> {
      const before = (await store.get(SYSTEM, "in-use", KEY))?.value;
      const kept: PlaybookVersion[] = [];
      for (const version of inUse()) {
        const { client } = version.playbook;
        const hash = before?.versions[client];
        const last = hash === undefined ? undefined : await versionOf(client, hash);
        kept.push(last && (await stillDraft(store, version, last)) ? last : version);
      }
      playbooks.replace(kept);
      const goesOn = kept.filter(
        ({ playbook, hash }) => before?.versions[playbook.client] === hash,
      );
      const going = new Set(goesOn.map(({ playbook }) => playbook.client));
      const tried = Object.entries(before?.canaries ?? {}).filter(([client]) => going.has(client));
      await tryOut({ versions: {}, canaries: Object.fromEntries(tried) });
      await publish(true);
    },
    publish: () => publish(),
    /** Takes into use what another process has taken. @returns whether anything is new */
    async follow(): Promise<boolean> {
      const there = await store.get(SYSTEM, "in-use", KEY);
      if (!there || there.rev === known) return false;
      const differ = !isDeepStrictEqual(sorted(there.value), sorted(here()));
      if (differ) {
        const read = await Promise.all(
          Object.entries(there.value.versions).map(([client, hash]) => versionOf(client, hash)),
        );
        playbooks.replace(read.flatMap((version) => version ?? []));
        await tryOut(there.value);
      }
      known = there.rev;
      agreed = here();
      return differ;
    },
  };
}
export type SharedPlaybooks = ReturnType<typeof createSharedPlaybooks>;

/** The same whatever order clients stand in. */
const sorted = ({ versions, canaries = {} }: InUse) =>
  [versions, canaries].map((all) =>
    Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/** What the store says, with what this process has changed since both agreed. */
function merged(there: InUse, agreed: InUse, mine: Required<InUse>): Required<InUse> {
  return {
    versions: mergedMap(there.versions, agreed.versions, mine.versions),
    canaries: mergedMap(there.canaries ?? {}, agreed.canaries ?? {}, mine.canaries),
  };
}

type ByClient<T> = Readonly<Record<string, T>>;

function mergedMap<T>(there: ByClient<T>, agreed: ByClient<T>, mine: ByClient<T>): ByClient<T> {
  const clients = new Set([...Object.keys(there), ...Object.keys(agreed), ...Object.keys(mine)]);
  const all = [...clients].map((client) => {
    const own = !isDeepStrictEqual(mine[client], agreed[client]);
    return [client, own ? mine[client] : there[client]] as const;
  });
  return Object.fromEntries(
    all.flatMap(([client, one]) => (one === undefined ? [] : [[client, one]])),
  );
}
