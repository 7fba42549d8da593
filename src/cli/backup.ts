import { dirname } from "node:path";
import { backUp, checkBackupPlace, fileToBackUp, restore } from "../app/backup.js";
import type { Config } from "../app/config.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import { keyFileOf } from "../app/phone-key.js";
import { OutputFailure } from "../core/errors.js";
import { checkFilePlace, putWhole } from "./output.js";
import { putDownOn } from "./store.js";
import { text } from "./texts.js";

type Contents = Awaited<ReturnType<typeof backUp>>["contents"];
export type BackupOptions = { readonly json?: boolean };
export type RestoreOptions = BackupOptions & { readonly asItWas?: boolean };

/**
 * `suanpan backup FILE [--json]`: the database as it is now, whether a bot works on it or not. FILE is there when all
 * of it is, and was looked through; a file that was there before stays until then.
 * @returns 0; it prints how many rows each table has. @throws UserError BACKUP_…, STORE_…, OutputFailure
 */
export async function backupStore(
  file: string,
  { json = false }: BackupOptions,
  config: Config,
): Promise<number> {
  const path = await fileToBackUp(config.store);
  await checkFilePlace(file);
  await checkBackupPlace(path, file);
  let made: Awaited<ReturnType<typeof backUp>> | undefined;
  await putWhole(file, async (draft) => {
    made = await backUp(path, draft).catch((error: unknown) => {
      throw named(error, file);
    });
  });
  const { made: at = "", contents = [], inUse = false } = made ?? {};
  if (json) print(JSON.stringify({ file, database: path, made: at, inUse, contents }, null, 2));
  else
    print(
      ...tableLines(contents, config),
      text(config.lang, "backup.made", { file, path, at }),
      text(config.lang, "backup.key", { path: keyFileOf(path) }),
    );
  return 0;
}

/**
 * `suanpan restore FILE [--as-it-was] [--json]`: puts a backup in the place of the database, which is kept beside it.
 * What the backup had still to send or to answer is put down, since it was most likely said since; with `asItWas` not.
 * @returns 0. @throws UserError RESTORE_…, BACKUP_…, OutputFailure: then nothing has changed
 */
export async function restoreStore(
  file: string,
  { json = false, asItWas = false }: RestoreOptions,
  config: Config,
): Promise<number> {
  const { lang } = config;
  // Asked before anything is changed: what is put down is added up by the playbooks' clocks.
  if (!asItWas) await openPlaybooks(config);
  const { path, made, contents, before } = await restore(config.store, file);
  const down = asItWas ? undefined : await putDownOn(config);
  if (json) {
    const document = { file, database: path, made, before, contents, putDown: down };
    print(JSON.stringify(document, null, 2));
    return 0;
  }
  print(
    ...tableLines(contents, config),
    text(lang, "restore.done", { file, path, at: made ?? "-" }),
    ...(before === undefined ? [] : [text(lang, "restore.before", { before })]),
    down ? text(lang, "store.resumed", down) : text(lang, "restore.as-it-was"),
  );
  return 0;
}

/** What it is called to whoever typed it; until it is whole it has another name. */
function named(error: unknown, path: string): unknown {
  if (!(error instanceof OutputFailure)) return error;
  return new OutputFailure(error.code, { ...error.params, path, folder: dirname(path) });
}

const tableLines = (contents: Contents, { lang }: Config): readonly string[] =>
  contents.map(({ table, rows, hash }) =>
    text(lang, "backup.table", { table, rows, hash: hash.slice(0, 12) }),
  );

const print = (...lines: readonly string[]): void =>
  void process.stdout.write(`${lines.join("\n")}\n`);
