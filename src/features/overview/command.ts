import { clientUnclear, tellsAll, usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { overviewOperations } from "./operations.js";
import { overviewLines } from "./overview-text.js";
import { text } from "./texts.js";

/** `/overview`: a line for each client that one serves; in a group for that client alone. */
export const overviewCommand: CommandSpec = {
  name: "overview",
  aliases: ["总览"],
  role: "viewer",
  anywhere: true,
  usage: usageOf(text, "usage"),
  async run(call) {
    const { client, served, place, deps, locale } = call;
    if (client === "" && !place.direct) throw clientUnclear(served);
    const clients = client === "" || tellsAll(call) ? served : [client];
    const found = await overviewOperations(deps).overview(clients);
    return { text: overviewLines(found, locale).join("\n") };
  },
};
