import { Command } from "commander";
import { readConfig } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { addExperimentCommands } from "./experiment-commands.js";
import { addPromoCommands } from "./promo-commands.js";
import type { RebuildOptions } from "./rollups.js";
import type { SimulateOptions } from "./simulate.js";
import { errorText } from "./texts.js";

/** An option that may be given more than once. */
const also = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Parses the command line and runs one command. @returns the exit code; a user's mistake is one sentence and 2. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const config = readConfig();
  let code = 0;
  const program = new Command("suanpan").description(
    "算盘: runs a brand's chat groups from a playbook",
  );
  program
    .command("run", { isDefault: true })
    .description("start every configured platform; without a token, the sandbox")
    .action(async () => {
      const { run } = await import("./run.js");
      code = await run(config);
    });
  program
    .command("check [paths...]")
    .description("validate playbooks and personas")
    .option("--json", "one JSON document")
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { check } = await import("./check.js");
      code = await check(paths, options.json ?? false, config);
    });
  program
    .command("chat")
    .description("the sandbox in the terminal, or a transcript replayed on a fake clock")
    .requiredOption("--client <client>")
    .option("--script <file>")
    .action(async (options: { client: string; script?: string }) => {
      const { chat } = await import("./chat.js");
      code = await chat(options.client, options.script, config);
    });
  addPromoCommands(program, config, (exit) => {
    code = exit;
  });
  addExperimentCommands(program, config, (exit) => {
    code = exit;
  });
  program
    .command("heuristics")
    .description("how a client's claims stand, here and elsewhere; the bot must not run meanwhile")
    .requiredOption("--client <client>")
    .option("--json", "one JSON document")
    .action(async (options: { client: string; json?: boolean }) => {
      const { runHeuristics } = await import("./heuristics.js");
      code = await runHeuristics(options, config);
    });
  program
    .command("analyze")
    .description("the verdict on an experiment from a design and a table of days")
    .requiredOption("--design <file>", "design.json")
    .requiredOption("--data <csv>", "a row per group and day")
    .option("--json", "one JSON document")
    .option("--chart <file>", "a picture, .svg or .png")
    .action(async (options: { design: string; data: string; json?: boolean; chart?: string }) => {
      const { analyze } = await import("./analyze.js");
      code = await analyze(options, config);
    });
  program
    .command("simulate")
    .description("the whole runtime on a synthetic community and a fake clock")
    .requiredOption("--client <client>")
    .requiredOption("--days <n>", "after the 14 days before the experiment")
    .requiredOption("--seed <seed>", "the same seed gives the same story")
    .option("--effect <effect>", "EXPERIMENT=SIZE, such as persona=0.3; again for more", also, [])
    .option("--groups <n>", "how many", "8")
    .option("--members <n>", "in each", "150")
    .option("--json", "one JSON document")
    .option("--chart <file>", "a picture, .svg or .png")
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import("./simulate.js");
      code = await simulate(options, config);
    });
  program
    .command("rollups")
    .description("what a client's facts add up to, by group and day")
    .command("rebuild")
    .description("adds all facts up again; the bot must not run meanwhile")
    .requiredOption("--client <client>")
    .option("--check", "only compare; exit code 1 when something differs")
    .option("--json", "one JSON document")
    .action(async (options: RebuildOptions) => {
      const { rebuildRollups } = await import("./rollups.js");
      code = await rebuildRollups(options, config);
    });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${errorText(error, config.lang)}\n`);
    // What is damaged in the database is a finding; the command itself was right.
    return error.code === "FACT_UNREADABLE" ? 1 : 2;
  }
}
