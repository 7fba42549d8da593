import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { chatText } from "./chat-text.js";
import type {} from "./deps.js";
import { reportOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/report`: a week's main figures, what was tried, and a picture of its days. */
export const reportCommand: CommandSpec = {
  name: "report",
  aliases: ["周报"],
  role: "viewer",
  usage: usageOf(text, "usage"),
  async run(call) {
    const [week, ...more] = words(call);
    if (more.length > 0) refuse(reportCommand.usage, call);
    const report = await reportOperations(call.deps).week(call.client, week, { orders: false });
    const png = await call.deps.drawWeek?.(report);
    const picture = png && {
      png: Buffer.from(png).toString("base64"),
      alt: text(call.locale, "chart.alt"),
    };
    return { text: chatText(report), picture };
  },
};
