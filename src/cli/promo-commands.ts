import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { OrderCreditsOptions } from "./order-credits.js";
import type { OrdersListOptions } from "./orders-list.js";
import type { ReplayOptions } from "./promo-replay.js";
import type { QuoteOptions } from "./quote.js";
import { text } from "./texts.js";

/** Adds the commands about promos and orders to the command line. */
export function addPromoCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  const { lang } = config;
  program
    .command("quote")
    .description(text(lang, "help.quote"))
    .option("--promos <file>", text(lang, "help.quote.promos"))
    .option("--client <client>", text(lang, "help.quote.client"))
    .requiredOption("--cart <file>", text(lang, "help.quote.cart"))
    .option("--at <time>", text(lang, "help.quote.at"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: QuoteOptions) => {
      const { quoteCart } = await import("./quote.js");
      exit(await quoteCart(options, config));
    });
  const orders = program.command("orders").description(text(lang, "help.orders"));
  orders
    .command("list")
    .description(text(lang, "help.orders.list"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--limit <n>", text(lang, "help.orders.limit"), "20")
    .option("--unmatched", text(lang, "help.orders.unmatched"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: OrdersListOptions) => {
      const { listOrders } = await import("./orders-list.js");
      exit(await listOrders(options, config));
    });
  orders
    .command("credits")
    .description(text(lang, "help.credits"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--by <what>", text(lang, "help.credits.by"), "promo")
    .option("--json", text(lang, "help.json"))
    .action(async (options: OrderCreditsOptions) => {
      const { orderCredits } = await import("./order-credits.js");
      exit(await orderCredits(options, config));
    });
  orders
    .command("import")
    .description(text(lang, "help.import"))
    .argument("<file>", text(lang, "help.import.file"))
    .requiredOption("--client <client>", text(lang, "help.client"))
    .option("--source <source>", text(lang, "help.import.source"))
    .action(async (file: string, options: { client: string; source?: string }) => {
      const { importFile } = await import("./orders.js");
      exit(await importFile(file, options, config));
    });
  program
    .command("promo")
    .description(text(lang, "help.promo"))
    .command("replay")
    .description(text(lang, "help.replay"))
    .requiredOption("--promos <files>", text(lang, "help.replay.promos"))
    .option("--orders <file>", text(lang, "help.replay.orders"))
    .option("--client <client>", text(lang, "help.replay.client"))
    .option("--json", text(lang, "help.json"))
    .action(async (options: ReplayOptions) => {
      const { replayPromos } = await import("./promo-replay.js");
      exit(await replayPromos(options, config));
    });
}
