import { UserError } from "../core/errors.js";
import { createPlaybooks, type Playbooks } from "../engine/playbooks.js";
import type { Playbook } from "../playbook/schema.js";
import { versionsOf } from "../playbook/versions/version.js";
import { BrokenFiles, checkFolders, type Folders, findingLine } from "./playbook-files.js";

/**
 * Loads the folders, or one client of them.
 * @throws BrokenFiles
 */
export async function openPlaybooks(folders: Folders, only?: string) {
  const playbooks = createPlaybooks();
  const check = async () => {
    const checked = await checkFolders(folders);
    const versions = checked.ok ? versionsOf(checked, folders.env) : [];
    return {
      ok: checked.ok,
      lines: checked.findings.map(findingLine),
      versions: versions.filter(({ playbook }) => !only || playbook.client === only),
    };
  };
  const first = await check();
  if (!first.ok) throw new BrokenFiles("PLAYBOOKS_BROKEN", first.lines);
  playbooks.replace(first.versions);
  return { playbooks, files: { check } };
}

/** The playbook of a client. @throws UserError CLIENT_UNKNOWN */
export function playbookOf(playbooks: Playbooks, client: string): Playbook {
  const playbook = playbooks.current(client)?.playbook;
  if (playbook) return playbook;
  throw new UserError("CLIENT_UNKNOWN", { client, known: playbooks.clients().join(", ") || "-" });
}
