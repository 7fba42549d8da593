import { CommanderError } from "commander";
import { readConfig } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { whenPrinted } from "./printed.js";
import { createProgram } from "./program.js";
import { errorLines } from "./texts.js";

/**
 * Parses the command line and runs one command, `run` when none is named.
 * @param prepare is done before the environment is read
 * @returns the exit code; a user's mistake is one sentence and 2.
 */
export async function runCli(
  argv: readonly string[],
  prepare: () => void = () => {},
): Promise<number> {
  try {
    prepare();
  } catch (error) {
    return told(error);
  }
  const config = readConfig();
  let code = 0;
  const program = createProgram(config, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync(argv.length > 2 ? [...argv] : [...argv, "run"]).catch(unlessSaid);
    await whenPrinted();
    return code;
  } catch (error) {
    return told(error);
  }
}

/** @returns the exit code of a user's mistake */
function told(error: unknown): number {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${errorLines(error, readConfig().lang).join("\n")}\n`);
  // What is damaged in the database is a finding; the command itself was right.
  return error.code === "FACT_UNREADABLE" ? 1 : 2;
}

/** Help or the version was asked for, and is said. */
function unlessSaid(error: unknown): void {
  if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
}
