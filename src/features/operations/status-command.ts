import { sentenceOf } from "../../core/i18n.js";
import { moment, usageOf } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { governorOperations } from "../governor/operations.js";
import { dayLines } from "../governor/standing-lines.js";
import { rosterOperations } from "../roster/operations.js";
import { botOperations, type Outage } from "./operations.js";
import { text } from "./texts.js";

const SHOWN = 5;

/** `/status`: how the bot is doing for this client. */
export const statusCommand: CommandSpec = {
  name: "status",
  aliases: ["状态"],
  role: "viewer",
  usage: usageOf(text, "status.usage"),
  async run(call) {
    const { locale } = call;
    const { accounts, paused, deadLetters, outage, ...counts } = await botOperations(
      call.deps,
    ).status(call.client, call.overall);
    const lines = accounts.map(({ account, elsewhere, ok, lastPollAt, notes }) => {
      if (elsewhere === "") return text(locale, "status.platform-nobodys", { account });
      if (elsewhere !== undefined)
        return text(locale, "status.platform-elsewhere", { account, where: elsewhere });
      const state = text(locale, ok ? "status.platform-ok" : "status.platform-failing", {
        account,
      });
      const heard =
        lastPollAt === undefined
          ? text(locale, "status.no-poll")
          : text(locale, "status.poll", { at: moment(call, lastPollAt) });
      const noted = notes.map((code) => sentenceOf([text], locale, { code, params: {} }) ?? code);
      return [state, heard, ...noted].join(" | ");
    });
    const { client, overall } = call;
    for (const standing of await governorOperations(call.deps).standings(client, overall))
      lines.push(...dayLines(call, standing));
    const lost = await rosterOperations(call.deps).lost(client);
    if (lost.length > 0)
      lines.push(
        text(locale, "status.lost-groups", {
          ...{ n: lost.length, titles: lost.slice(0, SHOWN).join(", ") },
          more: Math.max(0, lost.length - SHOWN),
        }),
      );
    lines.push(text(locale, "status.outbox", counts));
    if (outage) lines.push(outageLine(call, outage));
    if (paused.bot) lines.push(text(locale, "status.bot-paused"));
    if (paused.client) lines.push(text(locale, "status.client-paused"));
    for (const { seq, why } of deadLetters.slice(0, SHOWN))
      lines.push(text(locale, "status.set-aside", { seq, why: why.slice(0, 120) }));
    if (deadLetters.length > 0)
      lines.push(text(locale, "status.all-set-aside", { n: deadLetters.length }));
    return { text: lines.join("\n") };
  },
};

function outageLine(call: Call, { from, to }: Outage): string {
  const { locale } = call;
  const since = moment(call, from);
  if (to === undefined) return text(locale, "status.store-away", { from: since });
  return text(locale, "status.store-was-away", { from: since, to: moment(call, to) });
}
