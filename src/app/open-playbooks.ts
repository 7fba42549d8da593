import { UserError } from "../core/errors.js";
import { createPlaybooks, type Playbooks } from "../engine/playbooks.js";
import type { Files } from "../features/versions/files.js";
import type { Checked } from "../playbook/check/check.js";
import type { Playbook } from "../playbook/schema.js";
import { type PlaybookVersion, readVersion, versionsOf } from "../playbook/versions/version.js";
import { BrokenFiles, checkFolders, type Folders, findingLine, stampOf } from "./playbook-files.js";

/**
 * Loads the folders, or one client of them.
 * @throws BrokenFiles
 */
export async function openPlaybooks(folders: Folders, only?: string) {
  const found = await openSound(folders, only);
  if (!found.first.ok) throw new BrokenFiles("PLAYBOOKS_BROKEN", found.first.lines);
  return found;
}

/**
 * Loads each client by itself: those with errors in their files are left out.
 * @returns `first`: what was found
 * @throws BrokenFiles where no client is sound, or what concerns all of them has an error
 */
export async function openSoundPlaybooks(folders: Folders) {
  const found = await openSound(folders);
  const { ok, lines, versions, forAll } = found.first;
  if (!forAll || (!ok && versions.length === 0)) throw new BrokenFiles("PLAYBOOKS_BROKEN", lines);
  return found;
}

async function openSound(folders: Folders, only?: string) {
  const playbooks = createPlaybooks();
  const check = async () => {
    const checked = await checkFolders(folders);
    return {
      ok: checked.ok,
      lines: checked.findings.map(findingLine),
      versions: soundOf(checked, folders).filter(
        ({ playbook }) => !only || playbook.client === only,
      ),
      clients: checked.clients.map(({ client, ok, findings }) => ({
        ...{ client, ok, lines: findings.map(findingLine) },
      })),
      /** What all clients need, the list of accounts, has no error. */
      forAll: !checked.findings.some(
        ({ file, severity }) => severity === "error" && /(^|[\\/])accounts\.ya?ml$/.test(file),
      ),
    };
  };
  const first = await check();
  playbooks.replace(first.versions);
  const files: Files = {
    check,
    read: (content) => readVersion(content, folders.env),
    stamp: () => stampOf(folders),
  };
  return { playbooks, files, first };
}

/** The versions of the clients without errors; a persona with errors is in none. */
function soundOf(checked: Checked, { env }: Folders): readonly PlaybookVersion[] {
  const sound = new Set(checked.clients.flatMap(({ client, ok }) => (ok ? client : [])));
  const wrong = new Set(
    checked.findings.flatMap(({ file, severity }) => (severity === "error" ? file : [])),
  );
  const personas = checked.personas.filter(({ path }) => !wrong.has(path));
  return versionsOf({ ...checked, personas }, env).filter(({ playbook }) =>
    sound.has(playbook.client),
  );
}

/** The playbook of a client. @throws UserError CLIENT_UNKNOWN */
export function playbookOf(playbooks: Playbooks, client: string): Playbook {
  const playbook = playbooks.current(client)?.playbook;
  if (playbook) return playbook;
  throw new UserError("CLIENT_UNKNOWN", { client, known: playbooks.clients().join(", ") || "-" });
}
