import type { Deps } from "../../engine/feature.js";
import { lineUses } from "../../playbook/check/uses.js";

type OwnDeps = Pick<Deps, "store" | "playbooks">;

/** What operators see of personas, and which one they choose. */
export function personaOperations({ store, playbooks }: OwnDeps) {
  const setting = async (client: string) =>
    (await store.get(client, "setting", "client"))?.value ?? {};
  return {
    personas: (client: string) =>
      (playbooks.current(client)?.personas ?? []).map(({ id, name }) => ({ id, name })),
    /** The id of the one that speaks. */
    persona: async (client: string): Promise<string> =>
      (await setting(client)).persona ?? playbooks.current(client)?.playbook.persona ?? "",
    /** Lines that the playbook says and the persona has not. */
    linesMissing(client: string, persona: string): readonly string[] {
      const version = playbooks.current(client);
      const lines = version?.personas.find(({ id }) => id === persona)?.lines ?? {};
      const used = version ? lineUses(version.playbook).map(({ id }) => id) : [];
      return [...new Set(used)].filter((id) => !Object.hasOwn(lines, id));
    },
    async usePersona(client: string, id: string): Promise<void> {
      const value = { ...(await setting(client)), persona: id };
      const changes = [{ op: "put", kind: "setting", key: "client", value } as const];
      await store.commit({ client, changes, outbox: [], facts: [] });
    },
  };
}
