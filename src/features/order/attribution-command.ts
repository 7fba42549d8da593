import { attributionLines, dimensionOf } from "../../domain/order/attribution-lines.js";
import { refuse, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { attributionOperations } from "./attribution-operations.js";

/** `/orders credits`: what the members' orders are credited to. */
export const ordersCreditsCommand: CommandSpec = {
  name: "orders credits",
  aliases: ["订单 归因", "订单 功劳"],
  role: "operator",
  usage: {
    "zh-CN": "/订单 归因 [促销|人设|话术|券|组] - 成交额归功于什么",
    en: "/orders credits [promo|persona|message|coupon|arm] - what revenue is credited to",
  },
  async run(call) {
    const [word = "promo", ...more] = words(call);
    const by = dimensionOf(word);
    if (!by || more.length > 0) refuse(ordersCreditsCommand.usage, call);
    const report = await attributionOperations(call.deps).orderCredits(call.client, by);
    return { text: attributionLines(report, call.locale).join("\n") };
  },
};
