import { mayRun } from "../../domain/operator/permit.js";
import { tell } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";

/** `/help`: the forms of the commands the caller may use. */
export const helpCommand: CommandSpec = {
  name: "help",
  aliases: ["帮助"],
  role: "viewer",
  anywhere: true,
  usage: { "zh-CN": "/帮助 - 列出命令", en: "/help - lists the commands" },
  run: async (call) => ({
    text: call.deps.features
      .flatMap(({ commands = [] }) => commands)
      .filter(({ role }) => mayRun(call.role, role))
      .map(({ usage }) => usage[call.locale])
      .concat(tell(call, "/确认 - 确认刚才的预览", "/yes - confirms what was shown last"))
      .join("\n"),
  }),
};
