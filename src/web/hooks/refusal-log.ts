import type { WebDeps } from "./deps.js";

type Refusal = Parameters<NonNullable<WebDeps["onRefused"]>>[0];
type Counted = Refusal & { readonly count: number };

const MINUTE_MS = 60_000;
/** Kinds of refusal that a line tells apart; addresses are written by strangers, so there is no end of them. */
const MOST_KINDS = 20;
const MOST_CHARS = 40;

/**
 * Collects refusals: the first is told at once, all that follow are told together a minute later, and so on.
 * Names are cut, since those of addresses that don't exist may be anything, and these count as one kind.
 * @param tell is called once a minute at most, with at most 20 kinds, and how many refusals are of none of these
 */
export function createRefusalLog(
  tell: (line: { readonly refused: readonly Counted[]; readonly others: number }) => void,
): (refusal: Refusal) => void {
  const kinds = new Map<string, Counted>();
  let others = 0;
  let waiting = false;

  function flush(): void {
    waiting = kinds.size > 0;
    if (!waiting) return;
    tell({ refused: [...kinds.values()], others });
    kinds.clear();
    others = 0;
    setTimeout(flush, MINUTE_MS).unref();
  }

  return ({ client, source, ...what }) => {
    const { status, code } = what;
    const kind = status === 404 ? code : `${client}/${source} ${code}`;
    const known = kinds.get(kind);
    if (!known && kinds.size >= MOST_KINDS) others += 1;
    else {
      const named = { client: cut(client), source: cut(source), ...what };
      kinds.set(kind, { ...(known ?? named), count: (known?.count ?? 0) + 1 });
    }
    if (!waiting) flush();
  };
}

const cut = (name: string): string => name.replace(/[^\p{L}\p{N}_.-]/gu, "?").slice(0, MOST_CHARS);
