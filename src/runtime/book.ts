import type { Persona } from "../persona/schema.js";
import type { Playbook } from "../playbook/schema.js";
import { createStage, type Stage } from "./stage.js";

/** A checked playbook with the content hash that names its version. */
export type Edition = {
  readonly version: string;
  readonly content: string;
  readonly playbook: Playbook;
};

/** The shelf of everything that is running: one edition per client, all personas. */
export type Book = {
  readonly clients: () => readonly string[];
  readonly edition: (client: string) => Edition | undefined;
  /** The compiled playbook, spoken by the persona an operator chose or the playbook's own. */
  readonly stage: (client: string, persona?: string) => Stage | undefined;
  readonly personas: () => readonly Persona[];
  readonly replace: (editions: readonly Edition[], personas: readonly Persona[]) => void;
};

export function createBook(): Book {
  let editions = new Map<string, Edition>();
  let personas = new Map<string, Persona>();
  const stages = new Map<string, Stage>();
  return {
    clients: () => [...editions.keys()],
    edition: (client) => editions.get(client),
    personas: () => [...personas.values()],
    stage(client, chosen) {
      const edition = editions.get(client);
      const persona = personas.get(chosen ?? "") ?? personas.get(edition?.playbook.persona ?? "");
      if (!edition || !persona) return undefined;
      const key = `${edition.version}/${persona.id}`;
      const kept = stages.get(key) ?? createStage(edition.version, edition.playbook, persona);
      stages.set(key, kept);
      return kept;
    },
    replace(next, people) {
      editions = new Map(next.map((edition) => [edition.playbook.client, edition]));
      personas = new Map(people.map((persona) => [persona.id, persona]));
      stages.clear();
    },
  };
}
