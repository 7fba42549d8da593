import { UserError } from "../../core/errors.js";
import { evenText } from "../../core/text/fold.js";
import { moment, refuse, usageOf, words } from "../../engine/commands/ask.js";
import { chatKey } from "../../engine/context.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import type { AccountWay, Lead } from "./account-ways.js";
import { moveOperations } from "./moves.js";
import type { PoolStand } from "./pool-stand.js";
import { text } from "./texts.js";

const operatorOf = ({ place, person }: Call) => chatKey(place.platform, person.user);

/** Where newcomers are led, and whether that account keeps silent. */
function leadText(call: Call, { silent }: Pick<PoolStand, "silent">, lead: Lead): string {
  const { locale } = call;
  const until = silent.get(lead.account);
  const where = text(locale, `entry.${lead.state}`, { group: lead.group });
  if (until === undefined) return where;
  const params = { where, account: lead.account, until: moment(call, until) };
  return text(locale, "move.silent", params);
}

function wayText(call: Call, { silent }: PoolStand, { account, state, group, seats }: AccountWay) {
  const until = silent.get(account);
  if (until !== undefined)
    return text(call.locale, "entry.silent", { account, until: moment(call, until) });
  return `${account}: ${text(call.locale, `way.${state}`, { group, seats })}`;
}

/** That a pool was moved, since when and by whom; undefined when it wasn't. */
export function movedText(
  call: Pick<Call, "locale" | "zone">,
  pool: string,
  { move }: Pick<PoolStand, "move">,
): string | undefined {
  if (!move) return undefined;
  const { account, at, by } = move;
  return text(call.locale, "entry.moved", { account, at: moment(call, at), by, pool });
}

/** `/entry move`: leads a pool's newcomers to the groups of one account, after a preview. */
export const entryMoveCommand: CommandSpec = {
  name: "entry move",
  aliases: ["入口 移"],
  role: "operator",
  usage: usageOf(text, "move.usage"),
  async run(call) {
    const { locale, client } = call;
    const [pool, account, ...more] = typedWords(call);
    if (pool === undefined || more.length > 0) refuse(entryMoveCommand.usage, call);
    const operations = moveOperations(call.deps);
    if (account === undefined) {
      const stand = await operations.stand(client, pool);
      const lines = stand.ways.map((way) => wayText(call, stand, way));
      return { text: lines.join("\n") || text(locale, "move.nowhere", { pool, client }) };
    }
    const { stand, way } = call.confirmed
      ? await operations.move(client, { pool, account, by: operatorOf(call) })
      : await operations.plan(client, pool, account);
    const before = movedText(call, pool, stand);
    if (before !== undefined && stand.move?.account === account)
      return { text: text(locale, "move.already", { before }) };
    const { group, seats } = way;
    const lines = call.confirmed
      ? [text(locale, "move.done", { pool, account, group })]
      : [
          text(locale, "move.ask", {
            pool,
            account,
            group,
            seats,
            now: leadText(call, stand, stand.lead),
          }),
        ];
    if (before !== undefined) lines.push(text(locale, "move.instead", { before }));
    return { text: lines.join("\n"), confirm: !call.confirmed };
  },
};

/** `/entry back`: leads a pool's newcomers to all its groups again, after a preview. */
export const entryBackCommand: CommandSpec = {
  name: "entry back",
  aliases: ["入口 移回"],
  role: "operator",
  usage: usageOf(text, "back.usage"),
  async run(call) {
    const { locale, client } = call;
    const [pool, ...more] = typedWords(call);
    if (pool === undefined || more.length > 0) refuse(entryBackCommand.usage, call);
    const operations = moveOperations(call.deps);
    if (call.confirmed) {
      const stand = await operations.back(client, { pool, by: operatorOf(call) });
      return { text: text(locale, "back.done", { pool, now: leadText(call, stand, stand.lead) }) };
    }
    const stand = await operations.stand(client, pool);
    const before = movedText(call, pool, stand);
    if (before === undefined) throw new UserError("ENTRY_NOT_MOVED", { pool });
    const now = leadText(call, stand, stand.whole);
    return { text: text(locale, "back.ask", { pool, before, now }), confirm: true };
  },
};

/** The arguments; an account may be typed with the colon of a Chinese keyboard. */
const typedWords = (call: Call): string[] => words(call).map(evenText);
