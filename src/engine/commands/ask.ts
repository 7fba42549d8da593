import { UserError } from "../../core/errors.js";
import type { Texts } from "../../core/i18n.js";
import type { Call, CommandSpec } from "../feature.js";

/** How a command is typed, from the texts beside it: `key` finds it in each language. */
export const usageOf = (text: Texts, key: string): CommandSpec["usage"] => ({
  get "zh-CN"() {
    return text("zh-CN", key);
  },
  get en() {
    return text("en", key);
  },
});

/** The arguments as words. */
export const words = (call: Call): string[] => call.args.split(/\s+/).filter((word) => word !== "");

/** @throws UserError COMMAND_ARGUMENTS, with the form to type. */
export function refuse(
  usage: { readonly "zh-CN": string; readonly en: string },
  call: Call,
): never {
  throw new UserError("COMMAND_ARGUMENTS", { usage: usage[call.locale] });
}

/** The bound group the command was typed in. @throws UserError COMMAND_NOT_IN_GROUP */
export function groupOf(call: Call): string {
  if (call.group === undefined) throw new UserError("COMMAND_NOT_IN_GROUP");
  return call.group;
}

/** @throws UserError `code` when `id` is not among `known`. */
export function known(code: string, id: string, among: readonly string[]): string {
  if (!among.includes(id)) throw new UserError(code, { id, known: among.join(", ") || "-" });
  return id;
}

/** Of a command that has to be told for which client it is meant. */
export const clientUnclear = (served: readonly string[]): UserError =>
  new UserError("COMMAND_CLIENT_UNCLEAR", {
    known: served.join(", ") || "-",
    first: served[0] ?? "",
  });

/** Whether an answer may tell of all clients: to the owner of the installation, where nobody else reads it. */
export const tellsAll = ({ overall, place }: Pick<Call, "overall" | "place">): boolean =>
  overall && place.direct;

/** The platform of whoever types at the terminal. */
export const TERMINAL = "terminal";

/** Who typed a command, by their id in the client's playbook; the owner of the installation who isn't in it is `owner`. */
export function operatorOf({ client, person, place, deps }: Call): string {
  if (place.platform === TERMINAL) return TERMINAL;
  const operators = deps.playbooks.current(client)?.playbook.operators ?? {};
  const field = place.platform as "telegram" | "wechat" | "sandbox";
  return Object.keys(operators).find((id) => operators[id]?.[field] === person.user) ?? "owner";
}

/** A moment on the client's wall clock. */
export const moment = (call: Pick<Call, "locale" | "zone">, at: number): string =>
  new Intl.DateTimeFormat(call.locale, {
    timeZone: call.zone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  }).format(at);
