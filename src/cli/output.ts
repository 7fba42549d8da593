import { access, constants, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OutputFailure, UserError } from "../core/errors.js";

/** What a command makes for the user gets its name only when it is whole; until then it is beside its place. */
const draftIn = (folder: string): string => join(folder, `.suanpan-${process.pid}.new`);

/**
 * Sees, before long work is done, that a file can be put there; one that is there may be overwritten.
 * @throws OutputFailure
 */
export async function checkFilePlace(path: string): Promise<void> {
  try {
    await placeOf(path);
  } catch (error) {
    throw await failureOf(path, error);
  }
}

/** Writes a file, whole or not at all; one that is there is overwritten. @throws OutputFailure */
export async function putFile(path: string, content: string | Uint8Array): Promise<void> {
  await putWhole(path, (draft) => writeFile(draft, content));
}

/** Puts there what `make` makes, a file or a folder, whole or not at all. @throws OutputFailure */
export async function putWhole(
  path: string,
  make: (draft: string) => Promise<void>,
): Promise<void> {
  try {
    const place = await placeOf(path);
    const draft = draftIn(dirname(place));
    try {
      await make(draft);
      await rename(draft, place);
    } finally {
      await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    }
  } catch (error) {
    throw await failureOf(path, error);
  }
}

/** The path behind links. @throws what the system says when nothing can be put there */
async function placeOf(path: string): Promise<string> {
  const there = await stat(path).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
  if (there?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  const place = there ? await realpath(path) : path;
  await access(dirname(place), constants.W_OK | constants.X_OK);
  if (there) await access(place, constants.W_OK);
  return place;
}

const CODES: Readonly<Record<string, string>> = {
  EISDIR: "FILE_IS_FOLDER",
  EACCES: "FILE_FORBIDDEN",
  EPERM: "FILE_FORBIDDEN",
  EROFS: "FILE_DISK_READONLY",
  ENOSPC: "FILE_DISK_FULL",
  EDQUOT: "FILE_DISK_FULL",
};

/** What kept a file from being put there; a mistake of the user's that was found while it was made stays what it is. */
async function failureOf(path: string, error: unknown): Promise<UserError> {
  if (error instanceof UserError) return error;
  const folder = dirname(path);
  const reason = codeOf(error);
  const above = await stat(folder).catch((cause: unknown) => codeOf(cause));
  const missing =
    above === "ENOENT" ||
    above === "ENOTDIR" ||
    (typeof above === "object" && !above.isDirectory());
  const code = missing ? "FILE_FOLDER_MISSING" : (CODES[reason] ?? "FILE_UNWRITABLE");
  return new OutputFailure(code, { path, folder, reason });
}

function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  throw error;
}
