import { commands } from "../../app/commands.js";
import { nearest } from "../../core/nearest.js";

type Form = { readonly name: string; readonly pattern: RegExp; readonly length: number };

/** English names end at a space; Chinese ones may run into what follows. */
function form(name: string, typed: string, glued: boolean): Form {
  const spaced = typed.replace(/\s+/, glued ? "\\s*" : "\\s+");
  const pattern = new RegExp(`^${spaced}${glued ? "" : "(?=\\s|$)"}`, "i");
  return { name, pattern, length: typed.length };
}

const forms: readonly Form[] = [
  ...commands.flatMap(({ name, aliases }) => [
    form(name, name, false),
    ...aliases.map((alias) => form(name, alias, !/^[a-z ]+$/.test(alias))),
  ]),
  // A confirmation is never guessed from the start of a longer word.
  form("yes", "yes", false),
  form("yes", "确认", false),
].sort((a, b) => b.length - a.length);

/** The command that a mistyped one most likely means; undefined when none is near. */
export function likelyCommand(text: string): string | undefined {
  const typed = /^\s*[/／]?\s*([^\s@]+(?:\s+\S+)?)/u.exec(text)?.[1] ?? "";
  const names = commands.map(({ name }) => name);
  return nearest(typed, names) ?? nearest(typed.split(/\s+/)[0] ?? "", names);
}

/**
 * Reads a slash command. A slash word nobody knows has the name "".
 * @returns undefined for plain text and for another bot's commands.
 */
export function parseCommand(
  text: string,
  botName?: string,
): { readonly name: string; readonly args: string } | undefined {
  const slashed = /^\s*[/／]([\s\S]*)$/.exec(text)?.[1];
  if (slashed === undefined) return undefined;
  const suffix = /^([^\s@]+)@(\w+)(?=\s|$)/.exec(slashed);
  if (suffix && botName && suffix[2]?.toLowerCase() !== botName.replace(/^@/, "").toLowerCase()) {
    return undefined;
  }
  const body = suffix ? `${suffix[1]}${slashed.slice(suffix[0].length)}` : slashed;
  for (const { name, pattern } of forms) {
    const hit = pattern.exec(body);
    if (hit) return { name, args: body.slice(hit[0].length).trim() };
  }
  return { name: "", args: text };
}
