import { tell } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "./operations.js";

/** `/groups`: the client's groups and their seats. */
export const groupsCommand: CommandSpec = {
  name: "groups",
  aliases: ["群"],
  role: "viewer",
  usage: {
    "zh-CN": "/群 - 列出群、人数和入群链接",
    en: "/groups - lists the groups, their seats and links",
  },
  async run(call) {
    const lines = (await groupOperations(call.deps).groups(call.client)).map((group) =>
      [
        `${group.title} (${group.id})`,
        group.pool,
        `${group.taken}/${group.capacity}`,
        ...(group.paused ? [tell(call, "已暂停", "paused")] : []),
        ...(group.gone ? [tell(call, "机器人不在群里", "bot is not in the group")] : []),
        ...(group.admin === false && !group.gone
          ? [tell(call, "机器人不是管理员", "bot is not an admin")]
          : []),
        ...(group.link ? [group.link] : []),
      ].join(" | "),
    );
    return { text: lines.join("\n") || tell(call, "还没有群", "No groups yet") };
  },
};
