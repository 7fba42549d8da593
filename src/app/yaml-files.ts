import { open, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file, or what stands in the place of one and can't be read: the system's word for why. */
export type YamlFile = { readonly path: string; readonly unreadable?: string };

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);
/** What editors put beside a file that is being edited, and what a mounted volume keeps its files behind. */
const isAside = (name: string): boolean => name.startsWith(".#") || name.startsWith("..");

/**
 * The YAML files of a folder and of those in it, in order. What can't be looked into is among them, so that it is
 * told and keeps nothing else from being read; a link that leads back is followed once.
 */
export async function yamlFilesIn(folder: string): Promise<readonly YamlFile[]> {
  const found = await walk(folder, new Set());
  return [...found].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(folder: string, above: ReadonlySet<string>): Promise<readonly YamlFile[]> {
  const found: YamlFile[] = [];
  try {
    const real = await realpath(folder);
    if (above.has(real)) return [];
    const inside = new Set([...above, real]);
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (!isAside(name)) found.push(...(await look(path, isYaml(name), inside)));
    }
  } catch (error) {
    found.push({ path: folder, unreadable: codeOf(error) });
  }
  return found;
}

async function look(path: string, named: boolean, inside: ReadonlySet<string>) {
  try {
    const info = await stat(path);
    if (info.isDirectory() && !named) return walk(path, inside);
    if (!named) return [];
    return [info.isFile() ? { path } : { path, unreadable: "no file" }];
  } catch (error) {
    return named ? [{ path, unreadable: codeOf(error) }] : [];
  }
}

/** More than any file may have (playbook/read), so that one too large is seen to be. */
const MOST_BYTES = 2 * 1024 * 1024;

/** What stands in a file, as far as it is worth reading. @throws Error of the system */
export async function yamlTextOf(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, MOST_BYTES - length);
      length += bytesRead;
      if (bytesRead === 0 || length === MOST_BYTES) return bytes.toString("utf8", 0, length);
    }
  } finally {
    await file.close();
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "?";
