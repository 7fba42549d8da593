import { mayRun } from "../../domain/operator/permit.js";
import { usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { text } from "./texts.js";

/** `/help`: the forms of the commands the caller may use. */
export const helpCommand: CommandSpec = {
  name: "help",
  aliases: ["帮助"],
  role: "viewer",
  anywhere: true,
  usage: usageOf(text, "help.usage"),
  run: async (call) => ({
    text: call.deps.features
      .flatMap(({ commands = [] }) => commands)
      .filter(({ role }) => mayRun(call.role, role))
      .map(({ usage }) => usage[call.locale])
      .concat(text(call.locale, "help.yes"))
      .join("\n"),
  }),
};
