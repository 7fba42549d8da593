import { Command } from "commander";
import { readConfig } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { addExperimentCommands } from "./experiment-commands.js";
import { addPromoCommands } from "./promo-commands.js";
import type { RebuildOptions } from "./rollups.js";
import type { SimulateOptions } from "./simulate.js";
import { errorText, text } from "./texts.js";

/** An option that may be given more than once. */
const also = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Parses the command line and runs one command. @returns the exit code; a user's mistake is one sentence and 2. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const config = readConfig();
  const { lang } = config;
  let code = 0;
  const program = new Command("suanpan").description(text(lang, "help.suanpan"));
  program
    .command("run", { isDefault: true })
    .description(text(lang, "help.run"))
    .action(async () => {
      const { run } = await import("./run.js");
      code = await run(config);
    });
  program
    .command("check [paths...]")
    .description(text(lang, "help.check"))
    .option("--json", text(lang, "help.json"))
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { check } = await import("./check.js");
      code = await check(paths, options.json ?? false, config);
    });
  program
    .command("chat")
    .description(text(lang, "help.chat"))
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
    .description(text(lang, "help.heuristics"))
    .requiredOption("--client <client>")
    .option("--json", text(lang, "help.json"))
    .action(async (options: { client: string; json?: boolean }) => {
      const { runHeuristics } = await import("./heuristics.js");
      code = await runHeuristics(options, config);
    });
  program
    .command("analyze")
    .description(text(lang, "help.analyze"))
    .requiredOption("--design <file>", "design.json")
    .requiredOption("--data <csv>", text(lang, "help.analyze.data"))
    .option("--json", text(lang, "help.json"))
    .option("--chart <file>", text(lang, "help.chart"))
    .action(async (options: { design: string; data: string; json?: boolean; chart?: string }) => {
      const { analyze } = await import("./analyze.js");
      code = await analyze(options, config);
    });
  program
    .command("simulate")
    .description(text(lang, "help.simulate"))
    .requiredOption("--client <client>")
    .requiredOption("--days <n>", text(lang, "help.simulate.days"))
    .requiredOption("--seed <seed>", text(lang, "help.simulate.seed"))
    .option("--effect <effect>", text(lang, "help.simulate.effect"), also, [])
    .option("--groups <n>", text(lang, "help.simulate.groups"), "8")
    .option("--members <n>", text(lang, "help.simulate.members"), "150")
    .option("--json", text(lang, "help.json"))
    .option("--chart <file>", text(lang, "help.chart"))
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import("./simulate.js");
      code = await simulate(options, config);
    });
  program
    .command("store")
    .description(text(lang, "help.store"))
    .command("resume")
    .description(text(lang, "help.resume"))
    .action(async () => {
      const { resumeStore } = await import("./store.js");
      code = await resumeStore(config);
    });
  program
    .command("rollups")
    .description(text(lang, "help.rollups"))
    .command("rebuild")
    .description(text(lang, "help.rebuild"))
    .requiredOption("--client <client>")
    .option("--check", text(lang, "help.rebuild.check"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: RebuildOptions) => {
      const { rebuildRollups } = await import("./rollups.js");
      code = await rebuildRollups(options, config);
    });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${errorText(error, lang)}\n`);
    // What is damaged in the database is a finding; the command itself was right.
    return error.code === "FACT_UNREADABLE" ? 1 : 2;
  }
}
