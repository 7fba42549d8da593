import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { ExperimentOptions } from "./experiment.js";

const verbs = {
  plan: "what starting an experiment would fix",
  start: "registers an experiment; it begins at the next local midnight",
  stop: "ends an experiment early",
  report: "the verdict as of yesterday",
  verify: "replays every assignment from the registration",
} as const;

/** Adds `experiment plan|start|stop|report|verify` to the command line. */
export function addExperimentCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  const group = program
    .command("experiment")
    .description("experiments of a client; the bot must not run meanwhile");
  for (const verb of Object.keys(verbs) as (keyof typeof verbs)[]) {
    const command = group
      .command(`${verb} <experiment>`)
      .description(verbs[verb])
      .requiredOption("--client <client>")
      .option("--json", "one JSON document");
    if (verb === "report") {
      command
        .option("--csv", "a line for each arm against the first")
        .option("--chart <file>", "a picture, .svg or .png");
    }
    command.action(async (id: string, options: ExperimentOptions) => {
      const { runExperiment } = await import("./experiment.js");
      exit(await runExperiment(verb, id, options, config));
    });
  }
}
