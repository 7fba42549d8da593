import type { Arms } from "../domain/experiment/design/schema.js";
import type { Playbook } from "../playbook/schema.js";
import { type Edition, patchedBy } from "../playbook/versions/version.js";
import { createStage, type Stage } from "./compiled-playbook.js";

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

/** The shelf of everything that is running: the edition in use of each client, and past ones. */
export type Book = {
  readonly clients: () => readonly string[];
  readonly edition: (client: string) => Edition | undefined;
  /**
   * The compiled playbook, spoken by the persona an operator chose or the playbook's own: the version
   * in use, or a past one that was put back on the shelf. Arms patch it; arms it doesn't have are left
   * out of `stage.arms`. While an experiment about who speaks runs, an operator's choice waits.
   */
  readonly stage: (client: string, choice?: Choice) => Stage | undefined;
  /** Takes editions into use; clients that are not among them go. */
  readonly replace: (editions: readonly Edition[]) => void;
  /** Puts a past edition back on the shelf, for those who are still on their way through it. */
  readonly shelve: (edition: Edition) => void;
};

/** The playbook without the promos that are off. */
function open(playbook: Playbook, off: readonly string[]): Playbook {
  if (off.length === 0) return playbook;
  const promos = Object.entries(playbook.promos).filter(([id]) => !off.includes(id));
  return { ...playbook, promos: Object.fromEntries(promos) };
}

/** The edition as arms, operators and its author want it. */
function compile(edition: Edition, { persona, promosOff = [], arms = {} }: Choice) {
  const none = Object.keys(arms).length === 0;
  const made = none ? { playbook: edition.playbook, arms, casts: false } : patchedBy(edition, arms);
  const find = (id?: string) => edition.personas.find((each) => each.id === id);
  const speaker = (made.casts ? undefined : find(persona)) ?? find(made.playbook.persona);
  if (!speaker) return undefined;
  const stage = createStage(edition.version, open(made.playbook, promosOff), speaker);
  return Object.keys(made.arms).length === 0 ? stage : { ...stage, arms: made.arms };
}

export function createBook(): Book {
  let current = new Map<string, Edition>();
  const shelf = new Map<string, Edition>();
  const stages = new Map<string, Stage>();
  const shelve = (edition: Edition) =>
    void shelf.set(`${edition.playbook.client}/${edition.version}`, edition);
  return {
    clients: () => [...current.keys()],
    edition: (client) => current.get(client),
    stage(client, choice = {}) {
      const { persona = "", version = current.get(client)?.version, promosOff = [] } = choice;
      const edition = shelf.get(`${client}/${version}`);
      if (!edition) return undefined;
      const arms = Object.entries(choice.arms ?? {})
        .map(([experiment, arm]) => `${experiment}=${arm}`)
        .sort();
      const key = [client, edition.version, persona, ...promosOff, ...arms].join("/");
      const stage = stages.get(key) ?? compile(edition, choice);
      if (stage) stages.set(key, stage);
      return stage;
    },
    replace(editions) {
      current = new Map(editions.map((edition) => [edition.playbook.client, edition]));
      editions.forEach(shelve);
    },
    shelve,
  };
}
