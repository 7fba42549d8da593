import { createRequire } from "node:module";
import type { UserError } from "../../core/errors.js";
import { checkSettings } from "../bot.js";
import type { Config } from "../config.js";
import { envFileOf } from "../env-file.js";
import { programNeeds } from "../program.js";
import { bad, type Checked, ok, warn } from "./checked.js";

/** Whether a version is one of those that `^20.19 || ^22.12` names. */
export function fits(version: string, engines: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return engines.split("||").some((one) => {
    const [least = 0, from = 0] = one.trim().replace("^", "").split(".").map(Number);
    return major === least && minor >= from;
  });
}

export function nodeCheck(version = process.versions.node): readonly Checked[] {
  const { node } = programNeeds();
  if (fits(version, node)) return [ok("DOCTOR_NODE", { version })];
  const known = node.replaceAll("^", "").replaceAll(" || ", ", ");
  return [bad("DOCTOR_NODE_OTHER", { version, known })];
}

/** Those that every bot needs; what is optional is asked for by whoever needs it. */
export async function packagesCheck(): Promise<readonly Checked[]> {
  const { packages } = programNeeds();
  const missing = packages.filter((name) => !isThere(name));
  if (missing.length > 0)
    return [bad("DOCTOR_PACKAGES_MISSING", { n: missing.length, names: missing.join(", ") })];
  // Says which package is missing for this Node.
  await import("../../store/sqlite/driver.js");
  return [ok("DOCTOR_PACKAGES", { n: packages.length })];
}

function isThere(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    // One that only `import` may load is there.
    return (error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND";
  }
}

/** Whoever can read the file has the tokens; what stands in it is never shown. */
export function envFileCheck({ envFile }: Config): readonly Checked[] {
  const file = envFileOf(envFile);
  if (!file) return [ok("DOCTOR_ENV_NONE")];
  const { path, isOpen } = file;
  return [isOpen ? warn("DOCTOR_ENV_OPEN", { path }) : ok("DOCTOR_ENV", { path })];
}

/** Settings that a start would refuse, and who hears what concerns the whole bot. */
export function settingsCheck(config: Config): readonly Checked[] {
  const refused = [...checkSettings(config)].map((error: UserError) =>
    bad(error.code, error.params),
  );
  if (refused.length > 0) return refused;
  return [config.owner === undefined ? warn("DOCTOR_OWNER_NONE") : ok("DOCTOR_SETTINGS")];
}
