import type { Instant } from "../core/event.js";
import type { Rank, Store } from "./port.js";

type Claim = Pick<Parameters<Store["claim"]>[0], "now" | "limit" | "busy" | "ranks">;
/** A due row that waits, as far as the choice needs it. */
export type Candidate = {
  readonly seq: number;
  readonly chat: string;
  readonly due: Instant;
  readonly expires: Instant;
};
/** A row that is under way. */
export type Sending = { readonly client: string; readonly chat: string };
/** Where to read on in what a client has to send: after this row. */
type Place<C> = { readonly client: string; readonly after: C | undefined };
/** Which clients have rows of a rank; or the next `PAGE` due rows of some of them, by due and seq. */
export type Ask<C> = { readonly rank: Rank; readonly pages?: readonly Place<C>[] };
export type Answer<C> = {
  readonly clients?: readonly string[];
  /** In the order of the places that were asked for; a short one is the last of its client. */
  readonly pages?: readonly (readonly C[])[];
};
/** The rows to send next, and those that are too late. */
export type Plan<C> = { readonly take: readonly C[]; readonly expire: readonly C[] };
/** What a client has to send of a rank, as far as it was read, and the row that would be its next. */
type Line<C> = {
  readonly client: string;
  rows: readonly C[];
  at: number;
  more: boolean;
};

export const RANKS: readonly Rank[] = [0, 1, 2, 3, 4, 5];
/** So many rows of a client are read at once. */
export const PAGE = 64;

/**
 * Chooses in sending order: by rank; of one rank the row of the client that has the fewest under way, so
 * that nobody waits behind all that another has to say; of one client by due and age. At most one row of a chat.
 * It asks for what it has to know, since stores answer at once or later.
 */
export function* sendingOrder<C extends Candidate>(
  { now, limit, busy, ranks = RANKS }: Claim,
  underWay: readonly Sending[],
): Generator<Ask<C>, Plan<C>, Answer<C>> {
  const blocked = new Set(busy);
  const shares = new Map<string, number>();
  const begin = ({ client, chat }: Sending) => {
    blocked.add(chat);
    shares.set(client, (shares.get(client) ?? 0) + 1);
  };
  underWay.forEach(begin);
  const take: C[] = [];
  const expire: C[] = [];
  for (const rank of RANKS) {
    if (take.length >= limit) break;
    if (!ranks.includes(rank)) continue;
    const { clients = [] } = yield { rank };
    let lines = clients.map((client): Line<C> => ({ client, rows: [], at: 0, more: true }));
    while (take.length < limit) {
      yield* readOn(lines, rank, (row) => {
        if (row.expires < now) expire.push(row);
        return row.expires >= now && !blocked.has(row.chat);
      });
      lines = lines.filter(nextOf);
      const [first] = lines.sort((a, b) => {
        const less = (shares.get(a.client) ?? 0) - (shares.get(b.client) ?? 0);
        return less || older(nextOf(a), nextOf(b));
      });
      const row = first && nextOf(first);
      if (!row) break;
      take.push(row);
      first.at++;
      begin({ client: first.client, chat: row.chat });
    }
  }
  return { take, expire };
}

const nextOf = <C>({ rows, at }: Line<C>): C | undefined => rows[at];

/** Goes on in each line to the next row that may leave, and reads on where what was read has none. */
function* readOn<C>(
  lines: readonly Line<C>[],
  rank: Rank,
  may: (row: C) => boolean,
): Generator<Ask<C>, void, Answer<C>> {
  for (let dry = lines; dry.length > 0; ) {
    dry = dry.filter((line) => {
      for (let row = nextOf(line); row && !may(row); row = nextOf(line)) line.at++;
      return line.at >= line.rows.length && line.more;
    });
    if (dry.length === 0) return;
    const places = dry.map(({ client, rows }) => ({ client, after: rows.at(-1) }));
    const { pages = [] } = yield { rank, pages: places };
    for (const [n, line] of dry.entries()) {
      line.rows = pages[n] ?? [];
      line.at = 0;
      line.more = line.rows.length >= PAGE;
    }
  }
}

/** The ranks of which nothing may leave now. */
export const othersThan = (ranks: readonly Rank[] = RANKS): readonly Rank[] =>
  RANKS.filter((rank) => !ranks.includes(rank));

function older(a: Candidate | undefined, b: Candidate | undefined): number {
  return (a?.due ?? 0) - (b?.due ?? 0) || (a?.seq ?? 0) - (b?.seq ?? 0);
}
