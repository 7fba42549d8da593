import type { CommandSpec } from "../../engine/feature.js";

/** `/whoami`: the caller's account and role. */
export const whoamiCommand: CommandSpec = {
  name: "whoami",
  aliases: ["我是谁"],
  role: "viewer",
  anywhere: true,
  usage: { "zh-CN": "/我是谁 - 你的账号和角色", en: "/whoami - your account and role" },
  run: async ({ place, person, role, client }) => ({
    text: [`${place.platform}: ${person.user}`, role, ...(client === "" ? [] : [client])].join(
      " | ",
    ),
  }),
};
