import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { PlaybookOptions, UseOptions } from "./playbook.js";
import { text } from "./texts.js";

/** The versions of a client's playbook. */
export function addPlaybookCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  const { lang } = config;
  const playbook = program.command("playbook").description(text(lang, "help.playbook"));
  for (const [name, command, description] of [
    ["list", "playbook history", text(lang, "help.playbook.list")],
    ["diff", "playbook diff", text(lang, "help.playbook.diff")],
  ] as const)
    playbook
      .command(name)
      .description(description)
      .requiredOption("--client <client>", text(lang, "help.client"))
      .action(async (options: PlaybookOptions) => {
        const { showPlaybook } = await import("./playbook.js");
        exit(await showPlaybook(command, options, config));
      });
  for (const [name, command, description, words] of [
    ["use", "playbook use", text(lang, "help.playbook.use"), text(lang, "help.playbook.group")],
    [
      ...(["rollback", "playbook rollback"] as const),
      ...[text(lang, "help.playbook.rollback"), text(lang, "help.playbook.number")],
    ],
  ] as const)
    playbook
      .command(name)
      .description(description ?? "")
      .argument("[words...]", words)
      .requiredOption("--client <client>", text(lang, "help.client"))
      .option("--yes", text(lang, "help.playbook.yes"))
      .action(async (given: string[], of: UseOptions) => {
        const { changePlaybook } = await import("./playbook.js");
        exit(await changePlaybook(command, given, { of, config }));
      });
}
