import type { Config } from "../app/config.js";
import { BrokenFiles, checkFolders, findingLine, readSources } from "../app/playbook-files.js";
import { UserError } from "../core/errors.js";
import type { PromoBook } from "../domain/promo/schema.js";
import { checkPromos } from "../playbook/check/check.js";

/** Reads the promos of a file. @throws UserError FILE_NOT_FOUND, BrokenFiles. */
export async function readPromos(path: string, config: Config): Promise<PromoBook> {
  const [file = { path, text: "" }] = await readSources([path]);
  const { findings, book } = checkPromos(file, {
    lang: config.lang,
    env: config.env,
    now: Date.now(),
  });
  if (book) return book;
  throw new BrokenFiles("PROMOS_BROKEN", findings.map(findingLine));
}

/** The promos of a client's playbook. @throws UserError CLIENT_UNKNOWN, BrokenFiles. */
export async function clientPromos(client: string, config: Config): Promise<PromoBook> {
  const { ok, findings, playbooks } = await checkFolders(config);
  if (!ok) throw new BrokenFiles("PLAYBOOKS_BROKEN", findings.map(findingLine));
  const found = playbooks.find(({ playbook }) => playbook.client === client);
  if (found) return found.playbook;
  const known = playbooks.map(({ playbook }) => playbook.client).join(", ");
  throw new UserError("CLIENT_UNKNOWN", { client, known });
}
