import { nearest } from "../../core/nearest.js";
import { evenText } from "../../core/text/fold.js";
import { behindSlash, foldedHead } from "../../core/text/slash.js";
import type { CommandSpec } from "../feature.js";

type Named = Pick<CommandSpec, "name" | "aliases">;
type Form = { readonly name: string; readonly pattern: RegExp; readonly length: number };

/** English names end at a space; Chinese ones may run into what follows. */
function form(name: string, typed: string, glued: boolean): Form {
  const spaced = typed.replace(/\s+/, glued ? "\\s*" : "\\s+");
  const pattern = new RegExp(`^${spaced}${glued ? "" : "(?=\\s|$)"}`, "i");
  return { name, pattern, length: typed.length };
}

const formsOf = (commands: readonly Named[]): readonly Form[] =>
  [
    ...commands.flatMap(({ name, aliases }) => [
      form(name, name, false),
      ...aliases.map((alias) => form(name, alias, !/^[a-z ]+$/.test(alias))),
    ]),
    // A confirmation is never guessed from the start of a longer word.
    form("yes", "yes", false),
    form("yes", "确认", false),
  ].sort((a, b) => b.length - a.length);

/** So many times its length a name takes at most with blanks in it. */
const SPACED = 4;

/** The command that a mistyped one most likely means; undefined when none is near. */
export function likelyCommand(commands: readonly Named[], text: string): string | undefined {
  const typed = /^\s*\/?\s*([^\s@]+(?:\s+\S+)?)/u.exec(evenText(text))?.[1] ?? "";
  const names = commands.map(({ name }) => name);
  return nearest(typed, names) ?? nearest(typed.split(/\s+/)[0] ?? "", names);
}

type Typed = { readonly name: string; readonly args: string };

/**
 * Makes the reader of slash commands. A slash word nobody knows has the name ""; what is plain text or
 * another bot's command is undefined.
 */
export function createParser(
  commands: readonly Named[],
): (text: string, botName?: string) => Typed | undefined {
  const forms = formsOf(commands);
  const longest = SPACED * (forms[0]?.length ?? 0);
  return (text, botName) => {
    const slashed = behindSlash(text);
    if (slashed === undefined) return undefined;
    const suffix = /^([^\s@]+)@(\w+)(?=\s|$)/.exec(slashed);
    const own = botName?.replace(/^@/, "").toLowerCase();
    if (suffix && own && suffix[2]?.toLowerCase() !== own) return undefined;
    const body = suffix ? `${suffix[1]}${slashed.slice(suffix[0].length)}` : slashed;
    const head = foldedHead(body, longest + 1);
    for (const { name, pattern } of forms) {
      const hit = pattern.exec(head.folded);
      if (hit) return { name, args: head.behind(hit[0].length).trim() };
    }
    return { name: "", args: text };
  };
}
