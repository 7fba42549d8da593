import type { Edition } from "../playbook/edition.js";
import { createStage, type Stage } from "./stage.js";

/** What operators chose: who speaks, and which promos are off; and which version, when not the one in use. */
type Choice = {
  readonly persona?: string | undefined;
  readonly version?: string | undefined;
  readonly promosOff?: readonly string[] | undefined;
};

/** The shelf of everything that is running: the edition in use of each client, and past ones. */
export type Book = {
  readonly clients: () => readonly string[];
  readonly edition: (client: string) => Edition | undefined;
  /**
   * The compiled playbook, spoken by the persona an operator chose or the playbook's own: the version
   * in use, or a past one that was put back on the shelf.
   */
  readonly stage: (client: string, choice?: Choice) => Stage | undefined;
  /** Takes editions into use; clients that are not among them go. */
  readonly replace: (editions: readonly Edition[]) => void;
  /** Puts a past edition back on the shelf, for those who are still on their way through it. */
  readonly shelve: (edition: Edition) => void;
};

/** The playbook without the promos that are off. */
function open({ playbook }: Edition, off: readonly string[]): Edition["playbook"] {
  if (off.length === 0) return playbook;
  const promos = Object.entries(playbook.promos).filter(([id]) => !off.includes(id));
  return { ...playbook, promos: Object.fromEntries(promos) };
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
    stage(
      client,
      { persona: chosen, version = current.get(client)?.version, promosOff = [] } = {},
    ) {
      const edition = shelf.get(`${client}/${version}`);
      const find = (id?: string) => edition?.personas.find((persona) => persona.id === id);
      const persona = find(chosen) ?? find(edition?.playbook.persona);
      if (!edition || !persona) return undefined;
      const key = [client, edition.version, persona.id, ...promosOff].join("/");
      const kept =
        stages.get(key) ?? createStage(edition.version, open(edition, promosOff), persona);
      stages.set(key, kept);
      return kept;
    },
    replace(editions) {
      current = new Map(editions.map((edition) => [edition.playbook.client, edition]));
      editions.forEach(shelve);
    },
    shelve,
  };
}
