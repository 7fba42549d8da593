import { quoteJson } from "../../domain/promo/quote-json.js";
import { quoteLines } from "../../domain/promo/quote-lines.js";
import { known, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { promoOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/promo list`: the promos and how far each is used up. */
export const promoListCommand: CommandSpec = {
  name: "promo list",
  aliases: ["promo", "促销", "促销 列表"],
  role: "viewer",
  usage: usageOf(text, "list.usage"),
  async run(call) {
    const lines = (await promoOperations(call.deps).promos(call.client)).map(
      ({ id, title, on, budget, uses }) =>
        [
          `${title} (${id})`,
          ...(on ? [] : [text(call.locale, "list.off")]),
          ...(budget ? [`${budget.spent}/${budget.of}`] : []),
          ...(uses ? [`${uses.spent}/${uses.of}`] : []),
        ].join(" | "),
    );
    return { text: lines.join("\n") || text(call.locale, "list.none") };
  },
};

async function turn(call: Call, on: boolean, usage: CommandSpec["usage"]): Promise<Answer> {
  const [id, ...more] = words(call);
  if (id === undefined || more.length > 0) refuse(usage, call);
  const { promos, switchPromo } = promoOperations(call.deps);
  const ids = (await promos(call.client)).map((promo) => promo.id);
  await switchPromo(call.client, known("COMMAND_PROMO_UNKNOWN", id, ids), on);
  return { text: text(call.locale, on ? "on.done" : "off.done", { id }) };
}

/** `/promo on`: a promo that was switched off applies again. */
export const promoOnCommand: CommandSpec = {
  name: "promo on",
  aliases: ["促销 开"],
  role: "operator",
  usage: usageOf(text, "on.usage"),
  run: (call) => turn(call, true, promoOnCommand.usage),
};

/** `/promo off`: a promo applies no more until it is switched on. */
export const promoOffCommand: CommandSpec = {
  name: "promo off",
  aliases: ["促销 关"],
  role: "operator",
  usage: usageOf(text, "off.usage"),
  run: (call) => turn(call, false, promoOffCommand.usage),
};

/** `/quote`: what a basket costs, and why each promo did or did not apply. */
export const quoteCommand: CommandSpec = {
  name: "quote",
  aliases: ["算价"],
  role: "viewer",
  usage: usageOf(text, "quote.usage"),
  async run(call) {
    const { client, group, args, locale } = call;
    const quoted = await promoOperations(call.deps).quote({ client, group, text: args });
    if (!quoted) refuse(quoteCommand.usage, call);
    const lines = quoteLines(quoteJson(quoted.quote, locale), quoted.promos, locale);
    if (quoted.guesses) lines.push(text(locale, "quote.guesses"));
    return { text: lines.join("\n") };
  },
};
