import { known, refuse, tell, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { promoOperations } from "./operations.js";

/** `/promo list`: the promos and how far each is used up. */
export const promoListCommand: CommandSpec = {
  name: "promo list",
  aliases: ["promo", "促销", "促销 列表"],
  role: "viewer",
  usage: { "zh-CN": "/促销 - 列出促销和用量", en: "/promo list - lists the promos and their use" },
  async run(call) {
    const lines = (await promoOperations(call.deps).promos(call.client)).map(
      ({ id, title, used, on }) =>
        [
          `${title} (${id})`,
          ...(on ? [] : [tell(call, "已关", "off")]),
          ...(used ? [used] : []),
        ].join(" | "),
    );
    return { text: lines.join("\n") || tell(call, "还没有促销", "No promos yet") };
  },
};

async function turn(call: Call, on: boolean, usage: CommandSpec["usage"]): Promise<Answer> {
  const [id, ...more] = words(call);
  if (id === undefined || more.length > 0) refuse(usage, call);
  const ids = (await promoOperations(call.deps).promos(call.client)).map((promo) => promo.id);
  await promoOperations(call.deps).switchPromo(
    call.client,
    known("COMMAND_PROMO_UNKNOWN", id, ids),
    on,
  );
  return {
    text: on
      ? tell(call, `已开促销：${id}`, `On: ${id}`)
      : tell(call, `已关促销：${id}`, `Off: ${id}`),
  };
}

/** `/promo on`: a promo that was switched off applies again. */
export const promoOnCommand: CommandSpec = {
  name: "promo on",
  aliases: ["促销 开"],
  role: "operator",
  usage: { "zh-CN": "/促销 开 <促销> - 打开促销", en: "/promo on <promo> - switches a promo on" },
  run: (call) => turn(call, true, promoOnCommand.usage),
};

/** `/promo off`: a promo applies no more until it is switched on. */
export const promoOffCommand: CommandSpec = {
  name: "promo off",
  aliases: ["促销 关"],
  role: "operator",
  usage: { "zh-CN": "/促销 关 <促销> - 关掉促销", en: "/promo off <promo> - switches a promo off" },
  run: (call) => turn(call, false, promoOffCommand.usage),
};

/** `/quote`: what a basket costs, and why each promo did or did not apply. */
export const quoteCommand: CommandSpec = {
  name: "quote",
  aliases: ["算价"],
  role: "viewer",
  usage: {
    "zh-CN": "/算价 18x2 22 [券码] - 算价钱，并说明每个促销和券码为什么",
    en: "/quote 18x2 22 [code] - what it costs, and why of each promo and the code",
  },
  async run(call) {
    const { client, group, args: text } = call;
    const lines = await promoOperations(call.deps).quote({ client, group, text });
    if (!lines) refuse(quoteCommand.usage, call);
    return { text: lines.join("\n") };
  },
};
