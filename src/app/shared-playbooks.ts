import type { Clock } from "../core/time/clock.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Env } from "../playbook/read/env.js";
import { type PlaybookVersion, readVersion } from "../playbook/versions/version.js";
import { type Store, SYSTEM } from "../store/port.js";

declare module "../core/record.js" {
  interface Records {
    /** Which version of each client's playbook is in use in all processes; kept under `@system`. */
    "in-use": { readonly versions: Readonly<Record<string, string>> };
  }
}

type Deps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly clock: Clock;
  /** For `env:NAME` values in playbooks. */
  readonly env: Env;
  /** Told of a client whose version in use this program can't read. */
  readonly onUnreadable: (client: string) => void;
};
const KEY = "playbooks";

/** The playbooks that all processes have in use: whoever takes files into use does so for all. */
export function createSharedPlaybooks({ store, playbooks, clock, env, onUnreadable }: Deps) {
  let known = 0;
  const inUse = () => playbooks.clients().flatMap((client) => playbooks.current(client) ?? []);
  const named = (versions: readonly PlaybookVersion[]) =>
    Object.fromEntries(versions.map(({ playbook, hash }) => [playbook.client, hash]));
  const same = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
    JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

  /** The version as it was stored; what can't be read stays as it is here. */
  async function versionOf(client: string, hash: string): Promise<PlaybookVersion | undefined> {
    const here = playbooks.current(client);
    if (here?.hash === hash) return here;
    const content = await store.version(client, hash);
    const read = content === undefined ? undefined : readVersion(content, env);
    if (!read) onUnreadable(client);
    return read ? { ...read, hash } : here;
  }

  return {
    /** Has the other processes take into use what this one has. */
    async publish(): Promise<void> {
      const versions = inUse();
      const stored = await store.get(SYSTEM, "in-use", KEY);
      if (!stored || !same(stored.value.versions, named(versions))) {
        for (const { playbook, hash, content } of versions)
          await store.saveVersion(playbook.client, hash, content, "files", clock.now());
        const value = { versions: named(versions) };
        const changes = [{ op: "put", kind: "in-use", key: KEY, value } as const];
        await store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
      }
      known = (await store.get(SYSTEM, "in-use", KEY))?.rev ?? 0;
    },
    /** Takes into use what another process has taken. @returns whether anything is new */
    async follow(): Promise<boolean> {
      const stored = await store.get(SYSTEM, "in-use", KEY);
      if (!stored || stored.rev === known) return false;
      const { versions } = stored.value;
      const differ = !same(versions, named(inUse()));
      if (differ) {
        const read = await Promise.all(
          Object.entries(versions).map(([client, hash]) => versionOf(client, hash)),
        );
        playbooks.replace(read.flatMap((version) => version ?? []));
      }
      known = stored.rev;
      return differ;
    },
  };
}
export type SharedPlaybooks = ReturnType<typeof createSharedPlaybooks>;
