import { UserError } from "../../core/errors.js";
import type { CommandSpec } from "../command.js";
import { known, refuse, tell, words } from "./ask.js";

/** `/persona list`: the personas, the one in use marked. */
export const personaListCommand: CommandSpec = {
  name: "persona list",
  aliases: ["persona", "人设", "人设 列表"],
  role: "operator",
  usage: { "zh-CN": "/人设 - 列出人设", en: "/persona list - lists the personas" },
  async run(call) {
    const current = await call.desk.persona(call.client);
    const lines = call.desk
      .personas(call.client)
      .map(({ id, name }) => `${id === current ? "* " : "  "}${id} - ${name}`);
    return { text: lines.join("\n") || tell(call, "还没有人设", "No personas yet") };
  },
};

/** `/persona use`: switches the client's persona. */
export const personaUseCommand: CommandSpec = {
  name: "persona use",
  aliases: ["人设 使用", "人设 用"],
  role: "operator",
  usage: {
    "zh-CN": "/人设 使用 <人设 id> - 切换人设",
    en: "/persona use <persona> - switches the persona",
  },
  async run(call) {
    const [id, ...more] = words(call);
    if (id === undefined || more.length > 0) refuse(personaUseCommand.usage, call);
    const ids = call.desk.personas(call.client).map((persona) => persona.id);
    known("COMMAND_PERSONA_UNKNOWN", id, ids);
    const missing = call.desk.linesMissing(call.client, id);
    if (missing.length > 0) {
      throw new UserError("COMMAND_PERSONA_LINES", { id, known: missing.join(", ") });
    }
    await call.desk.usePersona(call.client, id);
    return { text: tell(call, `已切换人设：${id}`, `Persona in use: ${id}`) };
  },
};
