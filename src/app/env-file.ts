import { statSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { UserError } from "../core/errors.js";
import { readConfig } from "./config.js";

/** Where the file of variables is looked for, unless SUANPAN_ENV_FILE names another. */
const FILE = ".env";
const NONE = "off";

/**
 * Takes the variables of the file into the environment; what stands there already wins, though it be empty.
 * @throws UserError ENV_FILE_UNREADABLE; where nobody named one, there need be none
 */
export function readEnvFile(): void {
  const named = readConfig().envFile;
  if (named === NONE) return;
  try {
    loadEnvFile(named ?? FILE);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    if (reason === "ENOENT" && named === undefined) return;
    throw new UserError("ENV_FILE_UNREADABLE", { path: named ?? FILE, reason });
  }
}

/** The file that was read, and whether others than its owner may read it; undefined where there is none. */
export function envFileOf(named: string | undefined) {
  const path = named ?? FILE;
  const found = path === NONE ? undefined : statSync(path, { throwIfNoEntry: false });
  return found && { path, isOpen: process.platform !== "win32" && (found.mode & 0o077) !== 0 };
}
