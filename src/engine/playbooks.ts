import type { Arms } from "../domain/experiment/design/schema.js";
import type { Playbook } from "../playbook/schema.js";
import { type PlaybookVersion, patchedBy } from "../playbook/versions/version.js";
import { type CompiledPlaybook, compilePlaybook } from "./compiled-playbook.js";

/**
 * What operators chose: who speaks, and which promos are off; and which version, when not the one in use.
 * And what chance chose: the arms of running experiments.
 */
type Choice = {
  readonly persona?: string | undefined;
  readonly version?: string | undefined;
  readonly promosOff?: readonly string[] | undefined;
  readonly arms?: Arms | undefined;
};

/** A version that one group alone has, for a trial before all have it. */
export type Canary = { readonly version: PlaybookVersion; readonly group: string };

/** The registry of everything that is running: the version in use of each client, and past ones. */
export type Playbooks = {
  readonly clients: () => readonly string[];
  readonly current: (client: string) => PlaybookVersion | undefined;
  /**
   * The compiled playbook, spoken by the persona an operator chose or the playbook's own: the version
   * in use, or a past one that was put back on the shelf. Arms patch it; arms it doesn't have are left
   * out of `arms`. While an experiment about who speaks runs, an operator's choice waits.
   */
  readonly compiled: (client: string, choice?: Choice) => CompiledPlaybook | undefined;
  /** What one of the client's groups tries out. */
  readonly canary: (client: string) => Canary | undefined;
  /** The version that a group has: the one in use, or the one that it tries out. */
  readonly versionFor: (client: string, group: string) => PlaybookVersion | undefined;
  /** Takes versions into use; clients that are not among them go. What is tried out goes on. */
  readonly replace: (versions: readonly PlaybookVersion[]) => void;
  /** Has one group of a client try a version out; undefined ends that. */
  readonly tryOut: (client: string, canary: Canary | undefined) => void;
  /** Puts a past version back on the shelf, for those who are still on their way through it. */
  readonly shelve: (version: PlaybookVersion) => void;
};

/** The playbook without the promos that are off. */
function open(playbook: Playbook, off: readonly string[]): Playbook {
  if (off.length === 0) return playbook;
  const promos = Object.entries(playbook.promos).filter(([id]) => !off.includes(id));
  return { ...playbook, promos: Object.fromEntries(promos) };
}

/** The version as arms, operators and its author want it. */
function compile(version: PlaybookVersion, { persona, promosOff = [], arms = {} }: Choice) {
  const none = Object.keys(arms).length === 0;
  const made = none ? { playbook: version.playbook, arms, casts: false } : patchedBy(version, arms);
  const find = (id?: string) => version.personas.find((each) => each.id === id);
  const speaker = (made.casts ? undefined : find(persona)) ?? find(made.playbook.persona);
  if (!speaker) return undefined;
  const compiled = compilePlaybook(version.hash, open(made.playbook, promosOff), speaker);
  return Object.keys(made.arms).length === 0 ? compiled : { ...compiled, arms: made.arms };
}

export function createPlaybooks(): Playbooks {
  let current = new Map<string, PlaybookVersion>();
  const shelf = new Map<string, PlaybookVersion>();
  const canaries = new Map<string, Canary>();
  const all = new Map<string, CompiledPlaybook>();
  const canaryOf = (client: string) => (current.has(client) ? canaries.get(client) : undefined);
  const shelve = (version: PlaybookVersion) =>
    void shelf.set(`${version.playbook.client}/${version.hash}`, version);
  return {
    clients: () => [...current.keys()],
    current: (client) => current.get(client),
    canary: canaryOf,
    versionFor(client, group) {
      const canary = canaryOf(client);
      return canary?.group === group ? canary.version : current.get(client);
    },
    compiled(client, choice = {}) {
      const { persona = "", promosOff = [] } = choice;
      const hash = choice.version ?? current.get(client)?.hash;
      const version = shelf.get(`${client}/${hash}`);
      if (!version) return undefined;
      const arms = Object.entries(choice.arms ?? {})
        .map(([experiment, arm]) => `${experiment}=${arm}`)
        .sort();
      const key = [client, version.hash, persona, ...promosOff, ...arms].join("/");
      const compiled = all.get(key) ?? compile(version, choice);
      if (compiled) all.set(key, compiled);
      return compiled;
    },
    replace(versions) {
      current = new Map(versions.map((version) => [version.playbook.client, version]));
      versions.forEach(shelve);
    },
    tryOut(client, canary) {
      if (canary) shelve(canary.version);
      if (canary) canaries.set(client, canary);
      else canaries.delete(client);
    },
    shelve,
  };
}
