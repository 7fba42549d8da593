import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const manifest = z.object({
  version: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()),
});
const readManifest = () =>
  manifest.parse(JSON.parse(readFileSync(packaged("package.json"), "utf8")));

/** Where a file or folder of this program's package lies. */
export const packaged = (name: string): string =>
  fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** @returns the version of this program, as its package says. */
export const programVersion = (): string => readManifest().version;

/** Which versions of Node it runs on, such as `^22.12 || ^24`, and the packages that it can't do without. */
export function programNeeds() {
  const { engines, dependencies } = readManifest();
  return { node: engines.node, packages: Object.keys(dependencies) };
}

type Folders = { readonly playbooks: string; readonly personas: string };
const own: Folders = { playbooks: "playbooks", personas: "personas" };

/** The folders of the package's samples, where a folder has none of its own and nobody named any. */
export function samplesInstead({ playbooks, personas }: Folders): Folders | undefined {
  if (playbooks !== own.playbooks || personas !== own.personas) return undefined;
  if (existsSync(playbooks) || existsSync(personas)) return undefined;
  return { playbooks: packaged(playbooks), personas: packaged(personas) };
}
