import { Command, type HelpContext, type Option } from "commander";
import { UserError } from "../core/errors.js";
import type { Lang } from "../core/i18n.js";
import { nearest } from "../core/nearest.js";
import { shownControls } from "../core/outside-text.js";
import { TerminalHelp } from "./help.js";
import { text } from "./texts.js";

/** How much is repeated of a word that somebody typed. */
const SHOWN = 60;
const shown = (word: string): string => shownControls(word.slice(0, SHOWN));

/**
 * A command whose help is in the reader's language, and which throws what is wrong with a command line as a
 * UserError. The methods that commander calls for that have no types, and print in English of themselves.
 */
export class TerminalCommand extends Command {
  constructor(
    private readonly lang: Lang,
    name?: string,
  ) {
    super(name);
    this.exitOverride();
    this.helpOption("-h, --help", text(lang, "help.help"));
  }

  override createCommand(name?: string): TerminalCommand {
    return new TerminalCommand(this.lang, name);
  }

  override createHelp(): TerminalHelp {
    return new TerminalHelp(this.lang);
  }

  /** Help that nobody asked for means that a command was left out, or that `help` was asked of an unknown one. */
  override help(context?: HelpContext | ((help: string) => string)): never {
    if (typeof context === "function" || !context?.error) return super.help();
    const word = this.args.find((one) => one !== "help");
    if (word !== undefined) this.unknown(word);
    const list = new Intl.ListFormat(this.lang, { type: "disjunction" });
    const known = list.format(this.commands.map((one) => one.name()));
    throw new UserError("CLI_COMMAND_MISSING", { command: this.path(), known });
  }

  unknownCommand(): never {
    return this.unknown(this.args[0] ?? "");
  }

  unknownOption(flag: string): never {
    // A value may be a secret.
    const [option = ""] = flag.split("=");
    const known = this.family().flatMap((one) => one.options.flatMap(({ long }) => long ?? []));
    const guess = nearest(option, [...known, "--help"]);
    const params = { command: this.path(), option: shown(option) };
    throw guess
      ? new UserError("CLI_OPTION_MISTYPED", { ...params, guess })
      : new UserError("CLI_OPTION_UNKNOWN", params);
  }

  missingMandatoryOptionValue({ flags: option, description: what }: Option): never {
    const mistyped = this.args.find((one) => /^-./.test(one));
    if (mistyped !== undefined) this.unknownOption(mistyped);
    throw new UserError("CLI_OPTION_MISSING", { command: this.path(), option, what });
  }

  optionMissingArgument({ flags: option, description: what }: Option): never {
    throw new UserError("CLI_VALUE_MISSING", { command: this.path(), option, what });
  }

  missingArgument(name: string): never {
    const what = this.registeredArguments.find((one) => one.name() === name)?.description ?? "";
    const usage = this.createHelp().commandUsage(this);
    throw new UserError("CLI_ARGUMENT_MISSING", { command: this.path(), name, what, usage });
  }

  _excessArguments(given: readonly string[]): never {
    const more = given.slice(this.registeredArguments.length).map(shown).join(" ");
    const usage = this.createHelp().commandUsage(this);
    throw new UserError("CLI_ARGUMENT_EXCESS", { command: this.path(), more: shown(more), usage });
  }

  private unknown(word: string): never {
    const guess = nearest(
      word,
      this.commands.map((one) => one.name()),
    );
    const command = this.path();
    const typed = [...command.split(" ").slice(1), shown(word)].join(" ");
    throw guess
      ? new UserError("CLI_COMMAND_MISTYPED", { typed, guess: `${command} ${guess}`, command })
      : new UserError("CLI_COMMAND_UNKNOWN", { typed, command });
  }

  /** The command and those above it, the topmost first. */
  private family(): readonly Command[] {
    const family: Command[] = [];
    for (let one: Command | null = this; one; one = one.parent) family.unshift(one);
    return family;
  }

  /** The words that call it, such as `suanpan orders list`. */
  private path(): string {
    return this.family()
      .map((one) => one.name())
      .join(" ");
  }
}
