import type { Command } from "commander";
import type { Config } from "../app/config.js";
import type { OrderCreditsOptions } from "./order-credits.js";
import type { OrdersListOptions } from "./orders-list.js";
import type { ReplayOptions } from "./promo-replay.js";
import type { QuoteOptions } from "./quote.js";

/** Adds the commands about promos and orders to the command line. */
export function addPromoCommands(
  program: Command,
  config: Config,
  exit: (code: number) => void,
): void {
  program
    .command("quote")
    .description("what a cart gets, why not the rest, and the nudge")
    .option("--promos <file>", "a file of promos, or a playbook")
    .option("--client <client>", "the promos of a client's playbook")
    .requiredOption("--cart <file>", "the cart as JSON")
    .option("--at <time>", "when, with an offset; default: the cart's own time, or now")
    .option("--json", "one JSON document")
    .action(async (options: QuoteOptions) => {
      const { quoteCart } = await import("./quote.js");
      exit(await quoteCart(options, config));
    });
  const orders = program.command("orders").description("orders of a client");
  orders
    .command("list")
    .description("the newest orders of a client; the bot must not run meanwhile")
    .requiredOption("--client <client>")
    .option("--limit <n>", "how many", "20")
    .option("--unmatched", "only those that have no member yet")
    .option("--json", "one JSON document")
    .action(async (options: OrdersListOptions) => {
      const { listOrders } = await import("./orders-list.js");
      exit(await listOrders(options, config));
    });
  orders
    .command("credits")
    .description("what orders are credited to; the bot must not run meanwhile")
    .requiredOption("--client <client>")
    .option("--by <what>", "promo, persona, message, coupon or arm", "promo")
    .option("--json", "one JSON document")
    .action(async (options: OrderCreditsOptions) => {
      const { orderCredits } = await import("./order-credits.js");
      exit(await orderCredits(options, config));
    });
  orders
    .command("import <file>")
    .description("takes in a CSV file; the bot must not run meanwhile")
    .requiredOption("--client <client>")
    .option(
      "--source <source>",
      "whose orders they are: a source of the playbook, its kind, or csv",
    )
    .action(async (file: string, options: { client: string; source?: string }) => {
      const { importFile } = await import("./orders.js");
      exit(await importFile(file, options, config));
    });
  program
    .command("promo")
    .description("promos of the past and of others")
    .command("replay")
    .description("what alternative promos would have cost on past orders")
    .requiredOption("--promos <files>", "files of promos, with commas between")
    .option("--orders <file>", "past orders as JSON")
    .option("--client <client>", "a client's own past orders")
    .option("--json", "one JSON document")
    .action(async (options: ReplayOptions) => {
      const { replayPromos } = await import("./promo-replay.js");
      exit(await replayPromos(options, config));
    });
}
