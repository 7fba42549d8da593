import { UserError } from "../../core/errors.js";
import type { Deps, Objection } from "../../engine/feature.js";
import { objectionsTo } from "../../engine/objections.js";
import { ownHash } from "../../playbook/versions/own.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { stopInProgress } from "../script/in-progress.js";
import { type Found, shareOf, type Usable } from "./files.js";
import { enter, historyOf, type InProgress, isForAll, type VersionUse } from "./history.js";
import { chosenIn, seenNow } from "./seen.js";

/** Who takes a version, and what they were shown. */
type Taking = {
  readonly by: string;
  readonly scripts?: InProgress | undefined;
};
type Choice = Taking & {
  readonly client: string;
  readonly version: PlaybookVersion;
  /** For this group alone. */
  readonly group?: string | undefined;
  readonly why: VersionUse["why"];
};
/** A version that can be taken into use. */
export type Choosable = {
  readonly version: PlaybookVersion;
  /** Names what is the client's own of it. */
  readonly own: string;
};

/** What operators see of the versions of a client's playbook, and do with them. */
export function versionsOperations(deps: Deps) {
  const { store, playbooks, clock, files } = deps;
  const ownIn = async (version: PlaybookVersion) =>
    ownHash(version, await chosenIn(store, version.playbook.client));
  /** @throws UserError CLIENT_NOT_RUNNING */
  const current = (client: string): PlaybookVersion => {
    const version = playbooks.current(client);
    if (!version) throw new UserError("CLIENT_NOT_RUNNING", { client });
    return version;
  };
  /** Takes it here; whoever shares the store follows. */
  const taken = async ({ client, version, group, why, by, scripts }: Choice): Promise<void> => {
    const at = clock.now();
    const more = { ...(group !== undefined && { group }), ...(scripts && { scripts }) };
    await enter(store, version, { at, by, why, ...more });
    if (why === "try" && group !== undefined) {
      playbooks.tryOut(client, { version, group });
    } else {
      playbooks.tryOut(client, undefined);
      const others = playbooks.clients().filter((one) => one !== client);
      playbooks.replace([version, ...others.flatMap((one) => playbooks.current(one) ?? [])]);
    }
    await deps.takeUp();
    if (scripts === "stop") await stopInProgress(store, { client, group, except: version.hash });
  };
  const seen = async (version: PlaybookVersion): Promise<void> => {
    const { hash, playbook } = version;
    const value = { own: await ownIn(version), hash, at: clock.now() };
    const changes = [seenNow(value)];
    await store.commit({ client: playbook.client, changes, outbox: [], facts: [] });
  };

  const filesOf = async (client: string) =>
    (await files.check()).versions.find((version) => idOf(version) === client);

  return {
    current,
    named: async (version: PlaybookVersion): Promise<Choosable> => ({
      version,
      own: await ownIn(version),
    }),
    /** The client's files as they are now; `version` where they are sound. */
    async draft(client: string): Promise<Usable & Partial<Choosable>> {
      const found = await files.check();
      const version = found.versions.find(({ playbook }) => playbook.client === client);
      const share = shareOf(found, client, false);
      return version ? { ...share, version, own: await ownIn(version) } : share;
    },
    /** Whether two versions say the same as far as the client is concerned. */
    same: async (one: PlaybookVersion, other: PlaybookVersion): Promise<boolean> =>
      one.hash === other.hash || (await ownIn(one)) === (await ownIn(other)),
    objections: (version: PlaybookVersion) => objectionsFor(deps, version),
    history: (client: string) => historyOf(store, client),
    /**
     * The version that a number of the history names, or the one before what is in use.
     * @throws UserError VERSION_UNKNOWN, VERSION_NONE_BEFORE, VERSION_UNREADABLE
     */
    async past(client: string, n?: number): Promise<Choosable & { readonly n: number }> {
      const uses = (await historyOf(store, client)).filter((line) => "n" in line);
      const own = await ownIn(current(client));
      const line =
        n === undefined
          ? uses.filter(isForAll).findLast((use) => use.own !== own)
          : uses.find((use) => use.n === n);
      if (!line && n !== undefined) throw new UserError("VERSION_UNKNOWN", { n });
      if (!line) throw new UserError("VERSION_NONE_BEFORE");
      const content = await store.version(client, line.hash);
      const read = content === undefined ? undefined : files.read(content);
      if (!read) throw new UserError("VERSION_UNREADABLE", { n: line.n });
      const version = { ...read, hash: line.hash };
      return { n: line.n, version, own: await ownIn(version) };
    },
    /** Takes a version into use for all groups, or has one group try it out. */
    async take(choice: Choice): Promise<void> {
      await taken(choice);
      // Who goes back knows what the files say now: it doesn't come back at the next start.
      const there = choice.why === "rollback" ? await filesOf(choice.client) : choice.version;
      if (there) await seen(there);
    },
    /** Ends what a group tries out: it has again what all have. @returns whether there was anything to end */
    async giveUpTrial(client: string, { by, scripts }: Taking): Promise<boolean> {
      const canary = playbooks.canary(client);
      if (!canary) return false;
      const { group } = canary;
      await taken({ client, version: current(client), group, why: "give-up", by, scripts });
      return true;
    },
    /** Reads the files again. Without `tellsAll` what comes back is of the client's own files alone. */
    async check(client: string, tellsAll: boolean): Promise<Usable> {
      return shareOf(await files.check(), client, tellsAll);
    },
    /**
     * Takes into use, at once, what is sound and what no feature objects to: of the client, of all of them where the
     * owner of the installation asks. Any other goes on with what it has; one whose files are gone ends at the owner's
     * word.
     * @returns what comes of it for the client, or with `tellsAll` for all of them
     */
    async reload(
      client: string,
      { overall, tellsAll, by }: { overall: boolean; tellsAll: boolean; by: string },
    ): Promise<Usable> {
      const found = await files.check();
      const meant = found.versions.filter((version) => overall || idOf(version) === client);
      const all = [...new Set([...found.versions.map(idOf), ...playbooks.clients()])];
      const fresh: PlaybookVersion[] = [];
      const objected: (Objection & { readonly client: string })[] = [];
      for (const version of meant) {
        const objections = await objectionsTo(deps, version, all);
        if (objections.length === 0) fresh.push(version);
        objected.push(...objections.map((one) => ({ ...one, client: idOf(version) })));
      }
      await reloaded(found, { fresh, overall, by });
      const share = shareOf(found, client, tellsAll);
      const lines = objected.flatMap(({ client: whose, says, apart = says }) => {
        if (tellsAll) return says;
        return whose === client ? apart : [];
      });
      return { ok: share.ok && lines.length === 0, lines: [...lines, ...share.lines] };
    },
  };

  async function reloaded(
    found: Found,
    { fresh, overall, by }: { fresh: readonly PlaybookVersion[]; overall: boolean; by: string },
  ): Promise<void> {
    const at = clock.now();
    const there = new Set([...found.versions.map(idOf), ...(found.clients ?? []).map(idIn)]);
    const taking = new Set(fresh.map(idOf));
    const kept = playbooks.clients().filter((id) => !taking.has(id) && (there.has(id) || !overall));
    for (const version of fresh) {
      const before = playbooks.current(idOf(version));
      // Reading a thousand clients' texts again for nothing takes a while.
      if (before?.hash === version.hash && !playbooks.canary(idOf(version))) continue;
      const isNew = !before || (await ownIn(before)) !== (await ownIn(version));
      if (isNew || playbooks.canary(idOf(version)))
        await enter(store, version, { at, by, why: "reload" });
      playbooks.tryOut(idOf(version), undefined);
      await seen(version);
    }
    playbooks.replace([...fresh, ...kept.flatMap((id) => playbooks.current(id) ?? [])]);
    await deps.takeUp();
  }
}

/** Why a version can't be taken into use, as its client's operators hear it, a sentence each. */
export async function objectionsFor(
  deps: Deps,
  version: PlaybookVersion,
): Promise<readonly string[]> {
  const all = await objectionsTo(deps, version, deps.playbooks.clients());
  return all.map(({ says, apart = says }) => apart);
}

const idOf = ({ playbook }: PlaybookVersion): string => playbook.client;
const idIn = ({ client }: { readonly client: string }): string => client;
