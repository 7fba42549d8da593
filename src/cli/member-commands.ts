import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { EraseOptions, MemberOptions } from "./member.js";
import { text } from "./texts.js";

/** What a member may ask for of what is held about them. */
export function addMemberCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  const { lang } = config;
  const member = program.command("member").description(text(lang, "help.member"));
  member
    .command("export")
    .description(text(lang, "help.member.export"))
    .argument("<member>", text(lang, "help.member.member"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .action(async (word: string, options: MemberOptions) => {
      const { exportMember } = await import("./member.js");
      exit(await exportMember(word, options, config));
    });
  member
    .command("erase")
    .description(text(lang, "help.member.erase"))
    .argument("<member>", text(lang, "help.member.member"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--yes", text(lang, "help.member.yes"))
    .action(async (word: string, options: EraseOptions) => {
      const { eraseMember } = await import("./member.js");
      exit(await eraseMember(word, options, config));
    });
}
