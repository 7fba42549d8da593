import { UserError } from "../../core/errors.js";
import { known, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { experimentOperations } from "../experiment/operations.js";
import { personaOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/persona list`: the personas, the one in use marked. */
export const personaListCommand: CommandSpec = {
  name: "persona list",
  aliases: ["persona", "人设", "人设 列表"],
  role: "operator",
  usage: usageOf(text, "list.usage"),
  async run(call) {
    const current = await personaOperations(call.deps).persona(call.client);
    const lines = personaOperations(call.deps)
      .personas(call.client)
      .map(({ id, name }) => `${id === current ? "* " : "  "}${id} - ${name}`);
    return { text: lines.join("\n") || text(call.locale, "list.none") };
  },
};

/** `/persona use`: switches the client's persona. */
export const personaUseCommand: CommandSpec = {
  name: "persona use",
  aliases: ["人设 使用", "人设 用"],
  role: "operator",
  usage: usageOf(text, "use.usage"),
  async run(call) {
    const [id, ...more] = words(call);
    if (id === undefined || more.length > 0) refuse(personaUseCommand.usage, call);
    const ids = personaOperations(call.deps)
      .personas(call.client)
      .map((persona) => persona.id);
    known("COMMAND_PERSONA_UNKNOWN", id, ids);
    const missing = personaOperations(call.deps).linesMissing(call.client, id);
    if (missing.length > 0) {
      throw new UserError("COMMAND_PERSONA_LINES", { id, lines: missing.join(", ") });
    }
    await personaOperations(call.deps).usePersona(call.client, id);
    const done = text(call.locale, "use.done", { id });
    return { text: [done, ...(await casting(call, id))].join("\n") };
  },
};

/** What decides who speaks before the operator's choice does: experiments about it, and adopted arms. */
async function casting(call: Call, persona: string): Promise<string[]> {
  const about = (await experimentOperations(call.deps).experiments(call.client)).filter(
    ({ rule }) => Object.values(rule.arms).some((patch) => Object.hasOwn(patch, "persona")),
  );
  return about.flatMap(({ id: experiment, run, adopted: arm }) => {
    if (run?.state === "running") {
      const groups = run.running.sets.flat().length;
      return [text(call.locale, "use.experiment-running", { experiment, groups, persona })];
    }
    return arm === undefined
      ? []
      : [text(call.locale, "use.arm-adopted", { experiment, arm, persona })];
  });
}
