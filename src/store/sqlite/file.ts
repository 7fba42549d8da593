import { access, chmod, constants, link, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { UserError } from "../../core/errors.js";

/** For the eyes of who runs the bot alone: it holds what members say and buy. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Sees that the file and its folder are there, can be written, and are nobody else's to read. A file that is
 * new gets its name only when `make` has filled it, so an empty one was never left by this program.
 * @throws UserError STORE_FOLDER, STORE_FOLDER_READONLY, STORE_READONLY, STORE_UNREADABLE, STORE_EMPTY; what `make` throws
 */
export async function prepareFile(path: string, make: (draft: string) => void): Promise<void> {
  const folder = dirname(path);
  await prepareFolder(folder);
  const there = await stat(path).catch(() => undefined);
  if (!there) await makeNew(path, make);
  else if (!there.isFile()) throw new UserError("STORE_UNREADABLE", { path });
  else if (there.size === 0) throw new UserError("STORE_EMPTY", { path });
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw refused(error, new UserError("STORE_READONLY", { path }));
  });
  await keepPrivate(path, folder);
}

/** Sees that a folder is there and can be written. @throws UserError STORE_FOLDER, STORE_FOLDER_READONLY */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE }).catch(async (error: unknown) => {
    const cause = await causeOf(error, folder);
    throw refused(cause, new UserError("STORE_FOLDER", { folder, reason: codeOf(cause) }));
  });
  const unwritable = new UserError("STORE_FOLDER_READONLY", { folder });
  await access(folder, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw refused(error, unwritable);
  });
}

async function makeNew(path: string, make: (draft: string) => void): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  try {
    await rm(draft, { force: true });
    await (await open(draft, "w", FILE_MODE)).close();
    make(draft);
    // Of two who begin at once the first one's stays.
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** A folder that holds other things too is left as it is. Where there are no modes, there is nothing to keep. */
async function keepPrivate(path: string, folder: string): Promise<void> {
  const name = basename(path);
  const files = await readdir(folder);
  const own = files.filter((file) => file.startsWith(name));
  const tighten = (of: string, mode: number) => chmod(of, mode).catch(() => undefined);
  for (const file of own) await tighten(`${folder}/${file}`, FILE_MODE);
  if (own.length === files.length) await tighten(folder, FOLDER_MODE);
}

/** Node says of a folder on a read-only disk that it isn't there; the folder above it says what is the matter. */
async function causeOf(error: unknown, folder: string): Promise<unknown> {
  const above = dirname(folder);
  if (codeOf(error) !== "ENOENT" || above === folder) return error;
  return access(above, constants.W_OK).then(
    () => error,
    (cause: unknown) => causeOf(cause, above),
  );
}

/** A full or read-only disk is told as such, whatever was being done. */
function refused(error: unknown, otherwise: UserError): unknown {
  return codeOf(error) === "ENOSPC" || codeOf(error) === "EROFS" ? error : otherwise;
}

export const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
