import type { Config } from "../app/config.js";
import { checkFolders, findingLine, readSources } from "../app/playbook-files.js";
import { UserError } from "../core/errors.js";
import type { PromoBook } from "../domain/promo/schema.js";
import { checkPromos } from "../playbook/check/check.js";
import type { Finding } from "../playbook/findings/finding.js";

/** Reads the promos of a file. @throws UserError FILE_NOT_FOUND, or PROMOS_BROKEN after printing the findings. */
export async function readPromos(path: string, config: Config): Promise<PromoBook> {
  const [file = { path, text: "" }] = await readSources([path]);
  const { findings, book } = checkPromos(file, {
    lang: config.lang,
    env: config.env,
    now: Date.now(),
  });
  if (book) return book;
  print(findings);
  throw new UserError("PROMOS_BROKEN");
}

/** The promos of a client's playbook. @throws UserError CLIENT_UNKNOWN, or PLAYBOOKS_BROKEN after printing the findings. */
export async function clientPromos(client: string, config: Config): Promise<PromoBook> {
  const { ok, findings, playbooks } = await checkFolders(config);
  if (!ok) {
    print(findings);
    throw new UserError("PLAYBOOKS_BROKEN");
  }
  const found = playbooks.find(({ playbook }) => playbook.client === client);
  if (found) return found.playbook;
  const known = playbooks.map(({ playbook }) => playbook.client).join(", ");
  throw new UserError("CLIENT_UNKNOWN", { client, known });
}

function print(findings: readonly Finding[]): void {
  process.stderr.write(`${findings.map(findingLine).join("\n")}\n`);
}
