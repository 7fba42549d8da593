import { usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { text } from "./texts.js";

/** `/whoami`: the caller's account and role. */
export const whoamiCommand: CommandSpec = {
  name: "whoami",
  aliases: ["我是谁"],
  role: "viewer",
  anywhere: true,
  usage: usageOf(text, "whoami.usage"),
  run: async ({ place, person, role, client }) => ({
    text: [`${place.platform}: ${person.user}`, role, ...(client === "" ? [] : [client])].join(
      " | ",
    ),
  }),
};
