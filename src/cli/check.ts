import type { Config } from "../app/config.js";
import { findingLine, readFolders, readSources } from "../app/playbook-files.js";
import { checkFiles } from "../playbook/check/check.js";
import { text } from "./texts.js";

/** `suanpan check [paths…] [--json]`. @returns the exit code: 0 without errors, 1 with. */
export async function check(
  paths: readonly string[],
  json: boolean,
  config: Config,
): Promise<number> {
  const sources = await (paths.length > 0 ? readSources(paths) : readFolders(config));
  const { ok, findings } = checkFiles(sources, {
    lang: config.lang,
    env: config.env,
    now: Date.now(),
  });
  if (json) process.stdout.write(`${JSON.stringify({ ok, findings }, null, 2)}\n`);
  else for (const finding of findings) process.stdout.write(`${findingLine(finding)}\n`);
  if (!json && findings.length === 0)
    process.stdout.write(`${text(config.lang, "check.nothing")}\n`);
  return ok ? 0 : 1;
}
