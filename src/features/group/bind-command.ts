import { UserError } from "../../core/errors.js";
import { known, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/bind`: makes this chat one of the groups of a pool. */
export const bindCommand: CommandSpec = {
  name: "bind",
  aliases: ["绑定"],
  role: "owner",
  anywhere: true,
  usage: usageOf(text, "bind.usage"),
  async run(call) {
    const given = words(call);
    const pool = given.at(-1);
    if (pool === undefined || given.length > 2) refuse(bindCommand.usage, call);
    const client = given.length === 2 ? (given[0] ?? "") : call.client;
    if (client === "") throw new UserError("COMMAND_CLIENT_MISSING");
    // The role was granted for call.client; it says nothing about another one.
    if (!call.served.includes(client)) {
      throw new UserError("COMMAND_CLIENT_UNKNOWN", {
        id: client,
        known: call.served.join(", ") || "-",
      });
    }
    if (call.client !== "" && client !== call.client)
      throw new UserError("COMMAND_BOUND_ELSEWHERE");
    if (call.place.direct) throw new UserError("COMMAND_NOT_IN_GROUP");
    known("COMMAND_POOL_UNKNOWN", pool, groupOperations(call.deps).pools(client));
    const { title, id } = await groupOperations(call.deps).bind(client, pool, call);
    for (const feature of call.deps.features) await feature.takeUp?.(call.deps, client);
    const here = call.deps.platforms.find(({ account }) => account === call.account);
    const hasLinks = here?.capabilities.has("invite_link") ?? true;
    return { text: text(call.locale, hasLinks ? "bind.done" : "bind.done-no-link", { title, id }) };
  },
};
