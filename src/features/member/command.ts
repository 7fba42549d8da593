import { refuse, usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { memberOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/resubscribe`: an operator puts on record that a member agreed to get messages again, and how. */
export const resubscribeCommand: CommandSpec = {
  name: "resubscribe",
  aliases: ["重新订阅", "恢复订阅"],
  role: "operator",
  usage: usageOf(text, "resubscribe.usage"),
  async run(call) {
    const [, member, how] = /^(\S+)\s+(\S[\s\S]*)$/u.exec(call.args) ?? [];
    if (member === undefined || how === undefined) refuse(resubscribeCommand.usage, call);
    const by = call.person.user;
    const done = await memberOperations(call.deps).resubscribe(call.client, member, { by, how });
    return { text: text(call.locale, "resubscribe.done", done) };
  },
};
