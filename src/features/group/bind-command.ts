import { UserError } from "../../core/errors.js";
import { known, refuse, tell, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "./operations.js";

/** `/bind`: makes this chat one of the groups of a pool. */
export const bindCommand: CommandSpec = {
  name: "bind",
  aliases: ["绑定"],
  role: "owner",
  anywhere: true,
  usage: {
    "zh-CN": "/绑定 [品牌方] <群池> - 把本群绑定到群池",
    en: "/bind [client] <pool> - binds this chat to a pool",
  },
  async run(call) {
    const given = words(call);
    const pool = given.at(-1);
    if (pool === undefined || given.length > 2) refuse(bindCommand.usage, call);
    const client = given.length === 2 ? (given[0] ?? "") : call.client;
    if (client === "") throw new UserError("COMMAND_CLIENT_MISSING");
    // The role was granted for call.client; it says nothing about another one.
    if (!call.served.includes(client)) {
      throw new UserError("COMMAND_CLIENT_UNKNOWN", { id: client, known: call.served.join(", ") });
    }
    if (call.client !== "" && client !== call.client)
      throw new UserError("COMMAND_BOUND_ELSEWHERE");
    if (call.place.direct) throw new UserError("COMMAND_NOT_IN_GROUP");
    known("COMMAND_POOL_UNKNOWN", pool, groupOperations(call.deps).pools(client));
    const { title, id } = await groupOperations(call.deps).bind(client, pool, call);
    return {
      text: tell(
        call,
        `已绑定：${title} (${id})。入群链接马上就有，输入 /群 查看`,
        `Bound: ${title} (${id}). Its link will be there in a moment: type /groups`,
      ),
    };
  },
};
