import { UserError } from "../core/errors.js";
import type { Event, MessageEvent } from "../core/event.js";
import type { Answer, Call, CommandSpec, Desk } from "../operator/command.js";
import { parseCommand } from "../operator/parse.js";
import { mayRun } from "../operator/permit.js";
import { commands } from "../operator/registry.js";
import type { Role } from "../operator/schema.js";
import { commandErrorText } from "../operator/texts.js";
import { type Change, type Store, SYSTEM } from "../store/port.js";
import type { Book } from "./book.js";
import type { Clock } from "./clock.js";
import { chatKey } from "./view.js";

/** @returns true when the event was an operator's command and is settled. */
export type Command = (event: Event, seq: number) => Promise<boolean>;

type Deps = {
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly desk: Desk;
  /** `platform:user`, may do everything for every client. */
  readonly owner?: string | undefined;
};

const CONFIRM_MS = 120_000;

function roleOf(deps: Deps, client: string, event: MessageEvent): Role | undefined {
  const who = chatKey(event.platform, event.person.user);
  if (who === deps.owner) return "owner";
  const operators = deps.book.edition(client)?.playbook.operators ?? {};
  const field = event.platform as "telegram" | "wechat" | "sandbox";
  return Object.values(operators).find((operator) => operator[field] === event.person.user)?.role;
}

/** Which client an operator means: the group's, the one named as `@client`, or the only one they serve. */
function clientOf(
  deps: Deps,
  bound: string | undefined,
  event: MessageEvent,
  named?: string,
): string {
  if (bound) return bound;
  const served = deps.book.clients().filter((client) => roleOf(deps, client, event));
  if (named) return served.includes(named) ? named : "";
  return served.length === 1 ? (served[0] ?? "") : "";
}

export function createCommand(deps: Deps): Command {
  const { store, clock } = deps;

  async function answer(spec: CommandSpec, call: Call): Promise<Answer> {
    try {
      if (!mayRun(call.role, spec.role)) throw new UserError("COMMAND_ROLE", { role: spec.role });
      if (call.client === "" && !spec.anywhere) throw new UserError("COMMAND_CLIENT_UNCLEAR");
      return await spec.run(call);
    } catch (error) {
      if (error instanceof UserError) return { text: commandErrorText(error, call.locale) };
      throw error;
    }
  }

  return async (event, seq) => {
    if (event.kind !== "message" || !/^\s*[/／]/u.test(event.text)) return false;
    const parsed = parseCommand(event.text);
    const binding = await store.get(SYSTEM, "binding", chatKey(event.platform, event.place.chat));
    const named = /(?:^|\s)@([A-Za-z][\w-]*)/.exec(parsed?.args ?? "")?.[1];
    let client = clientOf(deps, binding?.value.client, event, named);
    const served = deps.book.clients().filter((one) => roleOf(deps, one, event));
    const role = roleOf(deps, client || (served[0] ?? ""), event);
    if (!parsed || !role) return false;
    let { name } = parsed;
    let args = parsed.args.replace(/(?:^|\s)@[A-Za-z][\w-]*/, "").trim();
    // A chat that is bound to nobody is bound by naming the client.
    if (name === "bind" && client === "")
      client = served.find((one) => one === args.split(/\s+/)[0]) ?? "";
    const confirmKey = `${event.platform}:${event.person.user}:${event.place.chat}`;
    const changes: Change[] = [];
    const confirmed = name === "yes";
    if (confirmed) {
      const pending = await store.get(SYSTEM, "confirmation", confirmKey);
      changes.push({ op: "remove", kind: "confirmation", key: confirmKey });
      name = pending && pending.value.until >= clock.now() ? pending.value.command : "";
      args = pending?.value.args ?? "";
    }
    const spec = commands.find((one) => one.name === name);
    const playbook = deps.book.edition(client)?.playbook;
    const locale = playbook?.locale ?? "zh-CN";
    const call: Call = {
      client,
      place: event.place,
      person: event.person,
      role,
      args,
      confirmed,
      now: clock.now(),
      locale,
      zone: playbook?.timezone ?? "UTC",
      desk: deps.desk,
      ...(binding ? { group: binding.value.group } : {}),
    };
    const unknown = new UserError(confirmed ? "COMMAND_NOTHING_TO_CONFIRM" : "COMMAND_UNKNOWN", {
      text: event.text.slice(0, 40),
    });
    const result = spec ? await answer(spec, call) : { text: commandErrorText(unknown, locale) };
    if (result.confirm) {
      const value = { command: name, args, until: clock.now() + CONFIRM_MS };
      changes.push({ op: "put", kind: "confirmation", key: confirmKey, value });
    }
    await store.commit({
      client: SYSTEM,
      handles: seq,
      changes,
      outbox: [
        {
          key: `command:${seq}`,
          account: event.platform,
          due: clock.now(),
          expires: clock.now() + 900_000,
          action: { kind: "send_text", to: event.place, text: result.text },
          unasked: false,
          onUncertain: "resend",
        },
      ],
      facts: [
        { kind: "command", at: clock.now(), data: { client, by: event.person.user, name, args } },
      ],
    });
    return true;
  };
}
