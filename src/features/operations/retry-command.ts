import { UserError } from "../../core/errors.js";
import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { statusOperations } from "./status.js";
import { text } from "./texts.js";

/** `/retry`: takes a message up again that no handler could digest. */
export const retryCommand: CommandSpec = {
  name: "retry",
  aliases: ["重试"],
  role: "operator",
  usage: usageOf(text, "retry.usage"),
  async run(call) {
    const [id = "", ...more] = words(call);
    if (!/^#?\d{1,15}$/.test(id) || more.length > 0) refuse(retryCommand.usage, call);
    const seq = Number(id.replace("#", ""));
    const scope = { clients: [call.client], all: call.overall };
    if (!(await statusOperations(call.deps).retry(scope, seq))) {
      throw new UserError("COMMAND_PARKED_UNKNOWN", { id: String(seq) });
    }
    return { text: text(call.locale, "retry.done", { seq }) };
  },
};
