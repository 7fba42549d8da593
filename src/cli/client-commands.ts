import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { ClientNewOptions } from "./client-new.js";
import { text } from "./texts.js";

/** Adds the commands about clients to the command line. */
export function addClientCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  const { lang } = config;
  const client = program.command("client").description(text(lang, "help.clients"));
  client
    .command("new")
    .description(text(lang, "help.new"))
    .option("--brand <name>", text(lang, "help.new.brand"))
    .option("--client <id>", text(lang, "help.new.client"))
    .option("--trade <trade>", text(lang, "help.new.trade"))
    .option("--zone <zone>", text(lang, "help.new.zone"))
    .option("--currency <code>", text(lang, "help.new.currency"))
    .option("--groups <n>", text(lang, "help.new.groups"))
    .option("--order <amount>", text(lang, "help.new.order"))
    .option("--offer <offer>", text(lang, "help.new.offer"))
    .option("--owner <account>", text(lang, "help.new.owner"))
    .option("--locale <locale>", text(lang, "help.new.locale"))
    .action(async (options: ClientNewOptions) => {
      const { newClient } = await import("./client-new.js");
      exit(await newClient(options, config));
    });
}
