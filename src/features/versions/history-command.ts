import { moment, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { historyLines } from "./history-text.js";
import { versionsOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/playbook history`: what was in use, since when, and who took it. */
export const playbookHistoryCommand: CommandSpec = {
  name: "playbook history",
  aliases: ["剧本 历史"],
  role: "operator",
  usage: usageOf(text, "history.usage"),
  async run(call) {
    if (words(call).length > 0) refuse(playbookHistoryCommand.usage, call);
    const { client, locale: lang, deps } = call;
    const lines = await versionsOperations(deps).history(client);
    return {
      text: [
        text(lang, "history.head", { client }),
        ...(await historyLines(deps, lines, { client, lang, when: (at) => moment(call, at) })),
        text(lang, "history.next"),
      ].join("\n"),
    };
  },
};
