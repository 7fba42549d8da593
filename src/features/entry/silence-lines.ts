import { moment } from "../../engine/commands/ask.js";
import type { Call } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import { type PoolStand, poolStand, type StandDeps } from "./pool-stand.js";
import { text } from "./texts.js";

/** `at` names the client behind a command, where somebody may have to say which they mean. */
type Reader = Pick<Call, "locale" | "zone"> & { readonly at: string };
/** So many pools are named in one message: it has to fit. */
const NAMED = 5;

type Pool = { readonly client: string; readonly pool: string; readonly stand: PoolStand };
type LineOf = (reader: Reader, pool: Pool) => string | undefined;

/** For operators who hear that an account keeps silent: which pools lead newcomers there, and where they could. */
export const whenSilent = (deps: StandDeps, client: string, account: string) =>
  linesFor(deps, client, (reader, pool) =>
    pool.stand.lead.account === account ? offer(reader, pool) : undefined,
  );

/** For operators who hear that an account may speak again: which pools with groups there lead elsewhere. */
export const whenBack = (deps: StandDeps, client: string, account: string) =>
  linesFor(deps, client, (reader, { pool, stand: { move, ways } }) => {
    if (!move || move.account === account || ways.every((one) => one.account !== account))
      return undefined;
    const { account: to, by } = move;
    const since = moment(reader, move.at);
    return text(reader.locale, "silence.back", { pool, to, since, by, at: reader.at });
  });

/** A line for each pool of a client of which there is something to say. */
async function linesFor(
  deps: StandDeps,
  client: string,
  lineOf: LineOf,
): Promise<readonly string[]> {
  const { playbook } = deps.playbooks.current(client) ?? {};
  if (!playbook) return [];
  const at = deps.playbooks.clients().length > 1 ? ` @${client}` : "";
  const reader = { locale: playbook.locale, zone: playbook.timezone, at };
  const lines: string[] = [];
  for (const pool of groupOperations(deps).pools(client)) {
    const line = lineOf(reader, { client, pool, stand: await poolStand(deps, client, pool) });
    if (line !== undefined) lines.push(line);
  }
  return bounded(reader, lines);
}

/** What can be done for a pool whose newcomers are led to an account that keeps silent. */
function offer({ locale, at }: Reader, { client, pool, stand }: Pool): string {
  const { account: from, group } = stand.lead;
  const others = stand.ways.filter((one) => one.account !== from);
  if (others.length === 0) return text(locale, "silence.alone", { pool, from, group, client, at });
  const open = others.find(({ state }) => state === "open");
  if (open) {
    const { account: to, group: next, seats } = open;
    return text(locale, "silence.move", { pool, from, group, to, next, seats, at });
  }
  const list = others
    .map(({ account, state, seats, group: first }) => {
      const how = text(locale, `way.${state}`, { seats, group: first });
      return `${account}: ${how}`;
    })
    .join(text(locale, "way.and"));
  return text(locale, "silence.taken", { pool, from, group, list, at });
}

function bounded({ locale, at }: Reader, lines: readonly string[]): readonly string[] {
  const n = lines.length - NAMED;
  return n > 0 ? [...lines.slice(0, NAMED), text(locale, "silence.more", { n, at })] : lines;
}
