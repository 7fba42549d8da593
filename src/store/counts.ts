/** How many rows are in which state. */
export type RowCounts = {
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly skipped: number;
  readonly expired: number;
};
type Inbox = { readonly deadLetters: number; readonly unhandled: number };
/** How many events and rows are in which state. */
export type Counts = RowCounts & Inbox;

/** How many rows of a client are in a state. */
export type ClientRows = { readonly client: string; readonly state: string; readonly n: number };

/** @param rows how many rows are in a state, of the states in which there are any */
export function countsOf(rows: ReadonlyMap<string, number>, inbox: Inbox): Counts {
  return { ...rowCountsOf(rows), ...inbox };
}

/** Those under way count as waiting. @returns the counts of each client that has any rows */
export function countsByClient(rows: readonly ClientRows[]): ReadonlyMap<string, RowCounts> {
  const states = new Map<string, Map<string, number>>();
  for (const { client, state, n } of rows) {
    const its = states.get(client) ?? new Map<string, number>();
    const as = state === "sending" ? "waiting" : state;
    states.set(client, its.set(as, (its.get(as) ?? 0) + n));
  }
  return new Map([...states].map(([client, its]) => [client, rowCountsOf(its)]));
}

function rowCountsOf(rows: ReadonlyMap<string, number>): RowCounts {
  const of = (state: string) => rows.get(state) ?? 0;
  return {
    waiting: of("waiting"),
    sent: of("sent"),
    failed: of("failed"),
    skipped: of("skipped"),
    expired: of("expired"),
  };
}
