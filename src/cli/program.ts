import type { Command } from "commander";
import type { Config } from "../app/config.js";
import { programVersion } from "../app/program.js";
import type { BackupOptions, RestoreOptions } from "./backup.js";
import { addClientCommands } from "./client-commands.js";
import { TerminalCommand } from "./command.js";
import { addExperimentCommands } from "./experiment-commands.js";
import { addMemberCommands } from "./member-commands.js";
import { addPlaybookCommands } from "./playbook-commands.js";
import { addPromoCommands } from "./promo-commands.js";
import type { ReportOptions } from "./report.js";
import type { RebuildOptions } from "./rollups.js";
import type { SimulateOptions } from "./simulate.js";
import { text } from "./texts.js";

/** An option that may be given more than once. */
const also = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** @returns the whole command line; what a command ends with is handed to `exit`. */
export function createProgram(config: Config, exit: (code: number) => void): Command {
  const { lang } = config;
  const program = new TerminalCommand(lang, "suanpan")
    .description(text(lang, "help.suanpan"))
    .version(programVersion(), "-V, --version", text(lang, "help.version"));
  program
    .command("run")
    .description(text(lang, "help.run"))
    .action(async () => {
      const { run } = await import("./run.js");
      exit(await run(config));
    });
  program
    .command("init")
    .description(text(lang, "help.init"))
    .action(async () => {
      const { init } = await import("./init.js");
      exit(await init(config));
    });
  addClientCommands(program, config, exit);
  program
    .command("check")
    .description(text(lang, "help.check"))
    .argument("[paths...]", text(lang, "help.check.paths"))
    .option("--json", text(lang, "help.json"))
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { check } = await import("./check.js");
      exit(await check(paths, options.json ?? false, config));
    });
  program
    .command("doctor")
    .description(text(lang, "help.doctor"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: { json?: boolean }) => {
      const { doctor } = await import("./doctor.js");
      exit(await doctor(options, config));
    });
  program
    .command("chat")
    .description(text(lang, "help.chat"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--script <file>", text(lang, "help.chat.script"))
    .action(async (options: { client: string; script?: string }) => {
      const { chat } = await import("./chat.js");
      exit(await chat(options.client, options.script, config));
    });
  addPromoCommands(program, config, exit);
  addExperimentCommands(program, config, exit);
  program
    .command("heuristics")
    .description(text(lang, "help.heuristics"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: { client: string; json?: boolean }) => {
      const { runHeuristics } = await import("./heuristics.js");
      exit(await runHeuristics(options, config));
    });
  program
    .command("report")
    .description(text(lang, "help.report"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--week <week>", text(lang, "help.report.week"))
    .option("--format <format>", text(lang, "help.report.format"))
    .option("--out <file>", text(lang, "help.report.out"))
    .action(async (options: ReportOptions) => {
      const { reportWeek } = await import("./report.js");
      exit(await reportWeek(options, config));
    });
  program
    .command("analyze")
    .description(text(lang, "help.analyze"))
    .requiredOption("--design <file>", text(lang, "help.analyze.design"))
    .requiredOption("--data <csv>", text(lang, "help.analyze.data"))
    .option("--json", text(lang, "help.json"))
    .option("--chart <file>", text(lang, "help.chart"))
    .action(async (options: { design: string; data: string; json?: boolean; chart?: string }) => {
      const { analyze } = await import("./analyze.js");
      exit(await analyze(options, config));
    });
  program
    .command("simulate")
    .description(text(lang, "help.simulate"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .requiredOption("--days <n>", text(lang, "help.simulate.days"))
    .requiredOption("--seed <seed>", text(lang, "help.simulate.seed"))
    .option("--effect <effect>", text(lang, "help.simulate.effect"), also, [])
    .option("--groups <n>", text(lang, "help.simulate.groups"), "8")
    .option("--members <n>", text(lang, "help.simulate.members"), "150")
    .option("--json", text(lang, "help.json"))
    .option("--chart <file>", text(lang, "help.chart"))
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import("./simulate.js");
      exit(await simulate(options, config));
    });
  program
    .command("backup")
    .description(text(lang, "help.backup"))
    .argument("<file>", text(lang, "help.backup.file"))
    .option("--json", text(lang, "help.json"))
    .action(async (file: string, options: BackupOptions) => {
      const { backupStore } = await import("./backup.js");
      exit(await backupStore(file, options, config));
    });
  program
    .command("restore")
    .description(text(lang, "help.restore"))
    .argument("<file>", text(lang, "help.restore.file"))
    .option("--as-it-was", text(lang, "help.restore.as-it-was"))
    .option("--json", text(lang, "help.json"))
    .action(async (file: string, options: RestoreOptions) => {
      const { restoreStore } = await import("./backup.js");
      exit(await restoreStore(file, options, config));
    });
  addMemberCommands(program, config, exit);
  addPlaybookCommands(program, config, exit);
  const store = program.command("store").description(text(lang, "help.store"));
  store
    .command("copy")
    .description(text(lang, "help.copy"))
    .requiredOption("--from <store>", text(lang, "help.copy.from"))
    .requiredOption("--to <store>", text(lang, "help.copy.to"))
    .action(async (options: { readonly from: string; readonly to: string }) => {
      const { copyStores } = await import("./store.js");
      exit(await copyStores(options, config));
    });
  store
    .command("resume")
    .description(text(lang, "help.resume"))
    .action(async () => {
      const { resumeStore } = await import("./store.js");
      exit(await resumeStore(config));
    });
  program
    .command("rollups")
    .description(text(lang, "help.rollups"))
    .command("rebuild")
    .description(text(lang, "help.rebuild"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--check", text(lang, "help.rebuild.check"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: RebuildOptions) => {
      const { rebuildRollups } = await import("./rollups.js");
      exit(await rebuildRollups(options, config));
    });
  return program;
}
