import { attributionLines, dimensionOf } from "../../domain/order/attribution-lines.js";
import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { attributionOperations } from "./attribution-operations.js";
import { text } from "./texts.js";

/** `/orders credits`: what the members' orders are credited to. */
export const ordersCreditsCommand: CommandSpec = {
  name: "orders credits",
  aliases: ["订单 归因", "订单 功劳"],
  role: "operator",
  usage: usageOf(text, "credits.usage"),
  async run(call) {
    const [word = "promo", ...more] = words(call);
    const by = dimensionOf(word);
    if (!by || more.length > 0) refuse(ordersCreditsCommand.usage, call);
    const report = await attributionOperations(call.deps).orderCredits(call.client, by);
    return { text: attributionLines(report, call.locale).join("\n") };
  },
};
