import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { ExperimentOptions } from "./experiment.js";
import { text } from "./texts.js";

const verbs = ["plan", "start", "stop", "report", "verify"] as const;

/** Adds `experiment plan|start|stop|report|verify` to the command line. */
export function addExperimentCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  const { lang } = config;
  const group = program.command("experiment").description(text(lang, "help.experiment"));
  for (const verb of verbs) {
    const command = group
      .command(verb)
      .description(text(lang, `help.experiment.${verb}`))
      .argument("<experiment>", text(lang, "help.experiment.id"))
      .requiredOption("--client <client>", text(lang, "help.client"))
      .option("--json", text(lang, "help.json"));
    if (verb === "report") {
      command
        .option("--csv", text(lang, "help.csv"))
        .option("--chart <file>", text(lang, "help.chart"));
    }
    command.action(async (id: string, options: ExperimentOptions) => {
      const { runExperiment } = await import("./experiment.js");
      exit(await runExperiment(verb, id, options, config));
    });
  }
}
