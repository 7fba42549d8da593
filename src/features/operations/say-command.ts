import { UserError } from "../../core/errors.js";
import { groupOf, refuse, usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import { botOperations } from "./operations.js";
import { laterLines, sameLines } from "./say-preview.js";
import { spreadOver } from "./spread.js";
import { text } from "./texts.js";

/** Telegram takes 4096 characters; a few are left for the notice that a bot speaks. */
const MOST = 4_000;

/** A line of dashes parts one wording from the next. */
const wordingsOf = (said: string): readonly string[] =>
  said.split(/\n[ \t]*-{3,}[ \t]*(?:\n|$)/).flatMap((one) => one.trim() || []);

/** `/say`: a preview first; said once confirmed. */
export const sayCommand: CommandSpec = {
  name: "say",
  aliases: ["发言"],
  role: "operator",
  usage: usageOf(text, "say.usage"),
  async run(call) {
    const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(call.args) ?? [];
    const known = await groupOperations(call.deps).groups(call.client);
    const named = first === "all" || known.some(({ id }) => id === first);
    const said = (named ? rest : call.args).trim();
    if (said === "") refuse(sayCommand.usage, call);
    const texts = wordingsOf(said);
    const length = Math.max(...texts.map((one) => one.length));
    if (length > MOST) throw new UserError("COMMAND_TOO_LONG", { length, limit: MOST });
    const one = named ? first : groupOf(call);
    const meant = first === "all" ? known : known.filter(({ id }) => id === one);
    if (meant.length === 0) throw new UserError("COMMAND_NO_GROUPS");
    const lost = meant.flatMap(({ gone, title }) => (gone ? title : [])).join(", ");
    const open = meant.flatMap(({ id, title, gone }) => (gone ? [] : { group: id, title }));
    const n = open.length;
    if (n === 0) throw new UserError("COMMAND_GROUP_GONE", { groups: lost });
    if (!call.confirmed) {
      const groups = open.map(({ group }) => group);
      const spread = await spreadOver(call.deps, call.client, { groups, texts });
      const lines = [text(call.locale, "say.ask", { n })];
      if (lost !== "") lines.push(text(call.locale, "say.lost", { groups: lost }));
      lines.push(...laterLines(call, spread));
      if (spread.groups.some(({ why }) => why?.of === "text"))
        lines.push(...(await sameLines(call, groups, texts)));
      return { text: [...lines, "", said].join("\n"), confirm: true };
    }
    const { client, locale, account, place, person } = call;
    const by = { platform: place.platform, account, user: person.user };
    await botOperations(call.deps).say(client, { by, locale, open }, texts, call.id);
    return { text: text(call.locale, "say.done", { n }) };
  },
};
