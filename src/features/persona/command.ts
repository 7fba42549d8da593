import { UserError } from "../../core/errors.js";
import { known, refuse, tell, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { experimentOperations } from "../experiment/operations.js";
import { personaOperations } from "./operations.js";

/** `/persona list`: the personas, the one in use marked. */
export const personaListCommand: CommandSpec = {
  name: "persona list",
  aliases: ["persona", "人设", "人设 列表"],
  role: "operator",
  usage: { "zh-CN": "/人设 - 列出人设", en: "/persona list - lists the personas" },
  async run(call) {
    const current = await personaOperations(call.deps).persona(call.client);
    const lines = personaOperations(call.deps)
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
    const ids = personaOperations(call.deps)
      .personas(call.client)
      .map((persona) => persona.id);
    known("COMMAND_PERSONA_UNKNOWN", id, ids);
    const missing = personaOperations(call.deps).linesMissing(call.client, id);
    if (missing.length > 0) {
      throw new UserError("COMMAND_PERSONA_LINES", { id, known: missing.join(", ") });
    }
    await personaOperations(call.deps).usePersona(call.client, id);
    const done = tell(call, `已切换人设：${id}`, `Persona in use: ${id}`);
    return { text: [done, ...(await casting(call, id))].join("\n") };
  },
};

/** What decides who speaks before the operator's choice does: experiments about it, and adopted arms. */
async function casting(call: Call, chosen: string): Promise<string[]> {
  const about = (await experimentOperations(call.deps).experiments(call.client)).filter(
    ({ rule }) => Object.values(rule.arms).some((patch) => Object.hasOwn(patch, "persona")),
  );
  return about.flatMap(({ id, run, adopted }) => {
    if (run?.state === "running") {
      const groups = run.running.sets.flat().length;
      return [
        tell(
          call,
          `实验 ${id} 正在进行：参加的 ${groups} 个群由它决定谁说话，到它结束才轮到 ${chosen}。要马上都用，先输入 /实验 停止 ${id}`,
          `Experiment ${id} is running: it decides who speaks in its ${groups} groups until it ends, and ${chosen} only then. To have ${chosen} at once type /experiment stop ${id}`,
        ),
      ];
    }
    return adopted === undefined
      ? []
      : [
          tell(
            call,
            `已采用实验 ${id} 的 ${adopted}，各群由它决定谁说话。要用 ${chosen}，先输入 /实验 退回 ${id}`,
            `${adopted} of experiment ${id} is adopted and decides who speaks. To have ${chosen} type /experiment rollback ${id}`,
          ),
        ];
  });
}
