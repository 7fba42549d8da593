import { type Command, Help, type Option } from "commander";
import type { Lang } from "../core/i18n.js";
import { text } from "./texts.js";

const TITLES = {
  "Usage:": "help.title.usage",
  "Arguments:": "help.title.arguments",
  "Options:": "help.title.options",
  "Commands:": "help.title.commands",
} as const;
const isTitle = (title: string): title is keyof typeof TITLES => Object.hasOwn(TITLES, title);

/** Signs as wide as two. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/gu;

/** commander's help, its own words in the reader's language too. */
export class TerminalHelp extends Help {
  constructor(private readonly lang: Lang) {
    super();
  }

  override styleTitle(title: string): string {
    return isTitle(title) ? text(this.lang, TITLES[title]) : title;
  }

  override commandUsage(command: Command): string {
    return this.slots(super.commandUsage(command));
  }

  override subcommandTerm(command: Command): string {
    return this.slots(super.subcommandTerm(command));
  }

  override subcommandDescription(command: Command): string {
    return command.name() === "help"
      ? text(this.lang, "help.help")
      : super.subcommandDescription(command);
  }

  override optionDescription({ description: what, mandatory, defaultValue }: Option): string {
    if (mandatory) return text(this.lang, "help.required", { what });
    return typeof defaultValue === "string"
      ? text(this.lang, "help.default", { what, value: defaultValue })
      : what;
  }

  override displayWidth(words: string): number {
    return super.displayWidth(words) + (words.match(WIDE)?.length ?? 0);
  }

  private slots(usage: string): string {
    return usage
      .replace("[options]", text(this.lang, "help.slot.options"))
      .replace("[command]", text(this.lang, "help.slot.command"));
  }
}
