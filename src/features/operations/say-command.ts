import { UserError } from "../../core/errors.js";
import { groupOf, moment, refuse, usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import { botOperations } from "./operations.js";
import { text } from "./texts.js";

/** Telegram takes 4096 characters; a few are left for the notice that a bot speaks. */
const MOST = 4_000;

/** `/say`: a preview first; said once confirmed. */
export const sayCommand: CommandSpec = {
  name: "say",
  aliases: ["发言"],
  role: "operator",
  usage: usageOf(text, "say.usage"),
  async run(call) {
    const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(call.args) ?? [];
    const ids = (await groupOperations(call.deps).groups(call.client)).map(({ id }) => id);
    const named = first === "all" || ids.includes(first);
    const said = (named ? rest : call.args).trim();
    if (said === "") refuse(sayCommand.usage, call);
    if (said.length > MOST) {
      throw new UserError("COMMAND_TOO_LONG", { length: said.length, limit: MOST });
    }
    const groups = first === "all" ? ids : [named ? first : groupOf(call)];
    if (groups.length === 0) throw new UserError("COMMAND_NO_GROUPS");
    const n = groups.length;
    if (!call.confirmed) {
      const later = (await botOperations(call.deps).sayFrom(call.client, groups, call.now)).filter(
        (at) => at > call.now,
      );
      const lines = [text(call.locale, "say.ask", { n })];
      if (later.length > 0) {
        const from = moment(call, Math.max(...later));
        lines.push(text(call.locale, "say.later", { n: later.length, from }));
      }
      return { text: [...lines, "", said].join("\n"), confirm: true };
    }
    await botOperations(call.deps).say(call.client, groups, said, call.id);
    return { text: text(call.locale, "say.done", { n }) };
  },
};
