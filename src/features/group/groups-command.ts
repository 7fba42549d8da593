import { usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/groups`: the client's groups and their seats. */
export const groupsCommand: CommandSpec = {
  name: "groups",
  aliases: ["群"],
  role: "viewer",
  usage: usageOf(text, "groups.usage"),
  async run(call) {
    const { locale } = call;
    const lines = (await groupOperations(call.deps).groups(call.client)).map((group) =>
      [
        `${group.title} (${group.id})`,
        group.pool,
        `${group.taken}/${group.capacity}`,
        ...(group.paused ? [text(locale, "groups.paused")] : []),
        ...(group.gone ? [text(locale, "groups.gone")] : []),
        ...(group.admin === false && !group.gone ? [text(locale, "groups.no-admin")] : []),
        ...(group.link ? [group.link] : []),
      ].join(" | "),
    );
    return { text: lines.join("\n") || text(locale, "groups.none") };
  },
};
