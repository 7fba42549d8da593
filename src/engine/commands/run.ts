import type { Action } from "../../core/action.js";
import { StoreFailure, UserError } from "../../core/errors.js";
import type { Event, MessageEvent } from "../../core/event.js";
import { isSlashed } from "../../core/text/slash.js";
import { ANSWER_LIVES_MS } from "../../domain/guard/turn.js";
import { mayRun } from "../../domain/operator/permit.js";
import type { Role } from "../../domain/operator/schema.js";
import type { Platform } from "../../platform/port.js";
import { type Change, type NewRow, SYSTEM } from "../../store/port.js";
import { bindingKey, chatKey } from "../context.js";
import type { Answer, Call, CommandSpec, Deps } from "../feature.js";
import { plainRow } from "../plain-row.js";
import { clientUnclear } from "./ask.js";
import { clientNamed } from "./client-named.js";
import { commandErrorText } from "./error-text.js";
import { createParser, likelyCommand } from "./parse.js";

/** @returns true when the event was an operator's command and is settled. */
export type RunCommand = (event: Event, seq: number) => Promise<boolean>;

export type Operators = Pick<Deps, "playbooks"> & {
  /** `platform:user`, may do everything for every client. */
  readonly owner?: string | undefined;
};
type RunDeps = Deps & Operators;

const CONFIRM_MS = 120_000;
/** Fits into one message of every platform. */
const ANSWER_MAX = 3_500;

/** Who speaks, and for which client. */
type Speaker = {
  readonly client: string;
  readonly role: Role;
  readonly overall: boolean;
  readonly served: readonly string[];
};
/** A command as it will be run; `name` is "" when nobody knows it. */
type Wish = {
  readonly name: string;
  readonly args: string;
  readonly client: string;
  readonly confirmed: boolean;
};

function roleOf(deps: Operators, client: string, event: MessageEvent): Role | undefined {
  if (chatKey(event.platform, event.person.user) === deps.owner) return "owner";
  const operators = deps.playbooks.current(client)?.playbook.operators ?? {};
  const field = event.platform as "telegram" | "wechat" | "sandbox";
  return Object.values(operators).find((operator) => operator[field] === event.person.user)?.role;
}

/** Whether somebody who may give commands seems to give one. */
export function isOperators(deps: Operators, event: MessageEvent): boolean {
  const clients = ["", ...deps.playbooks.clients()];
  return isSlashed(event.text) && clients.some((client) => roleOf(deps, client, event));
}

/** The client of the bound group, the one named as `@client`, or the only one they serve. */
function speakerOf(
  deps: RunDeps,
  event: MessageEvent,
  { served, bound, named }: Pick<Speaker, "served"> & { bound?: string; named?: string },
): Speaker | undefined {
  const meant = bound ?? named ?? (served.length === 1 ? served[0] : undefined) ?? "";
  const client = bound !== undefined || served.includes(meant) ? meant : "";
  const role = roleOf(deps, client || (served[0] ?? ""), event);
  const overall = chatKey(event.platform, event.person.user) === deps.owner;
  return role && { client, role, overall, served };
}

/** What is asked for: as typed, or as it was shown before `/yes`. */
async function wishOf(
  deps: RunDeps,
  event: MessageEvent,
  speaker: Speaker,
  typed: { name: string; args: string },
): Promise<Wish> {
  if (typed.name === "yes") {
    const pending = await deps.store.get(SYSTEM, "confirmation", confirmKey(event));
    const left = (pending?.value.until ?? 0) - deps.clock.now();
    // More than there ever was: the clock has been put back.
    const serves = !pending?.value.client || speaker.served.includes(pending.value.client);
    if (!pending || !serves || left < 0 || left > CONFIRM_MS) {
      return { name: "", args: "", client: speaker.client, confirmed: true };
    }
    const { command: name, args, client } = pending.value;
    return { name, args, client, confirmed: true };
  }
  const { args } = typed;
  // A chat that is bound to nobody is bound by naming the client.
  const first = args.split(/\s+/)[0] ?? "";
  const naming = typed.name === "bind" && speaker.client === "" && speaker.served.includes(first);
  return { name: typed.name, args, client: naming ? first : speaker.client, confirmed: false };
}

const confirmKey = ({ account, person, place }: MessageEvent): string =>
  `${account}:${person.user}:${place.chat}`;

async function answer(
  commands: readonly CommandSpec[],
  wish: Wish,
  call: Call,
  named?: string,
): Promise<Answer> {
  const spec = commands.find(({ name }) => name === wish.name);
  try {
    if (!spec) {
      if (wish.confirmed) throw new UserError("COMMAND_NOTHING_TO_CONFIRM");
      const text = call.args.slice(0, 40);
      const guess = likelyCommand(commands, text);
      if (guess) throw new UserError("COMMAND_MISTYPED", { text, guess });
      throw new UserError("COMMAND_UNKNOWN", { text });
    }
    return await run(spec, call, named);
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof StoreFailure) throw error;
    const sources = call.deps.features.flatMap(({ texts = [] }) => texts);
    return { text: commandErrorText(sources, error, call.locale) };
  }
}

async function run(spec: CommandSpec, call: Call, named?: string): Promise<Answer> {
  const { served } = call;
  if (!mayRun(call.role, spec.role)) throw new UserError("COMMAND_ROLE", { role: spec.role });
  if (named !== undefined && !served.includes(named)) {
    throw new UserError("COMMAND_CLIENT_UNKNOWN", { id: named, known: served.join(", ") || "-" });
  }
  if (call.client === "" && !spec.anywhere) throw clientUnclear(served);
  return spec.run(call);
}

const bindingOf = ({ store }: RunDeps, { place }: MessageEvent, account: string) =>
  store.get(SYSTEM, "binding", bindingKey(account, place.chat));

/** Where another of the installation's accounts has the chat, that one answers to commands. */
async function isAnothers(deps: RunDeps, event: MessageEvent): Promise<boolean> {
  for (const { id, account } of deps.platforms)
    if (id === event.platform && (await bindingOf(deps, event, account))) return true;
  return false;
}

function pictureOf(
  platform: Platform | undefined,
  { picture: ref }: MessageEvent,
): Pick<Call, "picture"> {
  if (ref === undefined || !platform?.picture) return {};
  const fetchIt = platform.picture.bind(platform);
  return { picture: () => fetchIt(ref) };
}

export function createRunCommand(deps: RunDeps): RunCommand {
  const { store, playbooks, clock, features, platforms } = deps;
  const commands = features.flatMap((feature) => feature.commands ?? []);
  const parse = createParser(commands);
  return async (event, seq) => {
    if (event.kind !== "message" || !isSlashed(event.text)) return false;
    const platform = platforms.find(({ account }) => account === event.account);
    const typed = parse(event.text, platform?.self.name);
    const binding = await bindingOf(deps, event, event.account);
    if (!binding && !event.toBot && (await isAnothers(deps, event))) return false;
    if (!typed) return false;
    const served = playbooks.clients().filter((client) => roleOf(deps, client, event));
    const { named, args } = clientNamed(typed.args, { served, bound: binding !== undefined });
    const speaker = speakerOf(deps, event, {
      served,
      ...(binding ? { bound: binding.value.client } : {}),
      ...(named === undefined ? {} : { named }),
    });
    if (!speaker) return false;

    const wish = await wishOf(deps, event, speaker, { name: typed.name, args });
    const playbook = playbooks.current(wish.client)?.playbook;
    const call: Call = {
      client: wish.client,
      place: event.place,
      account: event.account,
      person: event.person,
      role: roleOf(deps, wish.client, event) ?? speaker.role,
      overall: speaker.overall,
      served: speaker.served,
      id: `command:${seq}`,
      args: wish.args,
      confirmed: wish.confirmed,
      now: clock.now(),
      locale: playbook?.locale ?? "zh-CN",
      zone: playbook?.timezone ?? "UTC",
      currency: playbook?.currency ?? "",
      deps,
      ...(binding ? { group: binding.value.group } : {}),
      ...pictureOf(platform, event),
    };
    const {
      text: said,
      ask,
      confirm,
      picture,
      args: meant,
    } = await answer(commands, wish, call, binding ? undefined : named);
    const text = ask === undefined ? said : `${said}\n${ask}`;
    const key = confirmKey(event);
    const changes: Change[] = [];
    if (wish.confirmed) changes.push({ op: "remove", kind: "confirmation", key });
    if (confirm) {
      const { name: command, client } = wish;
      const args = meant ?? wish.args;
      const value = { command, args, client, until: clock.now() + CONFIRM_MS };
      changes.push({ op: "put", kind: "confirmation", key, value });
    }
    const row = (key: string, action: Action): NewRow =>
      plainRow({ key, action, account: event.account, now: clock.now(), livesMs: ANSWER_LIVES_MS });
    const shown = text.length > ANSWER_MAX ? `${text.slice(0, ANSWER_MAX)}\n…` : text;
    await store.commit({
      client: SYSTEM,
      handles: seq,
      changes,
      outbox: [
        row(`command:${seq}`, { kind: "send_text", to: event.place, text: shown }),
        ...(picture
          ? [row(`command:${seq}:picture`, { kind: "send_image", to: event.place, ...picture })]
          : []),
      ],
      facts: [
        {
          kind: "command",
          at: clock.now(),
          data: { client: wish.client, by: event.person.user, name: wish.name, args: wish.args },
        },
      ],
    });
    return true;
  };
}
