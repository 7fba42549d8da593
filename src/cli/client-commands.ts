import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { ClientNewOptions } from "./client-new.js";
import type { PlanOptions } from "./plan.js";
import { text } from "./texts.js";

/** Adds the commands that begin a client to the command line. */
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
  program
    .command("plan")
    .description(text(lang, "help.plan"))
    .requiredOption("--orders <file>", text(lang, "help.plan.orders"))
    .option("--groups <n>", text(lang, "help.plan.groups"), "8")
    .option("--members <n>", text(lang, "help.plan.members"), "150")
    .option("--currency <code>", text(lang, "help.new.currency"), "CNY")
    .option("--zone <zone>", text(lang, "help.new.zone"), "Asia/Shanghai")
    .option("--json", text(lang, "help.json"))
    .action(async (options: PlanOptions) => {
      const { plan } = await import("./plan.js");
      exit(await plan(options, config));
    });
}
