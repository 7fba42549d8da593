import { refuse, tell } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { experimentOperations } from "../experiment/operations.js";
import { groupOperations } from "../group/operations.js";
import { personaOperations } from "../persona/operations.js";
import { scriptOperations } from "../script/operations.js";
import { botOperations } from "./operations.js";

/** `/playbook show`: the version in use and what it offers. */
export const playbookShowCommand: CommandSpec = {
  name: "playbook show",
  aliases: ["playbook", "剧本", "剧本 查看"],
  role: "operator",
  usage: { "zh-CN": "/剧本 - 查看在用的剧本", en: "/playbook show - the playbook in use" },
  async run(call) {
    const { client } = call;
    const list = (ids: readonly string[]) => ids.join(", ") || "-";
    const adopted = (await experimentOperations(call.deps).experiments(client)).flatMap(
      ({ id, adopted: arm }) => (arm === undefined ? [] : [`${id}.${arm}`]),
    );
    return {
      text: [
        `${client} ${botOperations(call.deps).version(client)}`,
        `${tell(call, "群池", "pools")}: ${list(groupOperations(call.deps).pools(client))}`,
        `${tell(call, "流程", "scripts")}: ${list(scriptOperations(call.deps).scripts(client))}`,
        `${tell(call, "人设", "persona")}: ${await personaOperations(call.deps).persona(client)}`,
        ...(adopted.length > 0 ? [`${tell(call, "已采用", "adopted")}: ${list(adopted)}`] : []),
      ].join("\n"),
    };
  },
};

/** `/playbook check`: reads the files again without taking them into use. */
export const playbookCheckCommand: CommandSpec = {
  name: "playbook check",
  aliases: ["剧本 检查"],
  role: "operator",
  usage: { "zh-CN": "/剧本 检查 - 检查剧本文件", en: "/playbook check - checks the files" },
  async run(call) {
    const { ok, lines } = await botOperations(call.deps).check();
    const verdict = ok ? tell(call, "剧本可用", "Usable") : tell(call, "剧本不可用", "Not usable");
    return { text: [verdict, ...lines].join("\n") };
  },
};

/** `/playbook reload`: takes the files into use when they are sound. */
export const playbookReloadCommand: CommandSpec = {
  name: "playbook reload",
  aliases: ["剧本 重载"],
  role: "owner",
  usage: {
    "zh-CN": "/剧本 重载 - 启用新的剧本文件",
    en: "/playbook reload - takes the files into use",
  },
  async run(call) {
    if (call.args.trim() !== "") refuse(playbookReloadCommand.usage, call);
    const { ok, lines } = await botOperations(call.deps).reload();
    const verdict = ok
      ? tell(call, "已启用新剧本", "Reloaded")
      : tell(call, "有错误，仍用原来的剧本", "Not usable; the old version stays");
    return { text: [verdict, ...lines].join("\n") };
  },
};
