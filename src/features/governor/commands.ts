import { UserError } from "../../core/errors.js";
import { moment, refuse, tellsAll, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { governorOperations } from "./operations.js";
import { allLines } from "./standing-lines.js";
import { text } from "./texts.js";

/** `/governor`: what each account did and may still do. */
export const governorCommand: CommandSpec = {
  name: "governor",
  aliases: ["限流"],
  role: "viewer",
  usage: usageOf(text, "governor.usage"),
  async run(call) {
    if (words(call).length > 0) refuse(governorCommand.usage, call);
    const standings = await governorOperations(call.deps).standings(call.client, tellsAll(call));
    const lines = standings.map((one) => allLines(call, one).join("\n"));
    return { text: lines.join("\n\n") || text(call.locale, "governor.none") };
  },
};

/** `/governor close`: lets an account speak before its time, after a preview. */
export const governorCloseCommand: CommandSpec = {
  name: "governor close",
  aliases: ["限流 恢复"],
  role: "owner",
  usage: usageOf(text, "close.usage"),
  async run(call) {
    const { locale, client, overall } = call;
    const [account, ...more] = words(call);
    if (account === undefined || more.length > 0) refuse(governorCloseCommand.usage, call);
    const operations = governorOperations(call.deps);
    const { until, by, nextDays } = await operations.opened(account, client, overall);
    if (!overall && !(await operations.isAlone(client, account)))
      throw new UserError("GOVERNOR_OTHERS", { account });
    if (call.confirmed) {
      await operations.close(account, client, overall);
      return { text: text(locale, "close.done", { account }) };
    }
    const params = {
      account,
      until: moment(call, until),
      why: text(locale, `sign.${by}`),
      days: nextDays,
    };
    return { text: text(locale, "close.ask", params), confirm: true };
  },
};
