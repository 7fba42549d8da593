import { operatorOf, refuse, tellsAll, usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { experimentOperations } from "../experiment/operations.js";
import { groupOperations } from "../group/operations.js";
import { personaOperations } from "../persona/operations.js";
import { scriptOperations } from "../script/operations.js";
import { versionsOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/playbook show`: the version in use and what it offers. */
export const playbookShowCommand: CommandSpec = {
  name: "playbook show",
  aliases: ["playbook", "剧本", "剧本 查看"],
  role: "operator",
  usage: usageOf(text, "playbook-show.usage"),
  async run(call) {
    const { client, locale } = call;
    const list = (ids: readonly string[]) => ids.join(", ") || "-";
    const adopted = (await experimentOperations(call.deps).experiments(client)).flatMap(
      ({ id, adopted: arm }) => (arm === undefined ? [] : [`${id}.${arm}`]),
    );
    return {
      text: [
        `${client} ${versionsOperations(call.deps).current(client).hash}`,
        text(locale, "playbook-show.pools", {
          ids: list(groupOperations(call.deps).pools(client)),
        }),
        text(locale, "playbook-show.scripts", {
          ids: list(scriptOperations(call.deps).scripts(client)),
        }),
        text(locale, "playbook-show.persona", {
          id: await personaOperations(call.deps).persona(client),
        }),
        ...(adopted.length > 0
          ? [text(locale, "playbook-show.adopted", { ids: list(adopted) })]
          : []),
      ].join("\n"),
    };
  },
};

/** `/playbook check`: reads the files again without taking them into use. */
export const playbookCheckCommand: CommandSpec = {
  name: "playbook check",
  aliases: ["剧本 检查"],
  role: "operator",
  usage: usageOf(text, "playbook-check.usage"),
  async run(call) {
    const { ok, lines } = await versionsOperations(call.deps).check(call.client, tellsAll(call));
    const verdict = ok ? "playbook-check.usable" : "playbook-check.not-usable";
    return { text: [text(call.locale, verdict), ...lines].join("\n") };
  },
};

/** `/playbook reload`: takes the files into use when they are sound. */
export const playbookReloadCommand: CommandSpec = {
  name: "playbook reload",
  aliases: ["剧本 重载"],
  role: "owner",
  usage: usageOf(text, "playbook-reload.usage"),
  async run(call) {
    if (call.args.trim() !== "") refuse(playbookReloadCommand.usage, call);
    const { client, overall, deps } = call;
    const asks = { overall, tellsAll: tellsAll(call), by: operatorOf(call) };
    const { ok, lines } = await versionsOperations(deps).reload(client, asks);
    const verdict = ok ? "playbook-reload.done" : "playbook-reload.refused";
    return { text: [text(call.locale, verdict), ...lines].join("\n") };
  },
};
