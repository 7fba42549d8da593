import type { CommandSpec } from "../command.js";
import { refuse, tell } from "./ask.js";

/** `/promo list`: the promos and how far each is used up. */
export const promoListCommand: CommandSpec = {
  name: "promo list",
  aliases: ["promo", "促销", "促销 列表"],
  role: "viewer",
  usage: { "zh-CN": "/促销 - 列出促销和用量", en: "/promo list - lists the promos and their use" },
  async run(call) {
    const lines = (await call.desk.promos(call.client)).map(
      ({ id, title, used }) => `${title} (${id})${used ? ` | ${used}` : ""}`,
    );
    return { text: lines.join("\n") || tell(call, "还没有促销", "No promos yet") };
  },
};

/** `/quote`: what a basket costs, and why each promo did or did not apply. */
export const quoteCommand: CommandSpec = {
  name: "quote",
  aliases: ["算价"],
  role: "viewer",
  usage: {
    "zh-CN": "/算价 18x2 22 - 算价钱，并说明每个促销为什么",
    en: "/quote 18x2 22 - what it costs, and why of each promo",
  },
  async run(call) {
    const { client, group, args: text, desk } = call;
    const lines = await desk.quote({ client, group, text });
    if (!lines) refuse(quoteCommand.usage, call);
    return { text: lines.join("\n") };
  },
};
