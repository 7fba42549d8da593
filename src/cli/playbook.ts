import type { Config } from "../app/config.js";
import { atTerminal } from "../app/terminal.js";
import type { TerminalCommand } from "../app/terminal-command.js";
import { text } from "./texts.js";

export type PlaybookOptions = { readonly client: string };
export type UseOptions = PlaybookOptions & { readonly yes?: boolean };
type Verb = TerminalCommand["command"];

/** `suanpan playbook list|diff --client C`: the versions that were in use; in what the files differ. @returns 0 */
export async function showPlaybook(
  command: Verb,
  { client }: PlaybookOptions,
  config: Config,
): Promise<number> {
  const asked = { command, client, args: "", confirmed: false, lang: config.lang };
  print((await atTerminal(config, asked)).text);
  return 0;
}

/**
 * `suanpan playbook use|rollback [words…] --client C [--yes]`: shows what would change, and does it with `--yes`. A bot
 * that runs follows at once, on MongoDB within seconds.
 * @returns 0 when it was shown or done, 1 when there is nothing to do or it is refused
 */
export async function changePlaybook(
  command: Verb,
  words: readonly string[],
  { of, config }: { readonly of: UseOptions; readonly config: Config },
): Promise<number> {
  const { client, yes = false } = of;
  const { lang } = config;
  const asked = { command, client, lang };
  const shown = await atTerminal(config, { ...asked, args: words.join(" "), confirmed: false });
  print(shown.text);
  if (shown.args === undefined) return 1;
  if (!yes) {
    print(text(lang, "playbook.add-yes"));
    return 0;
  }
  print((await atTerminal(config, { ...asked, args: shown.args, confirmed: true })).text);
  return 0;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
