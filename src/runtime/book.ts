import type { Edition } from "../playbook/edition.js";
import { createStage, type Stage } from "./stage.js";

/** The shelf of everything that is running: the edition in use of each client, and past ones. */
export type Book = {
  readonly clients: () => readonly string[];
  readonly edition: (client: string) => Edition | undefined;
  /**
   * The compiled playbook, spoken by the persona an operator chose or the playbook's own: the version
   * in use, or a past one that was put back on the shelf.
   */
  readonly stage: (client: string, persona?: string, version?: string) => Stage | undefined;
  /** Takes editions into use; clients that are not among them go. */
  readonly replace: (editions: readonly Edition[]) => void;
  /** Puts a past edition back on the shelf, for those who are still on their way through it. */
  readonly shelve: (edition: Edition) => void;
};

export function createBook(): Book {
  let current = new Map<string, Edition>();
  const shelf = new Map<string, Edition>();
  const stages = new Map<string, Stage>();
  const shelve = (edition: Edition) =>
    void shelf.set(`${edition.playbook.client}/${edition.version}`, edition);
  return {
    clients: () => [...current.keys()],
    edition: (client) => current.get(client),
    stage(client, chosen, version = current.get(client)?.version) {
      const edition = shelf.get(`${client}/${version}`);
      const find = (id?: string) => edition?.personas.find((persona) => persona.id === id);
      const persona = find(chosen) ?? find(edition?.playbook.persona);
      if (!edition || !persona) return undefined;
      const key = `${client}/${edition.version}/${persona.id}`;
      const kept = stages.get(key) ?? createStage(edition.version, edition.playbook, persona);
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
