import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noEnv } from "../../src/playbook/read/env.js";

/** The files of two clients, tea and paw, that an operator edits; each answers "served" by a line of its own persona. */
export async function openTwoClients() {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-two-clients-"));
  for (const name of ["personas", "playbooks/tea", "playbooks/paw"])
    await mkdir(join(folder, name), { recursive: true });
  const write = (path: string, text: string) => writeFile(join(folder, path), text);
  const speaks = (id: string, served: string) =>
    write(`personas/${id}.yaml`, personaText(id, served));
  const plays = (client: string, more: object, at = client) =>
    write(`playbooks/${at}/playbook.yaml`, playbookText(client, more));
  for (const name of ["tea", "paw"]) {
    await speaks(`${name}-voice`, `${name} says hello`);
    await plays(name, {});
  }
  return {
    ...{ folder, write, speaks, plays },
    folders: {
      playbooks: join(folder, "playbooks"),
      personas: join(folder, "personas"),
      ...{ lang: "en" as const, env: noEnv },
    },
    close: () => rm(folder, { recursive: true }),
  };
}

const personaText = (id: string, served: string): string =>
  JSON.stringify({
    ...{ version: 1, id, name: "Ada", kind: "person", pacing: { min: "0s", max: "0s" } },
    lines: { served, disclosure: "I am a bot" },
  });

export const playbookText = (client: string, more: object): string =>
  JSON.stringify({
    ...{ version: 1, client, brand: `brand-${client}`, timezone: "UTC", currency: "CNY" },
    ...{ persona: `${client}-voice`, locale: "en" },
    operators: {
      boss: { sandbox: `${client}-boss`, role: "owner" },
      eye: { sandbox: `${client}-eye`, role: "viewer" },
    },
    groups: {
      pools: { all: { title: "all" } },
      chats: { home: { platform: "sandbox", chat: `${client}-home`, pool: "all" } },
    },
    replies: { served: { when: { keywords: ["served"] }, say: "served" } },
    ...more,
  });
