import { UserError } from "../../core/errors.js";
import { qrPng } from "../../core/qr.js";
import { usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { text } from "./texts.js";

/** `/login`: the code by which an account is logged in, for the owner of the installation. */
export const loginCommand: CommandSpec = {
  name: "login",
  aliases: ["登录", "扫码"],
  role: "owner",
  anywhere: true,
  usage: usageOf(text, "login.usage"),
  async run({ deps, locale, overall, place }) {
    if (!overall || !place.direct) throw new UserError("COMMAND_LOGIN_OWNER");
    const accounts = deps.platforms.filter(({ loginCode }) => loginCode);
    if (accounts.length === 0) return { text: text(locale, "login.none") };
    const out = accounts.filter((one) => !one.health().ok);
    const [first] = out;
    if (!first) return { text: text(locale, "login.in", { n: accounts.length }) };
    const shown = out.find(({ loginCode }) => loginCode?.());
    const code = shown?.loginCode?.();
    if (!shown || code === undefined)
      return { text: text(locale, "login.no-code", { account: first.account }) };
    const picture = {
      png: qrPng(code).toString("base64"),
      alt: text(locale, "login.picture"),
    };
    return { text: text(locale, "login.scan", { account: shown.account }), picture };
  },
};
