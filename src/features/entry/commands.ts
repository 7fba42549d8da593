import { PlatformFailure, UserError } from "../../core/errors.js";
import { evenText } from "../../core/text/fold.js";
import { parseDuration } from "../../core/time/duration.js";
import { moment, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { movedText } from "./move-commands.js";
import { entryOperations } from "./operations.js";
import type { PoolStand } from "./pool-stand.js";
import { text } from "./texts.js";

const DAY_MS = 86_400_000;
/** WeChat's codes of groups live so long. */
const PICTURE_LIVES = "7d";
const LONGEST_MS = 365 * DAY_MS;
/** Facts are kept as long (`engine/retention.ts`). */
const MOST_DAYS = 90;

/** `/entry`: the page of each pool, and where it leads now. */
export const entryCommand: CommandSpec = {
  name: "entry",
  aliases: ["入口"],
  role: "viewer",
  usage: usageOf(text, "entry.usage"),
  async run(call) {
    if (call.args !== "") refuse(entryCommand.usage, call);
    const { locale, client, deps } = call;
    const pages = await entryOperations(deps).pages(client);
    const lines = pages.map(({ pool, address, state, group = "", until, stand }) => {
      const now = text(locale, `entry.${state}`, { group });
      const ends = until && text(locale, "entry.until", { at: moment(call, until) });
      const moved = movedText(call, pool, stand);
      const parts = [pool, address, now, ends, silentText(call, stand), moved];
      return parts.filter((part) => part !== undefined).join(" | ");
    });
    if (lines.length === 0) return { text: text(locale, "entry.none") };
    const isPublished = deps.playbooks.current(client)?.playbook.entry?.url !== undefined;
    return { text: [...lines, ...(isPublished ? [] : [text(locale, "entry.no-url")])].join("\n") };
  },
};

/** That the account to which the entry leads keeps silent. */
function silentText(call: Call, { lead: { account }, silent }: PoolStand): string | undefined {
  const until = silent.get(account);
  if (until === undefined) return undefined;
  return text(call.locale, "entry.silent", { account, until: moment(call, until) });
}

/** `/entry picture`, as the caption of a picture: shows it for a group. */
export const entryPictureCommand: CommandSpec = {
  name: "entry picture",
  aliases: ["入口 图"],
  role: "operator",
  usage: usageOf(text, "picture.usage"),
  async run(call) {
    const { locale, client, deps, now } = call;
    const typed = words(call);
    const last = parseDuration(typed.at(-1) ?? "");
    const group = typed.slice(0, last === undefined ? undefined : -1).join(" ");
    const lives = last ?? parseDuration(PICTURE_LIVES) ?? 0;
    if (group === "" || lives === 0 || lives > LONGEST_MS) refuse(entryPictureCommand.usage, call);
    const until = now + lives;
    const bytes = await fetched(call);
    const title = await entryOperations(deps).setPicture(client, group, { bytes, until });
    return { text: text(locale, "picture.done", { group: title, at: moment(call, until) }) };
  },
};

async function fetched({ picture, locale }: Call): Promise<Uint8Array> {
  if (!picture)
    throw new UserError("ENTRY_PICTURE_NONE", { usage: entryPictureCommand.usage[locale] });
  try {
    return await picture();
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    const { refusal } = error;
    if (refusal.kind === "rate_limited") {
      const n = Math.max(1, Math.ceil(refusal.retryAfterMs / 60_000));
      throw new UserError("ENTRY_PICTURE_LATER", { n });
    }
    throw new UserError(refusal.kind === "too_long" ? "ENTRY_PICTURE_LARGE" : "ENTRY_PICTURE_LOST");
  }
}

/** `/sources`: who joined by which source. */
export const sourcesCommand: CommandSpec = {
  name: "sources",
  aliases: ["来源"],
  role: "viewer",
  usage: usageOf(text, "sources.usage"),
  async run(call) {
    const { locale, client, deps, args } = call;
    const days = args === "" ? 30 : Number(/^\d{1,2}$/.exec(evenText(args))?.[0] ?? 0);
    if (days < 1 || days > MOST_DAYS) refuse(sourcesCommand.usage, call);
    const found = await entryOperations(deps).joins(client, days);
    const n = found.reduce((sum, { joins }) => sum + joins, 0);
    const lines = found.map(({ source, title, joins }) => {
      if (source === undefined) return text(locale, "sources.unknown", { joins });
      const name = title === undefined ? source : `${source} (${title})`;
      return text(locale, "sources.line", { name, joins });
    });
    return { text: [text(locale, "sources.all", { days, n }), ...lines].join("\n") };
  },
};
