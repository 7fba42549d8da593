import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a script of this folder in a process of its own. @returns the JSON it prints. */
export async function runScript(file: string, ...args: string[]): Promise<unknown> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout, stderr } = await run(process.execPath, ["--import", "tsx", path, ...args]);
  process.stderr.write(stderr);
  return JSON.parse(stdout) as unknown;
}
