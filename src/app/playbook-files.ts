// With the sections that features add.
import "./features.js";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { UserError } from "../core/errors.js";
import type { Lang } from "../core/i18n.js";
import { type Checked, checkFiles } from "../playbook/check/check.js";
import type { Finding } from "../playbook/findings/finding.js";
import type { Env } from "../playbook/read/env.js";
import { codeOf, type YamlFile, yamlFilesIn, yamlTextOf } from "./yaml-files.js";

type Source = { readonly path: string; readonly text: string; readonly unreadable?: string };

/**
 * Reads every YAML file under the given files and folders; what can't be read in a folder is a file that says so.
 * @throws UserError naming a path that isn't there, or a file of its own that can't be read
 */
export async function readSources(paths: readonly string[]): Promise<readonly Source[]> {
  const found: Source[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (!info) throw new UserError("FILE_NOT_FOUND", { path });
    if (info.isDirectory()) {
      for (const file of await yamlFilesIn(path)) found.push(await readSource(file));
      continue;
    }
    const named = await readSource(info.isFile() ? { path } : { path, unreadable: "no file" });
    if (named.unreadable !== undefined) throw new UserError("FILE_UNREADABLE", { path });
    found.push(named);
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function readSource(file: YamlFile): Promise<Source> {
  if (file.unreadable !== undefined) return { ...file, text: "" };
  try {
    return { path: file.path, text: await yamlTextOf(file.path) };
  } catch (error) {
    return { path: file.path, text: "", unreadable: codeOf(error) };
  }
}

/** A file's text. @throws UserError FILE_NOT_FOUND, FILE_UNREADABLE, or FILE_EMPTY when nothing stands there. */
export async function readText(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(error.code === "ENOENT" ? "FILE_NOT_FOUND" : "FILE_UNREADABLE", { path });
  });
  if (text.trim() === "") throw new UserError("FILE_EMPTY", { path });
  return text;
}

/** One line per finding, `file:line:col severity CODE message`, and the fix where there is one. */
export const findingLine = (finding: Finding): string =>
  `${finding.file}:${finding.line}:${finding.col} ${finding.severity} ${finding.code} ${finding.message}${finding.fix ? ` → ${finding.fix}` : ""}`;

/** What is wrong in the files, a line for each finding. */
export class BrokenFiles extends UserError {
  constructor(
    code: "PLAYBOOKS_BROKEN" | "PROMOS_BROKEN",
    readonly lines: readonly string[],
  ) {
    super(code);
  }
}

export type Folders = {
  readonly playbooks: string;
  readonly personas: string;
  readonly lang: Lang;
  readonly env: Env;
};

/** Reads the configured folders. @throws UserError FOLDER_MISSING, or naming a path that can't be read */
export async function readFolders({ playbooks, personas }: Folders): Promise<readonly Source[]> {
  for (const [path, variable] of [
    [playbooks, "SUANPAN_PLAYBOOKS"],
    [personas, "SUANPAN_PERSONAS"],
  ] as const)
    if (!existsSync(path)) throw new UserError("FOLDER_MISSING", { path, variable });
  return readSources([playbooks, personas]);
}

/** Changes whenever a playbook or a persona does, comes or goes; a folder that is missing has none. */
export async function stampOf({ playbooks, personas }: Folders): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of [playbooks, personas]) {
    const files = await yamlFilesIn(folder);
    const stamps = await Promise.all(files.map(({ path }) => stampIn(path)));
    hash.update(JSON.stringify([folder, files, stamps]));
  }
  return hash.digest("hex");
}

/** Editors write in place or put another file there. */
async function stampIn(path: string): Promise<readonly number[]> {
  const info = await stat(path).catch(() => undefined);
  return info ? [info.mtimeMs, info.ctimeMs, info.size, info.ino] : [];
}

/** Reads and checks the configured folders. */
export async function checkFolders(folders: Folders): Promise<Checked> {
  const sources = await readFolders(folders);
  return checkFiles(sources, { lang: folders.lang, env: folders.env, now: Date.now() });
}
