import { cleanName } from "../../domain/persona/speak.js";
import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { rightsOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/member erase`: erases a member at their own wish; a preview first. */
export const memberEraseCommand: CommandSpec = {
  name: "member erase",
  aliases: ["删除成员数据"],
  role: "operator",
  usage: usageOf(text, "command.usage"),
  async run(call) {
    const [word, ...more] = words(call);
    if (word === undefined || more.length > 0) refuse(memberEraseCommand.usage, call);
    const { client, locale, deps, account, place, id } = call;
    const operations = rightsOperations(deps);
    if (call.confirmed) {
      await operations.ask(client, word, { id, by: "operator", to: { place, account, locale } });
      return { text: text(locale, "command.begun") };
    }
    const { key, name, held } = await operations.held(client, word);
    const counts = { orders: held.orders.length, coupons: held.coupons.length };
    const params = { name: cleanName(name), key, ...counts, points: held.points };
    return { text: text(locale, "command.preview", params), confirm: true };
  },
};
