import { UserError } from "../../core/errors.js";
import { groupOf, moment, refuse, tell } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import { botOperations } from "./operations.js";

/** Telegram takes 4096 characters; a few are left for the notice that a bot speaks. */
const MOST = 4_000;

/** `/say`: a preview first; said once confirmed. */
export const sayCommand: CommandSpec = {
  name: "say",
  aliases: ["发言"],
  role: "operator",
  usage: {
    "zh-CN": "/发言 [群 id|all] <内容> - 预览后用 /确认 发出",
    en: "/say [group id|all] <text> - shows a preview, /yes sends it",
  },
  async run(call) {
    const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(call.args) ?? [];
    const ids = (await groupOperations(call.deps).groups(call.client)).map(({ id }) => id);
    const named = first === "all" || ids.includes(first);
    const text = (named ? rest : call.args).trim();
    if (text === "") refuse(sayCommand.usage, call);
    if (text.length > MOST) {
      throw new UserError("COMMAND_TOO_LONG", { length: text.length, limit: MOST });
    }
    const groups = first === "all" ? ids : [named ? first : groupOf(call)];
    if (groups.length === 0) throw new UserError("COMMAND_NO_GROUPS");
    const n = groups.length;
    if (!call.confirmed) {
      const later = (await botOperations(call.deps).sayFrom(call.client, groups, call.now)).filter(
        (at) => at > call.now,
      );
      const from = later.length === 0 ? "" : moment(call, Math.max(...later));
      const held = tell(
        call,
        `其中 ${later.length} 个群现在是免打扰时间或到了上限，要等到 ${from}。\n`,
        `${later.length} of them have quiet hours or reached a limit and get it by ${from}.\n`,
      );
      const ask = tell(
        call,
        `将发到 ${n} 个群，两分钟内回复 /确认 发出：`,
        `To ${n} ${n === 1 ? "group" : "groups"}; type /yes within 2 minutes to send:`,
      );
      return { text: `${ask}\n${later.length > 0 ? held : ""}\n${text}`, confirm: true };
    }
    await botOperations(call.deps).say(call.client, groups, text, call.id);
    return {
      text: tell(
        call,
        `已交付发送：${n} 个群`,
        `On its way to ${n} ${n === 1 ? "group" : "groups"}`,
      ),
    };
  },
};
