import { sentenceOf } from "../../core/i18n.js";
import { clientUnclear, moment, tellsAll, usageOf } from "../../engine/commands/ask.js";
import type { Call, CommandSpec, Deps } from "../../engine/feature.js";
import type { AccountStanding } from "../../engine/outbound/account-standing.js";
import { SYSTEM } from "../../store/port.js";
import { governorOperations } from "../governor/operations.js";
import { dayLines } from "../governor/standing-lines.js";
import { rosterOperations } from "../roster/operations.js";
import type { Outage } from "./operations.js";
import { type Scope, statusOperations } from "./status.js";
import { text } from "./texts.js";

const SHOWN = 5;
const CLIENTS_SHOWN = 30;

/** `/status`: how the bot is doing for this client, or for all whom one serves. */
export const statusCommand: CommandSpec = {
  name: "status",
  aliases: ["状态"],
  role: "viewer",
  anywhere: true,
  usage: usageOf(text, "status.usage"),
  async run(call) {
    const { locale, deps } = call;
    const scope = scopeOf(call);
    const { clients, all } = scope;
    const found = await statusOperations(deps).status({
      ...scope,
      account: call.account,
      asksThere: all || call.group !== undefined,
    });
    const { paused, deadLetters, outage } = found;
    const lines = found.accounts.map((one) => accountLine(call, one));
    for (const standing of await standingsOf(deps, scope)) lines.push(...dayLines(call, standing));
    const lost: string[] = [];
    for (const client of clients)
      for (const { title } of await rosterOperations(deps).lost(client)) lost.push(title);
    if (lost.length > 0)
      lines.push(
        text(locale, "status.lost-groups", {
          ...{ n: lost.length, titles: lost.slice(0, SHOWN).join(", ") },
          more: Math.max(0, lost.length - SHOWN),
        }),
      );
    const { waiting, failed, skipped, unhandled } = found;
    lines.push(text(locale, "status.outbox", { waiting, failed, skipped, unhandled }));
    if (all || clients.length > 1) lines.push(...clientLines(call, found.rows));
    if (outage) lines.push(outageLine(call, outage));
    if (paused.bot) lines.push(text(locale, "status.bot-paused"));
    if (paused.clients.length > 0) lines.push(pausedLine(call, paused.clients));
    for (const { seq, why } of deadLetters.slice(0, SHOWN))
      lines.push(text(locale, "status.set-aside", { seq, why: why.slice(0, 120) }));
    if (deadLetters.length > 0)
      lines.push(text(locale, "status.all-set-aside", { n: deadLetters.length }));
    return { text: lines.join("\n") };
  },
};

/** The client it is typed for; where none is named, all that somebody serves. */
function scopeOf(call: Call): Scope {
  const { client, served, place } = call;
  if (client === "" && !place.direct) throw clientUnclear(served);
  const clients = client === "" ? served : [client];
  const isAll = client === "" || call.deps.playbooks.clients().length === 1;
  return { clients, all: isAll && tellsAll(call) };
}

async function standingsOf(deps: Deps, { clients, all }: Scope) {
  const operations = governorOperations(deps);
  const found = new Map<string, AccountStanding>();
  for (const client of all ? [clients.length === 1 ? (clients[0] ?? "") : ""] : clients)
    for (const standing of await operations.standings(client, all))
      if (!found.has(standing.account)) found.set(standing.account, standing);
  return found.values();
}

type AccountNow = Awaited<ReturnType<Operations["status"]>>["accounts"][number];
type Operations = ReturnType<typeof statusOperations>;

function accountLine(
  call: Call,
  { account, elsewhere, ok, lastPollAt, notes }: AccountNow,
): string {
  const { locale } = call;
  if (elsewhere === "") return text(locale, "status.platform-nobodys", { account });
  if (elsewhere !== undefined)
    return text(locale, "status.platform-elsewhere", { account, where: elsewhere });
  const state = text(locale, ok ? "status.platform-ok" : "status.platform-failing", { account });
  const heard =
    lastPollAt === undefined
      ? text(locale, "status.no-poll")
      : text(locale, "status.poll", { at: moment(call, lastPollAt) });
  const noted = notes.map((code) => sentenceOf([text], locale, { code, params: {} }) ?? code);
  return [state, heard, ...noted].join(" | ");
}

/** Those of whom there is anything to say. */
function clientLines({ locale }: Call, rows: readonly ClientRows[]): readonly string[] {
  const any = rows.filter(({ waiting, failed, skipped }) => waiting + failed + skipped > 0);
  const lines = any.slice(0, CLIENTS_SHOWN).map(({ client: id, waiting, failed, skipped }) => {
    const client = id === SYSTEM ? text(locale, "status.commands") : id;
    return text(locale, "status.client", { client, waiting, failed, skipped });
  });
  const more = any.length - lines.length;
  return more > 0 ? [...lines, text(locale, "status.more-clients", { n: more })] : lines;
}
type ClientRows = Awaited<ReturnType<Operations["status"]>>["rows"][number];

function pausedLine({ locale, client }: Call, clients: readonly string[]): string {
  if (client !== "") return text(locale, "status.client-paused");
  return text(locale, "status.clients-paused", { clients: clients.join(", ") });
}

function outageLine(call: Call, { from, to }: Outage): string {
  const { locale } = call;
  const since = moment(call, from);
  if (to === undefined) return text(locale, "status.store-away", { from: since });
  return text(locale, "status.store-was-away", { from: since, to: moment(call, to) });
}
